import type { Documents } from '@switchyard/core/tables';
import { IDENTITY_TENANT_INDEX, ifConditionHolds, queryPages, scanPages } from '@switchyard/core/tables';
import { type TenantIdentity, tenantIdentitySchema } from '@switchyard/core/tenants';

export type KeyStoreDeps = {
  readonly documents: Documents;
  readonly tableName: string;
};

export type KeyStore = ReturnType<typeof createKeyStore>;

/** The API keys of tenants: table TenantIdentity. */
export function createKeyStore({ documents, tableName }: KeyStoreDeps) {
  return {
    /** Oldest first. Read from an index, so a key made within the last second may be missing. */
    async listOf(tenantId: string): Promise<TenantIdentity[]> {
      const pages = queryPages(documents, {
        TableName: tableName,
        IndexName: IDENTITY_TENANT_INDEX,
        KeyConditionExpression: 'tenantId = :tenantId',
        ExpressionAttributeValues: { ':tenantId': tenantId },
      });
      return oldestFirst(await collect(pages));
    },

    /** Reads the whole table: for a person who asks, never for a request. */
    async listAll(): Promise<TenantIdentity[]> {
      return oldestFirst(await collect(scanPages(documents, { TableName: tableName })));
    },

    async put(key: TenantIdentity): Promise<void> {
      await documents.put({ TableName: tableName, Item: key });
    },

    /** @returns false when the key has another status than the expected ones, so it keeps that */
    async changeStatus(
      { apiKeyHash }: Pick<TenantIdentity, 'apiKeyHash'>,
      {
        from,
        to,
      }: { readonly from: readonly TenantIdentity['status'][]; readonly to: TenantIdentity['status'] },
    ): Promise<boolean> {
      // `to` is expected as well: a try whose answer was lost is repeated by the SDK.
      const expected = [...new Set([...from, to])].map(
        (status, index) => [`:status${index}`, status] as const,
      );
      return ifConditionHolds(
        documents.update({
          TableName: tableName,
          Key: { apiKeyHash },
          UpdateExpression: 'SET #status = :to',
          ConditionExpression: `#status IN (${expected.map(([name]) => name).join(', ')})`,
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':to': to, ...Object.fromEntries(expected) },
        }),
      );
    },
  };
}

async function collect(
  pages: AsyncIterable<{ readonly Items?: Record<string, unknown>[] | undefined }>,
): Promise<TenantIdentity[]> {
  const keys: TenantIdentity[] = [];
  for await (const { Items = [] } of pages)
    keys.push(...Items.map((item) => tenantIdentitySchema.parse(item)));
  return keys;
}

const oldestFirst = (keys: TenantIdentity[]): TenantIdentity[] =>
  keys.sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.keyId.localeCompare(b.keyId));
