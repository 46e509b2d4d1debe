import type { Clock } from '../clock.ts';
import type { Documents } from '../tables/documents.ts';
import { parseEndpoint, type StoredEndpoint } from './endpoint.ts';

/** The table TenantWebhookConfig. */
export type EndpointsTable = {
  readonly documents: Documents;
  readonly endpointsTable: string;
  readonly clock: Clock;
};

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
