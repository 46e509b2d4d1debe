import { NotFoundError, orUnavailable } from '@switchyard/core/errors';
import { described } from '@switchyard/core/http';
import { changeKeyStatus, isPortalKey, listKeys } from '@switchyard/core/tenants';
import * as z from 'zod';
import { type Api, tenantProblems, tenantRoute } from '../api.ts';
import { EXAMPLE_LINK_ID, UNKNOWN_LINK_ID } from '../examples.ts';
import { tenantOf } from '../tenant.ts';

const params = z.object({
  key_id: z.string().regex(/^key_[0-9a-z]{1,64}$/, 'must be the key_id of a link, such as key_06…'),
});

const revoked = z.object({
  key_id: z.string(),
  revoked: z.literal(true),
  effective_within_seconds: z.number().int().meta({
    description: '0: no request by it that begins after this answer is let in.',
  }),
});

export const deleteLinkRoute = tenantRoute({
  method: 'DELETE',
  path: '/v1/portal-links/{key_id}',
  portal: 'never',
  schema: {
    operationId: 'revokePortalLink',
    summary: 'Revoke a link to the portal',
    description: 'For good, and at once. May be repeated.',
    tags: ['Portal'],
    params,
    response: { 200: described('Revoked.', revoked), ...tenantProblems(400, 404) },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    const { key_id: keyId } = request.params;
    request.outcome = { tenantId, keyId };
    await orUnavailable(revoke(api, tenantId, keyId), 'The link could not be revoked. Try again.');
    request.outcome = { tenantId, keyId, outcome: 'link_revoked' };
    return { key_id: keyId, revoked: true as const, effective_within_seconds: 0 };
  },
  examples: () => [
    { name: 'revoked', summary: 'Revoked', path: `/v1/portal-links/${EXAMPLE_LINK_ID}` },
    { name: 'params_invalid', summary: 'Not the id of a link', path: '/v1/portal-links/1042' },
    {
      name: 'portal_link_not_found',
      summary: 'Unknown, or not yours',
      path: `/v1/portal-links/${UNKNOWN_LINK_ID}`,
    },
    {
      name: 'unavailable',
      summary: 'The store did not answer',
      path: `/v1/portal-links/${EXAMPLE_LINK_ID}`,
      state: 'store_down',
    },
  ],
});

/** @throws NotFoundError also for an API key, which only an operator ends */
async function revoke(api: Api, tenantId: string, keyId: string): Promise<void> {
  const key = (await listKeys(api, tenantId)).find((candidate) => candidate.keyId === keyId);
  if (key === undefined || !isPortalKey(key)) throw new NotFoundError('portal link', keyId);
  await changeKeyStatus(api, key, { from: ['ACTIVE', 'SUSPENDED'], to: 'REVOKED' });
}
