import { toIso } from '../clock.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { Endpoint } from './endpoint.ts';
import type { EndpointsTable } from './endpoint-store.ts';

/**
 * Takes an endpoint out of service because of what it answered, provided that it is still the one that was asked.
 *
 * @returns false when it has another URL by now, was taken out of service for another reason, or is gone
 */
export function disableEndpoint(
  { documents, endpointsTable, clock }: EndpointsTable,
  asked: Pick<Endpoint, 'tenantId' | 'endpointId' | 'targetUrl'>,
  reason: string,
): Promise<boolean> {
  const { tenantId, endpointId, targetUrl } = asked;
  return ifConditionHolds(
    documents.update({
      TableName: endpointsTable,
      Key: { tenantId, endpointId },
      UpdateExpression:
        'SET #status = :disabled, statusReason = :reason, statusChangedAt = :now, updatedAt = :now REMOVE breaker, drain',
      // Another worker, or an earlier try of this one, may have written the same.
      ConditionExpression: 'targetUrl = :asked AND (#status = :enabled OR statusReason = :reason)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':disabled': 'DISABLED',
        ':enabled': 'ENABLED',
        ':reason': reason,
        ':asked': targetUrl,
        ':now': toIso(clock()),
      },
    }),
  );
}
