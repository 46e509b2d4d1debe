import { NotFoundError } from '../errors.ts';
import { type Endpoint, isReadable } from './endpoint.ts';
import { EndpointError } from './endpoint-error.ts';
import { type EndpointsTable, readEndpoint } from './endpoint-store.ts';
import { isUnfinished } from './unfinished.ts';

export type EndpointId = { readonly tenantId: string; readonly endpointId: string };

/**
 * An endpoint as it is now, to change it.
 *
 * @throws NotFoundError; EndpointError when it cannot be read, or its tenant is only being created
 */
export async function requireEndpoint(
  table: EndpointsTable,
  { tenantId, endpointId }: EndpointId,
): Promise<Endpoint> {
  const endpoint = await readEndpoint(table, tenantId, endpointId);
  if (endpoint === undefined) throw new NotFoundError('endpoint', endpointId);
  if (!isReadable(endpoint)) {
    throw new EndpointError(
      'endpoint_unreadable',
      `Endpoint ${endpointId} ${endpoint.statusReason}. Delete it and make it again, or ask the operator to mend its item.`,
    );
  }
  if (!isUnfinished(endpoint)) return endpoint;
  throw new EndpointError('tenant_unfinished', `The creation of tenant ${tenantId} stopped half way.`);
}
