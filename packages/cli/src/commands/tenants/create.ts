import { tenantIdSchema } from '@switchyard/core/ids';
import { DEFAULT_PLAN } from '@switchyard/core/tenants';
import {
  createTenant,
  TenantExistsError,
  type TenantExistsReason,
  TenantUnfinishedError,
} from '@switchyard/core/tenants/create-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { CommandError } from '../../errors.ts';
import { explainError } from '../../explain-error.ts';
import { eventTypesSchema, labelSchema, planSchema } from '../../input-schemas.ts';
import { parseTarget } from '../../parse-target.ts';
import { joinPlan, requirePlan } from '../../usage-plans.ts';

export const tenantsCreate = defineCommand({
  name: 'tenants create',
  summary: 'make a tenant with its first endpoint and API key; shows both secrets once',
  input: z.object({
    tenantId: tenantIdSchema,
    targetUrl: z.string(),
    eventTypes: eventTypesSchema.optional(),
    plan: planSchema,
    label: labelSchema.optional(),
  }),
  arguments: ['tenantId'],
  options: {
    targetUrl: ['<url>', 'where its events go: https, a public host'],
    eventTypes: ['<types>', 'only these types, with commas between (default: all)'],
    plan: ['<plan>', 'its limits, of those in the setting PLANS', DEFAULT_PLAN],
    label: ['<text>', 'what the key is for'],
  },
  examples: [
    'tenants create acme --target-url https://hooks.example.com/acme',
    'tenants create acme --target-url https://hooks.example.com/acme --event-types order.created,order.paid',
    'tenants create acme --target-url http://127.0.0.1:9000/hook --json      (local stack only)',
  ],
  async run({ open }, input) {
    const deployment = await open();
    requirePlan(deployment, input.plan);
    const targetUrl = parseTarget(input.targetUrl, deployment);
    const { tenantId, apiKey, webhookSecret, endpoint } = await createTenant(deployment, {
      ...input,
      targetUrl,
      joinPlan: () => joinPlan(deployment, input.tenantId, input.plan),
    }).catch((error: unknown) => {
      throw explained(error, input.tenantId);
    });
    return {
      tenant_id: tenantId,
      api_key: apiKey,
      endpoint_id: endpoint.endpointId,
      webhook_secret: webhookSecret,
      target_url: endpoint.targetUrl,
      event_types: input.eventTypes ?? [],
      hooks_url: deployment.hooksUrl,
    };
  },
  json: ({ tenant_id, api_key, endpoint_id, webhook_secret }) => ({
    tenant_id,
    api_key,
    endpoint_id,
    webhook_secret,
  }),
  text({ tenant_id, api_key, endpoint_id, webhook_secret, ...shown }, { colors }) {
    const { target_url, event_types, hooks_url } = shown;
    const example = JSON.stringify({ type: event_types[0] ?? 'order.created', order: 1 });
    return [
      `Tenant ${tenant_id} is created.`,
      '',
      `  endpoint        ${endpoint_id}: ${target_url}`,
      `  event types     ${event_types.length === 0 ? 'all' : event_types.join(', ')}`,
      `  API key         ${colors.bold(api_key)}`,
      `  webhook secret  ${colors.bold(webhook_secret)}`,
      '',
      colors.yellow('The API key and the webhook secret are shown only now. Store them before you go on.'),
      '',
      'Send a first event:',
      '',
      `  curl -X POST ${hooks_url}/v1/events -H 'authorization: Bearer ${api_key}' -H 'content-type: application/json' -d ${shellQuote(example)}`,
    ].join('\n');
  },
});

const shellQuote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** With what the operator can do about it. */
function explained(error: unknown, tenantId: string): unknown {
  if (error instanceof TenantExistsError) {
    return new CommandError(error.code, `${error.message}${hint(error.reason, tenantId)}`, error);
  }
  if (error instanceof TenantUnfinishedError) {
    const cause = explainError(error.cause).message;
    return new CommandError(
      error.code,
      `${error.message} Run the same command again: it completes it. What stopped it: ${cause}`,
      error,
    );
  }
  return error;
}

function hint(reason: TenantExistsReason, tenantId: string): string {
  switch (reason) {
    case 'complete':
      return ` See it with \`tenants show ${tenantId}\`; add to it with \`keys create\` and \`endpoints add\`.`;
    case 'has_only_keys':
      return ` Give it an endpoint with \`endpoints add ${tenantId} default\`.`;
    case 'being_created':
      return '';
  }
}
