import {
  type DynamoDBDocumentClient,
  PutCommand,
  paginateQuery,
  paginateScan,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import {
  IDENTITY_TENANT_INDEX,
  ifConditionHolds,
  type TenantIdentity,
  tenantIdentitySchema,
} from '@switchyard/core';

export type KeyStoreDeps = {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
};

export type KeyStore = ReturnType<typeof createKeyStore>;

/** The API keys of tenants: table TenantIdentity. */
export function createKeyStore({ documents, tableName }: KeyStoreDeps) {
  return {
    /** Oldest first. Read from an index, so a key made within the last second may be missing. */
    async listOf(tenantId: string): Promise<TenantIdentity[]> {
      const pages = paginateQuery(
        { client: documents },
        {
          TableName: tableName,
          IndexName: IDENTITY_TENANT_INDEX,
          KeyConditionExpression: 'tenantId = :tenantId',
          ExpressionAttributeValues: { ':tenantId': tenantId },
        },
      );
      return oldestFirst(await collect(pages));
    },

    /** Reads the whole table: for a person who asks, never for a request. */
    async listAll(): Promise<TenantIdentity[]> {
      return oldestFirst(await collect(paginateScan({ client: documents }, { TableName: tableName })));
    },

    async put(key: TenantIdentity): Promise<void> {
      await documents.send(new PutCommand({ TableName: tableName, Item: key }));
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
        documents.send(
          new UpdateCommand({
            TableName: tableName,
            Key: { apiKeyHash },
            UpdateExpression: 'SET #status = :to',
            ConditionExpression: `#status IN (${expected.map(([name]) => name).join(', ')})`,
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ':to': to, ...Object.fromEntries(expected) },
          }),
        ),
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
