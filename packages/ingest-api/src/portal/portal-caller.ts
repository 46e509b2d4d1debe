import { type PortalAccess, portalAccessSchema } from '@switchyard/core/tenants';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';

const portalContextSchema = z.object({
  role: z.literal('portal'),
  access: portalAccessSchema,
  expiresAt: z.iso.datetime(),
  keyId: z.string(),
  state: z.enum(['open', 'expired', 'revoked', 'suspended']),
});

export type PortalCaller = {
  readonly access: PortalAccess;
  readonly expiresAt: string;
  readonly keyId: string;
  /** As it was when the authorizer looked, whose answer is kept for some minutes. Not open then: it may do nothing. */
  readonly state: z.infer<typeof portalContextSchema>['state'];
};

/**
 * Who came by a link to the portal, as the authorizer proved it.
 *
 * @returns undefined for whoever came with an API key; null for a role that nobody knows, which may do nothing
 */
export function portalCallerOf(request: FastifyRequest): PortalCaller | null | undefined {
  const { authorizer } = request.awsLambda.event?.requestContext ?? {};
  if (authorizer?.role === undefined) return undefined;
  return portalContextSchema.safeParse(authorizer).data ?? null;
}
