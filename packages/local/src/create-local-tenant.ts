import { randomBytes } from 'node:crypto';
import type { Deployment } from '@switchyard/core/deployment';
import { parseTargetUrl } from '@switchyard/core/endpoints';
import type { Documents } from '@switchyard/core/tables';
import { type CreatedTenant, createTenant } from '@switchyard/core/tenants';

export type LocalTables = { readonly documents: Documents; readonly tables: Deployment['tables'] };

/** As `tenants create` makes one on the local stack, where a target may be on this machine. */
export function createLocalTenant(
  { documents, tables }: LocalTables,
  { tenantId, targetUrl }: { readonly tenantId: string; readonly targetUrl: string },
): Promise<CreatedTenant> {
  const { TenantIdentity: identityTable = '', TenantWebhookConfig: endpointsTable = '' } = tables;
  return createTenant(
    { documents, identityTable, endpointsTable, clock: Date.now, random: randomBytes },
    { tenantId, targetUrl: parseTargetUrl(targetUrl, { allowLoopback: true }) },
  );
}
