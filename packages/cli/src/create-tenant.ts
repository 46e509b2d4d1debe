import { randomBytes } from 'node:crypto';
import type { Clock } from '@switchyard/core/clock';
import type { Deployment } from '@switchyard/core/deployment';
import { parseTargetUrl } from '@switchyard/core/endpoints';
import type { Documents } from '@switchyard/core/tables';
import { createTenantsCreate } from './commands/tenants-create.ts';
import { createEndpointStore } from './endpoint-store.ts';
import { createKeyStore } from './key-store.ts';
import { DEFAULT_PLAN } from './tenant.ts';

export type CreateTenantDeps = {
  readonly documents: Documents;
  readonly tables: Deployment['tables'];
  readonly clock: Clock;
  readonly allowLoopback: boolean;
};

/** `tenants create` for programs: the local stack makes its demo tenant as an operator would. */
export function createTenant({ documents, tables, clock, allowLoopback }: CreateTenantDeps) {
  const { TenantIdentity: identityTable = '', TenantWebhookConfig: configTable = '' } = tables;
  const create = createTenantsCreate({
    keys: createKeyStore({ documents, tableName: identityTable }),
    endpoints: createEndpointStore({ documents, tableName: configTable }),
    clock,
    random: randomBytes,
  });
  return async (input: { readonly tenantId: string; readonly targetUrl: string }) => {
    const targetUrl = parseTargetUrl(input.targetUrl, { allowLoopback });
    const made = await create({ tenantId: input.tenantId, targetUrl, plan: DEFAULT_PLAN });
    return { tenantId: made.tenant_id, apiKey: made.api_key, webhookSecret: made.webhook_secret };
  };
}
