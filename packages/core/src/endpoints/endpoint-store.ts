import { type Clock, toIso } from '../clock.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { Documents } from '../tables/documents.ts';
import { queryPages } from '../tables/pages.ts';
import { type Endpoint, endpointSchema } from './endpoint.ts';

/** The table TenantWebhookConfig. */
export type EndpointsTable = {
  readonly documents: Documents;
  readonly endpointsTable: string;
  readonly clock: Clock;
};

/** All endpoints of a tenant, enabled or not, in the order of their ids. */
export async function listEndpoints(
  { documents, endpointsTable }: Omit<EndpointsTable, 'clock'>,
  tenantId: string,
): Promise<Endpoint[]> {
  const endpoints: Endpoint[] = [];
  const pages = queryPages(documents, {
    TableName: endpointsTable,
    KeyConditionExpression: 'tenantId = :tenantId',
    ExpressionAttributeValues: { ':tenantId': tenantId },
    // An endpoint that was just made must not miss the next event.
    ConsistentRead: true,
  });
  for await (const { Items = [] } of pages)
    endpoints.push(...Items.map((item) => endpointSchema.parse(item)));
  return endpoints;
}

export async function readEndpoint(
  { documents, endpointsTable }: EndpointsTable,
  tenantId: string,
  endpointId: string,
): Promise<Endpoint | undefined> {
  const { Item } = await documents.get({
    TableName: endpointsTable,
    Key: { tenantId, endpointId },
    ConsistentRead: true,
  });
  return Item === undefined ? undefined : endpointSchema.parse(Item);
}

/** Takes an endpoint out of service, unless it was deleted meanwhile. */
export async function disableEndpoint(
  { documents, endpointsTable, clock }: EndpointsTable,
  tenantId: string,
  endpointId: string,
  reason: string,
): Promise<void> {
  await ifConditionHolds(
    documents.update({
      TableName: endpointsTable,
      Key: { tenantId, endpointId },
      UpdateExpression: 'SET #status = :disabled, statusReason = :reason, updatedAt = :now',
      ConditionExpression: 'attribute_exists(tenantId)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':disabled': 'DISABLED', ':reason': reason, ':now': toIso(clock()) },
    }),
  );
}
