import { toIso } from '../clock.ts';
import { DEFAULT_ENDPOINT_ID, type Endpoint, isReadable } from '../endpoints/endpoint.ts';
import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import { listEndpoints } from '../endpoints/list-endpoints.ts';
import { putNewEndpoint } from '../endpoints/put-new-endpoint.ts';
import { isUnfinished, UNFINISHED } from '../endpoints/unfinished.ts';
import { finishEndpoint, replaceUnfinishedEndpoint } from '../endpoints/unfinished-endpoint.ts';
import { SwitchyardError } from '../errors.ts';
import { createWebhookSecret } from '../signatures/webhook-secret.ts';
import { createKey } from './create-key.ts';
import type { IdentityTable } from './identity-store.ts';
import { changeKeyStatus, listKeys } from './keys.ts';
import { DEFAULT_PLAN } from './tenant.ts';

export type CreateTenantContext = IdentityTable &
  EndpointsTable & { readonly random: (size: number) => Uint8Array };

export type NewTenant = {
  readonly tenantId: string;
  /** Allowed as a target, by `parseTargetUrl`. */
  readonly targetUrl: URL;
  readonly eventTypes?: string[] | undefined;
  readonly plan?: string | undefined;
  /** Makes what API Gateway counts the tenant under; asked once the tenant's name is its own. */
  readonly joinPlan?: () => Promise<string | undefined>;
  /** Of the key. */
  readonly label?: string | undefined;
};

/** Its secrets are known to nobody else: the key is stored as a hash only. */
export type CreatedTenant = {
  readonly tenantId: string;
  readonly apiKey: string;
  readonly endpoint: Endpoint;
  readonly webhookSecret: string;
};

/** `complete`: there is nothing to create. */
export type TenantExistsReason = 'complete' | 'has_only_keys' | 'being_created';

export class TenantExistsError extends SwitchyardError {
  readonly reason: TenantExistsReason;

  constructor(tenantId: string, reason: TenantExistsReason) {
    const messages = {
      complete: `Tenant ${tenantId} exists already.`,
      has_only_keys: `Tenant ${tenantId} has no endpoint but has keys, so it exists.`,
      being_created: `Somebody else is creating tenant ${tenantId} right now.`,
    } as const satisfies Record<TenantExistsReason, string>;
    super(messages[reason], { code: 'tenant_exists' });
    this.reason = reason;
  }
}

/** The creation of a tenant stopped half way; creating it again completes it. */
export class TenantUnfinishedError extends SwitchyardError {
  constructor(tenantId: string, cause?: unknown) {
    super(`The creation of tenant ${tenantId} stopped half way.`, {
      code: 'tenant_unfinished',
      cause,
    });
  }
}

/**
 * Makes a tenant with its first endpoint and key. The endpoint is written first and disabled, and enabled last: so
 * a run that stopped in between is known as such, and the next one takes its place with secrets of its own.
 *
 * @throws TenantExistsError, TenantUnfinishedError
 */
export async function createTenant(context: CreateTenantContext, input: NewTenant): Promise<CreatedTenant> {
  const { clock, random } = context;
  const { tenantId } = input;
  const now = clock();
  const webhookSecret = createWebhookSecret(random);
  const endpoint = firstEndpoint(input, webhookSecret, toIso(now));

  await claim(context, endpoint);
  try {
    const usageIdentifierKey = await input.joinPlan?.();
    const { apiKey, key } = await createKey(context, {
      tenantId,
      status: 'ACTIVE',
      plan: input.plan ?? DEFAULT_PLAN,
      ...(usageIdentifierKey === undefined ? {} : { usageIdentifierKey }),
      label: input.label,
    });
    if (await finishEndpoint(context, endpoint)) return { tenantId, apiKey, endpoint, webhookSecret };
    await changeKeyStatus(context, key, { from: ['ACTIVE'], to: 'REVOKED' });
  } catch (error) {
    throw new TenantUnfinishedError(tenantId, error);
  }
  throw new TenantExistsError(tenantId, 'being_created');
}

const firstEndpoint = (
  { tenantId, targetUrl, eventTypes }: NewTenant,
  secret: string,
  createdAt: string,
): Endpoint => ({
  tenantId,
  endpointId: DEFAULT_ENDPOINT_ID,
  targetUrl: targetUrl.href,
  secrets: [{ secret, createdAt }],
  ...(eventTypes === undefined ? {} : { eventTypes }),
  status: 'DISABLED',
  statusReason: UNFINISHED,
  createdAt,
  updatedAt: createdAt,
});

/** Writes the endpoint where there is none, or where a run that stopped left one. */
async function claim(context: CreateTenantContext, endpoint: Endpoint): Promise<void> {
  const { tenantId } = endpoint;
  const existing = await listEndpoints(context, tenantId);
  const unfinished = existing.filter(isReadable).find(isUnfinished);
  if (unfinished === undefined) {
    if (existing.length > 0) throw new TenantExistsError(tenantId, 'complete');
    if ((await listKeys(context, tenantId)).length > 0) {
      throw new TenantExistsError(tenantId, 'has_only_keys');
    }
    if (!(await putNewEndpoint(context, endpoint))) throw new TenantExistsError(tenantId, 'being_created');
    return;
  }
  if (!(await replaceUnfinishedEndpoint(context, unfinished, endpoint))) {
    throw new TenantExistsError(tenantId, 'being_created');
  }
  // Nobody was ever shown the key of the run that stopped.
  for (const key of await listKeys(context, tenantId)) {
    await changeKeyStatus(context, key, { from: ['ACTIVE', 'SUSPENDED'], to: 'REVOKED' });
  }
}
