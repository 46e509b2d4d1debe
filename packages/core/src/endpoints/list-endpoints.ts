import { SPREAD_ID, type Spread, spreadItemSchema } from '../spread/spread.ts';
import { queryPages } from '../tables/pages.ts';
import { parseEndpoint, type StoredEndpoint } from './endpoint.ts';
import type { EndpointsTable } from './endpoint-store.ts';

/** All endpoints of a tenant, in service or not, in the order of their ids; each is read alone. */
export const listEndpoints = async (
  table: Omit<EndpointsTable, 'clock'>,
  tenantId: string,
): Promise<StoredEndpoint[]> => [...(await readTargets(table, tenantId)).endpoints];

/** All endpoints of a tenant, and what stands beside them to be known for each event without another read. */
export type Targets = {
  readonly endpoints: readonly StoredEndpoint[];
  /** Whether payloads may have to be checked before they are accepted. */
  readonly isChecked: boolean;
  /** Where its events stand in lists. */
  readonly spread: Spread;
};

export async function readTargets(
  { documents, endpointsTable }: Omit<EndpointsTable, 'clock'>,
  tenantId: string,
): Promise<Targets> {
  const endpoints: StoredEndpoint[] = [];
  let isChecked = false;
  let spread: Spread = [];
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
    const planned = Items.find(({ endpointId }) => endpointId === SPREAD_ID);
    if (planned !== undefined) spread = spreadItemSchema.parse(planned).spans;
  }
  return { endpoints, isChecked, spread };
}

/** No id of an endpoint: whoever lists endpoints reads over it. */
const CHECKED_ID = '#payloads-checked';

/**
 * Notes that the tenant has had a type whose events are checked. It stands beside the endpoints, which are read for
 * each event: so to know that there is nothing to check costs no read. It is never taken away, and says only that it
 * must be looked what is registered.
 */
export const markChecked = ({ documents, endpointsTable }: EndpointsTable, tenantId: string) =>
  documents.put({ TableName: endpointsTable, Item: { tenantId, endpointId: CHECKED_ID } });
