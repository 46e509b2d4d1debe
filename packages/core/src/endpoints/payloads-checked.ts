import type { EndpointsTable } from './endpoint-store.ts';

/** No id of an endpoint: whoever lists endpoints reads over it. */
export const CHECKED_ID = '#payloads-checked';

/**
 * Notes that the tenant has had a type whose events are checked. It stands beside the endpoints, which are read for
 * each event: so to know that there is nothing to check costs no read. It is never taken away, and says only that it
 * must be looked what is registered.
 */
export const markChecked = ({ documents, endpointsTable }: EndpointsTable, tenantId: string) =>
  documents.put({ TableName: endpointsTable, Item: { tenantId, endpointId: CHECKED_ID } });
