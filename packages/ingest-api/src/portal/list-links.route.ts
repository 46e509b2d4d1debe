import { orUnavailable } from '@switchyard/core/errors';
import { described } from '@switchyard/core/http';
import { listKeys, portalAccessSchema } from '@switchyard/core/tenants';
import { type LiveLink, liveLinks } from '@switchyard/core/tenants/portal-links';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { tenantOf } from '../tenant.ts';

const listed = z.object({
  key_id: z.string().meta({ description: 'To revoke it by.' }),
  label: z.string().nullable(),
  last_four: z.string().nullable().meta({ description: 'The end of the key in the link.' }),
  access: portalAccessSchema,
  made_by: z.string().nullable().meta({
    description: 'The `key_id` of the API key that it was made with. null: an operator made it.',
  }),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
});

export const listLinksRoute = tenantRoute({
  method: 'GET',
  path: '/v1/portal-links',
  portal: 'never',
  schema: {
    operationId: 'listPortalLinks',
    summary: 'List links to the portal',
    description:
      'Those that are good now, newest first: to find one that is to be revoked. The links themselves are not kept. One that was made within the last second may be missing.',
    tags: ['Portal'],
    response: {
      200: described('The links.', z.object({ links: z.array(listed) })),
      ...tenantProblems(),
    },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const keys = await orUnavailable(listKeys(api, tenantId), 'The links could not be read. Try again.');
    return { links: liveLinks(keys, api.clock()).map(toAnswer) };
  },
  examples: () => [
    { name: 'one', summary: 'One is good' },
    { name: 'unavailable', summary: 'The store did not answer', state: 'store_down' },
  ],
});

const toAnswer = ({ link, maker }: LiveLink): z.infer<typeof listed> => ({
  key_id: link.keyId,
  label: link.label ?? null,
  last_four: link.lastFour ?? null,
  access: link.access,
  made_by: maker?.keyId ?? null,
  created_at: link.createdAt,
  expires_at: link.expiresAt,
});
