import { type Clock, toIso } from '../clock.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { Documents } from '../tables/documents.ts';
import { queryPages } from '../tables/pages.ts';
import { type Endpoint, parseEndpoint, type StoredEndpoint } from './endpoint.ts';

/** The table TenantWebhookConfig. */
export type EndpointsTable = {
  readonly documents: Documents;
  readonly endpointsTable: string;
  readonly clock: Clock;
};

/** All endpoints of a tenant, in service or not, in the order of their ids; each is read alone. */
export async function listEndpoints(
  { documents, endpointsTable }: Omit<EndpointsTable, 'clock'>,
  tenantId: string,
): Promise<StoredEndpoint[]> {
  const endpoints: StoredEndpoint[] = [];
  const pages = queryPages(documents, {
    TableName: endpointsTable,
    KeyConditionExpression: 'tenantId = :tenantId',
    ExpressionAttributeValues: { ':tenantId': tenantId },
    // An endpoint that was just made must not miss the next event.
    ConsistentRead: true,
  });
  for await (const { Items = [] } of pages)
    endpoints.push(...Items.flatMap((item) => parseEndpoint(item) ?? []));
  return endpoints;
}

export async function readEndpoint(
  { documents, endpointsTable }: EndpointsTable,
  tenantId: string,
  endpointId: string,
): Promise<StoredEndpoint | undefined> {
  const { Item } = await documents.get({
    TableName: endpointsTable,
    Key: { tenantId, endpointId },
    ConsistentRead: true,
  });
  return Item === undefined ? undefined : parseEndpoint(Item);
}

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
