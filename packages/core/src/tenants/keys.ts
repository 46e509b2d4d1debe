import { ifConditionHolds } from '../tables/condition.ts';
import { queryPages, scanPages } from '../tables/pages.ts';
import { IDENTITY_TENANT_INDEX, type IdentityTable } from './identity-store.ts';
import {
  isReadableKey,
  type PortalKey,
  parseKey,
  type StoredKey,
  type TenantIdentity,
} from './tenant-identity.ts';

/** Of one tenant, oldest first. Read from an index, so a key made within the last second may be missing. */
export async function listKeys(
  { documents, identityTable }: IdentityTable,
  tenantId: string,
): Promise<StoredKey[]> {
  const pages = queryPages(documents, {
    TableName: identityTable,
    IndexName: IDENTITY_TENANT_INDEX,
    KeyConditionExpression: 'tenantId = :tenantId',
    ExpressionAttributeValues: { ':tenantId': tenantId },
  });
  return oldestFirst(pages);
}

/** Of all tenants. Reads the whole table: for a person who asks, never for a request. */
export const listAllKeys = ({ documents, identityTable }: IdentityTable): Promise<StoredKey[]> =>
  oldestFirst(scanPages(documents, { TableName: identityTable }));

export async function putKey(
  { documents, identityTable }: IdentityTable,
  key: TenantIdentity | PortalKey,
): Promise<void> {
  await documents.put({ TableName: identityTable, Item: key });
}

export type KeyStatusChange = {
  readonly from: readonly TenantIdentity['status'][];
  readonly to: TenantIdentity['status'];
};

/** @returns false when the key has another status than the expected ones, so it keeps that */
export async function changeKeyStatus(
  { documents, identityTable }: IdentityTable,
  { apiKeyHash }: Pick<TenantIdentity, 'apiKeyHash'>,
  { from, to }: KeyStatusChange,
): Promise<boolean> {
  // `to` is expected as well: a try whose answer was lost is repeated by the SDK.
  const expected = [...new Set([...from, to])].map((status, index) => [`:status${index}`, status] as const);
  return ifConditionHolds(
    documents.update({
      TableName: identityTable,
      Key: { apiKeyHash },
      UpdateExpression: 'SET #status = :to',
      ConditionExpression: `#status IN (${expected.map(([name]) => name).join(', ')})`,
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':to': to, ...Object.fromEntries(expected) },
    }),
  );
}

async function oldestFirst(
  pages: AsyncIterable<{ readonly Items?: Record<string, unknown>[] | undefined }>,
): Promise<StoredKey[]> {
  const keys: StoredKey[] = [];
  for await (const { Items = [] } of pages) keys.push(...Items.flatMap((item) => parseKey(item) ?? []));
  return keys.sort((a, b) => timeOf(a).localeCompare(timeOf(b)) || a.keyId.localeCompare(b.keyId));
}

/** Those that cannot be read stand first. */
const timeOf = (key: StoredKey): string => (isReadableKey(key) ? key.createdAt : '');
