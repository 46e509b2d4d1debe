import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, ifConditionHolds, toIso } from '@switchyard/core';

export type DisableEndpointDeps = {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly clock: Clock;
};

/** Takes an endpoint out of service, unless it was deleted meanwhile. */
export function createDisableEndpoint({ documents, tableName, clock }: DisableEndpointDeps) {
  return async (tenantId: string, endpointId: string, reason: string): Promise<void> => {
    await ifConditionHolds(
      documents.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { tenantId, endpointId },
          UpdateExpression: 'SET #status = :disabled, statusReason = :reason, updatedAt = :now',
          ConditionExpression: 'attribute_exists(tenantId)',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':disabled': 'DISABLED', ':reason': reason, ':now': toIso(clock()) },
        }),
      ),
    );
  };
}
