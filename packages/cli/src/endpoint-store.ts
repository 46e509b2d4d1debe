import { type Endpoint, endpointSchema, listEndpoints } from '@switchyard/core/endpoints';
import type { Documents } from '@switchyard/core/tables';
import { ifConditionHolds, scanPages } from '@switchyard/core/tables';

export type EndpointStoreDeps = {
  readonly documents: Documents;
  readonly tableName: string;
};

/** Why the first endpoint of a tenant is disabled from the start of `tenants create` to its end. */
export const UNFINISHED = 'tenant_creation_unfinished';

export const isUnfinished = ({ statusReason }: Pick<Endpoint, 'statusReason'>): boolean =>
  statusReason === UNFINISHED;

export type EndpointSummary = Pick<
  Endpoint,
  'tenantId' | 'endpointId' | 'status' | 'statusReason' | 'createdAt'
>;
const summarySchema = endpointSchema.pick({
  tenantId: true,
  endpointId: true,
  status: true,
  statusReason: true,
  createdAt: true,
});

export type EndpointStore = ReturnType<typeof createEndpointStore>;

/**
 * The endpoints of tenants: table TenantWebhookConfig. The random secret of an endpoint also tells whose write it
 * was, so a write that the SDK repeats because its answer was lost succeeds again.
 */
export function createEndpointStore({ documents, tableName }: EndpointStoreDeps) {
  return {
    listOf: (tenantId: string) => listEndpoints({ documents, endpointsTable: tableName }, tenantId),

    /** Reads the whole table, without secrets: for a person who asks, never for a request. */
    async listAll(): Promise<EndpointSummary[]> {
      const endpoints: EndpointSummary[] = [];
      const pages = scanPages(documents, {
        TableName: tableName,
        ProjectionExpression: 'tenantId, endpointId, #status, statusReason, createdAt',
        ExpressionAttributeNames: { '#status': 'status' },
      });
      for await (const { Items = [] } of pages) {
        endpoints.push(...Items.map((item) => summarySchema.parse(item)));
      }
      return endpoints;
    },

    /** @returns false when there is an endpoint of this id already */
    async putNew(endpoint: Endpoint): Promise<boolean> {
      return ifConditionHolds(
        documents.put({
          TableName: tableName,
          Item: endpoint,
          ConditionExpression: 'attribute_not_exists(tenantId) OR secrets[0].secret = :own',
          ExpressionAttributeValues: { ':own': newestSecret(endpoint) },
        }),
      );
    },

    /** @returns false when the seen one was finished or replaced by somebody else */
    async replaceUnfinished(seen: Endpoint, endpoint: Endpoint): Promise<boolean> {
      return ifConditionHolds(
        documents.put({
          TableName: tableName,
          Item: endpoint,
          ConditionExpression:
            '(secrets[0].secret = :seen AND statusReason = :unfinished) OR secrets[0].secret = :own',
          ExpressionAttributeValues: {
            ':seen': newestSecret(seen),
            ':unfinished': UNFINISHED,
            ':own': newestSecret(endpoint),
          },
        }),
      );
    },

    /** @returns false when another endpoint has taken its place */
    async enable({ tenantId, endpointId, secrets }: Endpoint, updatedAt: string): Promise<boolean> {
      return ifConditionHolds(
        documents.update({
          TableName: tableName,
          Key: { tenantId, endpointId },
          UpdateExpression: 'SET #status = :enabled, updatedAt = :updatedAt REMOVE statusReason',
          ConditionExpression: 'secrets[0].secret = :own',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':enabled': 'ENABLED',
            ':updatedAt': updatedAt,
            ':own': newestSecret({ secrets }),
          },
        }),
      );
    },
  };
}

// Compared as text: equality of whole lists is not something that every DynamoDB emulator knows.
const newestSecret = ({ secrets: [newest] }: Pick<Endpoint, 'secrets'>): string => newest?.secret ?? '';
