import type { Clock } from '../clock.ts';
import type { Documents } from '../tables/documents.ts';
import { queryPages } from '../tables/pages.ts';
import { parseEndpoint, type StoredEndpoint } from './endpoint.ts';

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
