import type { Clock } from '../clock.ts';
import type { Documents } from '../tables/documents.ts';
import { parseKey, type StoredKey } from './tenant-identity.ts';

/** The table's index; docs/architecture.md has its key. */
export const IDENTITY_TENANT_INDEX = 'tenant';

/** The table TenantIdentity. */
export type IdentityTable = {
  readonly documents: Documents;
  readonly identityTable: string;
  readonly clock: Clock;
};

/** The same for who looks up one key and does nothing else. */
export type IdentityLookup = Omit<IdentityTable, 'documents'> & {
  readonly documents: Pick<Documents, 'get'>;
};

export async function readIdentity(
  { documents, identityTable }: IdentityLookup,
  apiKeyHash: string,
  { isConsistent = false }: { readonly isConsistent?: boolean } = {},
): Promise<StoredKey | undefined> {
  const { Item } = await documents.get({
    TableName: identityTable,
    Key: { apiKeyHash },
    ...(isConsistent ? { ConsistentRead: true } : {}),
  });
  return Item === undefined ? undefined : (parseKey(Item) ?? unreadable(apiKeyHash));
}

/** Of nobody that could be named. */
const unreadable = (apiKeyHash: string): StoredKey => ({
  apiKeyHash,
  tenantId: 'unknown',
  keyId: 'unknown',
  status: 'UNREADABLE',
});
