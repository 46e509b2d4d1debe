import { toIso } from '@switchyard/core/clock';
import type { Endpoint } from '@switchyard/core/endpoints';
import { putNewEndpoint } from '@switchyard/core/endpoints/put-new-endpoint';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import { createWebhookSecret } from '@switchyard/core/signatures';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { CommandError } from '../../errors.ts';
import { eventTypesSchema } from '../../input-schemas.ts';
import { parseTarget } from '../../parse-target.ts';
import { requireFinished } from '../../require-finished.ts';

export const endpointsAdd = defineCommand({
  name: 'endpoints add',
  summary: 'make another endpoint; shows its webhook secret once',
  input: z.object({
    tenantId: tenantIdSchema,
    endpointId: endpointIdSchema,
    targetUrl: z.string(),
    eventTypes: eventTypesSchema.optional(),
  }),
  arguments: ['tenantId', 'endpointId'],
  options: {
    targetUrl: ['<url>', 'where its events go: https, a public host'],
    eventTypes: ['<types>', 'only these types, with commas between (default: all)'],
  },
  examples: [
    'endpoints add acme audit --target-url https://audit.example.com/in',
    'endpoints add acme audit --target-url https://audit.example.com/in --event-types user.deleted',
  ],
  async run({ open, clock, random }, { tenantId, endpointId, targetUrl, eventTypes }) {
    const deployment = await open();
    const target = parseTarget(targetUrl, deployment);
    requireFinished(await findTenant(deployment, tenantId));
    const now = toIso(clock());
    const secret = createWebhookSecret(random);
    const endpoint: Endpoint = {
      tenantId,
      endpointId,
      targetUrl: target.href,
      secrets: [{ secret, createdAt: now }],
      ...(eventTypes === undefined ? {} : { eventTypes }),
      status: 'ENABLED',
      createdAt: now,
      updatedAt: now,
    };
    if (!(await putNewEndpoint(deployment, endpoint))) {
      throw new CommandError('endpoint_exists', `Tenant ${tenantId} has an endpoint ${endpointId} already.`);
    }
    return {
      tenant_id: tenantId,
      endpoint_id: endpointId,
      target_url: endpoint.targetUrl,
      event_types: eventTypes ?? [],
      webhook_secret: secret,
    };
  },
  text: ({ tenant_id, endpoint_id, target_url, event_types, webhook_secret }, { colors }) =>
    [
      `Endpoint ${endpoint_id} of tenant ${tenant_id} is created.`,
      '',
      `  target          ${target_url}`,
      `  event types     ${event_types.length === 0 ? 'all' : event_types.join(', ')}`,
      `  webhook secret  ${colors.bold(webhook_secret)}`,
      '',
      colors.yellow('The webhook secret is shown only now. Store it before you go on.'),
    ].join('\n'),
});
