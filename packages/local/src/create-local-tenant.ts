import { randomBytes } from 'node:crypto';
import { toIso } from '@switchyard/core/clock';
import type { Deployment } from '@switchyard/core/deployment';
import { DEFAULT_ENDPOINT_ID, type Endpoint, isReadable } from '@switchyard/core/endpoints';
import { parseTargetUrl } from '@switchyard/core/endpoints/target-url';
import { createWebhookSecret } from '@switchyard/core/signatures';
import type { Documents } from '@switchyard/core/tables';
import { createKey, planOf } from '@switchyard/core/tenants';
import {
  type CreatedTenant,
  type CreateTenantContext,
  createTenant,
  type NewTenant,
  TenantExistsError,
} from '@switchyard/core/tenants/create-tenant';
import { findTenant } from '@switchyard/core/tenants/find-tenant';

export type LocalTables = { readonly documents: Documents; readonly tables: Deployment['tables'] };

/**
 * As `tenants create` makes one on the local stack, where a target may be on this machine. In tables that outlive the
 * stack there may be one of this name from before: it goes on, with another key, and with its endpoint where it is now.
 */
export async function createLocalTenant(
  { documents, tables }: LocalTables,
  input: { readonly tenantId: string; readonly targetUrl: string },
): Promise<CreatedTenant> {
  const { TenantIdentity: identityTable = '', TenantWebhookConfig: endpointsTable = '' } = tables;
  const context = { documents, identityTable, endpointsTable, clock: Date.now, random: randomBytes };
  const tenant = {
    tenantId: input.tenantId,
    targetUrl: parseTargetUrl(input.targetUrl, { allowLoopback: true }),
  };
  try {
    return await createTenant(context, tenant);
  } catch (error) {
    if (!(error instanceof TenantExistsError) || error.reason === 'being_created') throw error;
    return goOnWith(context, tenant);
  }
}

async function goOnWith(
  context: CreateTenantContext,
  { tenantId, targetUrl }: NewTenant,
): Promise<CreatedTenant> {
  const { documents, endpointsTable, clock, random } = context;
  const { keys, endpoints } = await findTenant(context, tenantId);
  const before = endpoints.filter(isReadable).find(({ endpointId }) => endpointId === DEFAULT_ENDPOINT_ID);
  const webhookSecret = before?.secrets[0]?.secret ?? createWebhookSecret(random);
  const now = toIso(clock());
  const endpoint: Endpoint = {
    tenantId,
    endpointId: DEFAULT_ENDPOINT_ID,
    targetUrl: targetUrl.href,
    secrets: [{ secret: webhookSecret, createdAt: now }],
    status: 'ENABLED',
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  await documents.put({ TableName: endpointsTable, Item: endpoint });
  const { apiKey } = await createKey(context, { tenantId, status: 'ACTIVE', ...planOf(keys) });
  return { tenantId, apiKey, endpoint, webhookSecret };
}
