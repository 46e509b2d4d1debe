import { type Clock, toIso } from '@switchyard/core/clock';
import { DEFAULT_ENDPOINT_ID, type Endpoint } from '@switchyard/core/endpoints';
import { newId } from '@switchyard/core/ids';
import { createWebhookSecret } from '@switchyard/core/signatures';
import { createApiKey, hashApiKey, type TenantIdentity } from '@switchyard/core/tenants';
import { isUnfinished, UNFINISHED } from '../endpoint-store.ts';
import { CommandError } from '../errors.ts';
import { explainError } from '../explain-error.ts';
import type { Output } from '../output.ts';
import type { TenantDeps } from '../tenant.ts';

export type TenantsCreateDeps = TenantDeps & {
  readonly clock: Clock;
  readonly random: (size: number) => Uint8Array;
};

export type TenantsCreateInput = {
  readonly tenantId: string;
  readonly targetUrl: URL;
  readonly eventTypes?: string[] | undefined;
  readonly plan: string;
  readonly label?: string | undefined;
};

/**
 * Makes a tenant with its first endpoint and key. The endpoint is written first and disabled, and enabled last: so
 * a run that stopped in between is known as such, and the next one takes its place with secrets of its own.
 */
export function createTenantsCreate(deps: TenantsCreateDeps) {
  const { keys, endpoints, clock, random } = deps;

  return async ({ tenantId, targetUrl, eventTypes, plan, label }: TenantsCreateInput) => {
    const now = clock();
    const secret = createWebhookSecret(random);
    const endpoint: Endpoint = {
      tenantId,
      endpointId: DEFAULT_ENDPOINT_ID,
      targetUrl: targetUrl.href,
      secrets: [{ secret, createdAt: toIso(now) }],
      ...(eventTypes === undefined ? {} : { eventTypes }),
      status: 'DISABLED',
      statusReason: UNFINISHED,
      createdAt: toIso(now),
      updatedAt: toIso(now),
    };
    const apiKey = createApiKey(random);
    const key: TenantIdentity = {
      apiKeyHash: hashApiKey(apiKey),
      tenantId,
      keyId: newId('key', now, random),
      status: 'ACTIVE',
      plan,
      ...(label === undefined ? {} : { label }),
      createdAt: toIso(now),
    };

    await claim(endpoint);
    try {
      await keys.put(key);
      if (await endpoints.enable(endpoint, toIso(clock()))) {
        return {
          tenant_id: tenantId,
          api_key: apiKey,
          endpoint_id: endpoint.endpointId,
          webhook_secret: secret,
        };
      }
      await keys.changeStatus(key, { from: ['ACTIVE'], to: 'REVOKED' });
    } catch (error) {
      throw new CommandError(
        'tenant_unfinished',
        `The creation of tenant ${tenantId} stopped half way. Run the same command again: it completes it. What stopped it: ${explainError(error).message}`,
        error,
      );
    }
    throw beingCreated(tenantId);
  };

  async function claim(endpoint: Endpoint): Promise<void> {
    const { tenantId } = endpoint;
    const existing = await endpoints.listOf(tenantId);
    const unfinished = existing.find(isUnfinished);
    if (unfinished === undefined) {
      if (existing.length > 0) throw exists(tenantId);
      if ((await keys.listOf(tenantId)).length > 0) throw hasOnlyKeys(tenantId);
      if (!(await endpoints.putNew(endpoint))) throw beingCreated(tenantId);
      return;
    }
    if (!(await endpoints.replaceUnfinished(unfinished, endpoint))) throw beingCreated(tenantId);
    // Nobody was ever shown the key of the run that stopped.
    for (const key of await keys.listOf(tenantId)) {
      await keys.changeStatus(key, { from: ['ACTIVE', 'SUSPENDED'], to: 'REVOKED' });
    }
  }
}

export type CreatedTenant = Awaited<ReturnType<ReturnType<typeof createTenantsCreate>>>;

export function tenantsCreateText(
  { tenant_id, api_key, endpoint_id, webhook_secret }: CreatedTenant,
  shown: {
    readonly targetUrl: string;
    readonly eventTypes: readonly string[] | undefined;
    readonly hooksUrl: string;
  },
  colors: Output['colors'],
): string {
  const { targetUrl, eventTypes = [], hooksUrl } = shown;
  const example = JSON.stringify({ type: eventTypes[0] ?? 'order.created', order: 1 });
  return [
    `Tenant ${tenant_id} is created.`,
    '',
    `  endpoint        ${endpoint_id}: ${targetUrl}`,
    `  event types     ${eventTypes.length === 0 ? 'all' : eventTypes.join(', ')}`,
    `  API key         ${colors.bold(api_key)}`,
    `  webhook secret  ${colors.bold(webhook_secret)}`,
    '',
    colors.yellow('The API key and the webhook secret are shown only now. Store them before you go on.'),
    '',
    'Send a first event:',
    '',
    `  curl -X POST ${hooksUrl}/v1/events -H 'authorization: Bearer ${api_key}' -H 'content-type: application/json' -d ${shellQuote(example)}`,
  ].join('\n');
}

const shellQuote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const exists = (tenantId: string) =>
  new CommandError(
    'tenant_exists',
    `Tenant ${tenantId} exists already. See it with \`tenants show ${tenantId}\`; add to it with \`keys create\` and \`endpoints add\`.`,
  );

const hasOnlyKeys = (tenantId: string) =>
  new CommandError(
    'tenant_exists',
    `Tenant ${tenantId} has no endpoint but has keys, so it exists. Give it an endpoint with \`endpoints add ${tenantId} default\`.`,
  );

const beingCreated = (tenantId: string) =>
  new CommandError('tenant_exists', `Somebody else is creating tenant ${tenantId} right now.`);
