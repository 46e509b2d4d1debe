import type { Clock } from '../clock.ts';
import type { Documents } from '../tables/documents.ts';
import { queryPages } from '../tables/pages.ts';
import { parseEndpoint, type StoredEndpoint } from './endpoint.ts';
import { CHECKED_ID } from './payloads-checked.ts';

/** The table TenantWebhookConfig. */
export type EndpointsTable = {
  readonly documents: Documents;
  readonly endpointsTable: string;
  readonly clock: Clock;
};

/** All endpoints of a tenant, in service or not, in the order of their ids; each is read alone. */
export const listEndpoints = async (
  table: Omit<EndpointsTable, 'clock'>,
  tenantId: string,
): Promise<StoredEndpoint[]> => (await readTargets(table, tenantId)).endpoints;

/** The same, and whether payloads may have to be checked before they are accepted. */
export async function readTargets(
  { documents, endpointsTable }: Omit<EndpointsTable, 'clock'>,
  tenantId: string,
): Promise<{ readonly endpoints: StoredEndpoint[]; readonly isChecked: boolean }> {
  const endpoints: StoredEndpoint[] = [];
  let isChecked = false;
  const pages = queryPages(documents, {
    TableName: endpointsTable,
    KeyConditionExpression: 'tenantId = :tenantId',
    ExpressionAttributeValues: { ':tenantId': tenantId },
    // An endpoint that was just made must not miss the next event.
    ConsistentRead: true,
  });
  for await (const { Items = [] } of pages) {
    endpoints.push(...Items.flatMap((item) => parseEndpoint(item) ?? []));
    isChecked ||= Items.some(({ endpointId }) => endpointId === CHECKED_ID);
  }
  return { endpoints, isChecked };
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
