import { hashApiKey } from '@switchyard/core/tenants';
import { noteKeyUse } from '@switchyard/core/tenants/key-use';
import type { LocalTables } from '../create-local-tenant.ts';

/** As on all but the first request of a day: then the authorizer has nothing to write. */
export function noteUseOfKey({ documents, tables }: LocalTables, apiKey: string): Promise<void> {
  const { TenantIdentity: identityTable = '' } = tables;
  return noteKeyUse({ documents, identityTable, clock: Date.now }, { apiKeyHash: hashApiKey(apiKey) });
}
