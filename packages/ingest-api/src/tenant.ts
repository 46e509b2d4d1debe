import { HttpError } from '@switchyard/core/http';
import type { FastifyRequest } from 'fastify';

/**
 * The tenant that the authorizer proved. It comes from API Gateway's request context, never from what the client sent.
 *
 * @throws HttpError 401 when the route was reached without the authorizer, which a deployment does not allow
 */
export function tenantOf(request: FastifyRequest): string {
  const tenantId: unknown = request.awsLambda.event?.requestContext.authorizer?.tenantId;
  if (typeof tenantId !== 'string' || tenantId === '') {
    throw new HttpError(
      401,
      'not_authenticated',
      'There is no tenant in this request. Send "Authorization: Bearer sy_live_…".',
    );
  }
  return tenantId;
}
