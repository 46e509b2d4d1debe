import { described, HttpError } from '@switchyard/core/http';
import { portalAccessSchema } from '@switchyard/core/tenants';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { tenantOf } from '../tenant.ts';
import { portalCallerOf } from './portal-caller.ts';

const session = z.object({
  tenant_id: z.string(),
  key_id: z.string(),
  access: portalAccessSchema,
  expires_at: z.iso.datetime(),
  client_certificates: z.boolean().meta({
    description: 'Whether endpoints may have one here, `tls`.',
  }),
});

export const getSessionRoute = tenantRoute({
  method: 'GET',
  path: '/v1/portal-session',
  portal: 'always',
  schema: {
    operationId: 'getPortalSession',
    summary: 'Look what a link may',
    description:
      'With the key in a link to the portal: whose it is, and what it may. The one request that also a link that has ended may make: it is told why, with the codes `portal_link_expired`, `portal_link_revoked` and `tenant_suspended`.',
    tags: ['Portal'],
    response: { 200: described('The link is good.', session), ...tenantProblems() },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const caller = portalCallerOf(request);
    if (caller === undefined || caller === null)
      throw new HttpError(403, 'portal_only', 'This is an API key, not the key of a link to the portal.');
    return {
      tenant_id: tenantId,
      key_id: caller.keyId,
      access: caller.access,
      expires_at: caller.expiresAt,
      client_certificates: api.clientKeys !== undefined,
    };
  },
  examples: () => [
    { name: 'good', summary: 'It may look only', state: 'by_link' },
    { name: 'portal_link_expired', summary: 'Its time is over', state: 'by_expired_link' },
    { name: 'portal_only', summary: 'An API key' },
  ],
});
