import { toIso } from '../clock.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { Endpoint } from './endpoint.ts';
import type { EndpointsTable } from './endpoint-store.ts';
import { newestSecret } from './put-new-endpoint.ts';
import { UNFINISHED } from './unfinished.ts';

/** @returns false when the seen one was finished or replaced by somebody else */
export async function replaceUnfinishedEndpoint(
  { documents, endpointsTable }: EndpointsTable,
  seen: Endpoint,
  endpoint: Endpoint,
): Promise<boolean> {
  return ifConditionHolds(
    documents.put({
      TableName: endpointsTable,
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
}

/** Enables it. @returns false when another endpoint has taken its place */
export async function finishEndpoint(
  { documents, endpointsTable, clock }: EndpointsTable,
  endpoint: Endpoint,
): Promise<boolean> {
  const { tenantId, endpointId } = endpoint;
  return ifConditionHolds(
    documents.update({
      TableName: endpointsTable,
      Key: { tenantId, endpointId },
      UpdateExpression: 'SET #status = :enabled, updatedAt = :updatedAt REMOVE statusReason',
      ConditionExpression: 'secrets[0].secret = :own',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':enabled': 'ENABLED',
        ':updatedAt': toIso(clock()),
        ':own': newestSecret(endpoint),
      },
    }),
  );
}
