import { visibleText } from '@switchyard/core/endpoints/endpoint-fields';
import { described } from '@switchyard/core/http';
import { portalAccessSchema } from '@switchyard/core/tenants';
import { PORTAL_LINK_SECONDS } from '@switchyard/core/tenants/create-portal-key';
import { MAX_KNOWN_LINKS, MAX_LIVE_LINKS } from '@switchyard/core/tenants/portal-links';
import * as z from 'zod';
import { allowed } from '../allowed.ts';
import { tenantProblems, tenantRoute } from '../api.ts';
import { EXAMPLE_FORM_HEADERS, EXAMPLE_JSON_HEADERS } from '../examples.ts';
import { tenantOf } from '../tenant.ts';

const MAX_LABEL = 100;
const { min, max, usual } = PORTAL_LINK_SECONDS;
const seconds = allowed(`a whole number from ${min} to ${max}`);

const body = z
  .strictObject({
    access: portalAccessSchema.default('full').meta({
      description:
        '`read`: looks only. `full`: also makes and changes endpoints, retries, and starts and ends replays.',
    }),
    expires_in_seconds: z
      .number(seconds)
      .int(seconds)
      .min(min, seconds)
      .max(max, seconds)
      .default(usual)
      .meta({ description: `How long it is good for: ${min} to ${max} (a day).` }),
    label: visibleText(MAX_LABEL)
      .min(1, 'must not be empty')
      .optional()
      .meta({ description: 'For whom it is, by which you find it in the list.' }),
  })
  .nullish();

const link = z.object({
  url: z.string().meta({
    description:
      'Opens the portal in a browser. Whoever has it has the access, so hand it to one person. It is shown only now.',
  }),
  key_id: z.string().meta({ description: 'To revoke it by.' }),
  access: portalAccessSchema,
  expires_at: z.iso.datetime(),
});

export const postLinkRoute = tenantRoute({
  method: 'POST',
  path: '/v1/portal-links',
  portal: 'never',
  schema: {
    operationId: 'createPortalLink',
    summary: 'Make a link to the portal',
    description: `For a developer of yours: the pages show events, attempts and endpoints, and, unless \`access\` is \`read\`, let them be retried and changed. It ends when its time is over, when it is revoked, and with the API key that it was made with. At most ${MAX_LIVE_LINKS} are good at the same time, ${MAX_KNOWN_LINKS} with those that ended within a day.`,
    tags: ['Portal'],
    body,
    response: { 201: described('Made.', link), ...tenantProblems(400, 409, 415, 422) },
  },
  async answer(api, request, reply) {
    const tenantId = tenantOf(request);
    const { access = 'full', label, expires_in_seconds: expiresInSeconds = usual } = request.body ?? {};
    request.outcome = { tenantId };
    const { authorization } = request.headers;
    const { createLink } = await import('./create-link.ts');
    const made = await createLink(api, { tenantId, authorization, access, label, expiresInSeconds });
    request.outcome = { tenantId, outcome: 'link_made', keyId: made.key_id, access };
    // Neither a browser nor a proxy keeps a key.
    return reply.code(201).header('cache-control', 'no-store').send(made);
  },
  examples: () => [
    { name: 'made', summary: 'Full, for an hour' },
    {
      name: 'read_only',
      summary: 'To look only, for a day',
      headers: EXAMPLE_JSON_HEADERS,
      body: '{"access":"read","expires_in_seconds":86400,"label":"Zoë, on call"}',
    },
    {
      name: 'body_malformed',
      summary: 'Not JSON',
      headers: EXAMPLE_JSON_HEADERS,
      body: '{"access":',
    },
    {
      name: 'content_type_unsupported',
      summary: 'Not application/json',
      headers: EXAMPLE_FORM_HEADERS,
      body: 'access=read',
    },
    {
      name: 'body_invalid',
      summary: 'Longer than a day',
      headers: EXAMPLE_JSON_HEADERS,
      body: '{"expires_in_seconds":86401}',
    },
    { name: 'too_many_portal_links', summary: 'There are 100', state: 'hundred_links' },
    { name: 'unavailable', summary: 'The store did not answer', state: 'store_down' },
  ],
});
