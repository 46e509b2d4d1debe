import { type Clock, toIso } from '@switchyard/core/clock';
import type { Documents } from '@switchyard/core/tables';
import { ifConditionHolds } from '@switchyard/core/tables';

export type DisableEndpointDeps = {
  readonly documents: Documents;
  readonly tableName: string;
  readonly clock: Clock;
};

/** Takes an endpoint out of service, unless it was deleted meanwhile. */
export function createDisableEndpoint({ documents, tableName, clock }: DisableEndpointDeps) {
  return async (tenantId: string, endpointId: string, reason: string): Promise<void> => {
    await ifConditionHolds(
      documents.update({
        TableName: tableName,
        Key: { tenantId, endpointId },
        UpdateExpression: 'SET #status = :disabled, statusReason = :reason, updatedAt = :now',
        ConditionExpression: 'attribute_exists(tenantId)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':disabled': 'DISABLED', ':reason': reason, ':now': toIso(clock()) },
      }),
    );
  };
}
