import type { StoredEndpoint } from '../endpoints/endpoint.ts';
import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import { listEndpoints } from '../endpoints/list-endpoints.ts';
import { NotFoundError } from '../errors.ts';
import type { IdentityTable } from './identity-store.ts';
import { listKeys } from './keys.ts';
import type { StoredKey } from './tenant-identity.ts';

/** A tenant is nothing but its keys and endpoints. */
export type Tenant = {
  readonly tenantId: string;
  readonly keys: readonly StoredKey[];
  readonly endpoints: readonly StoredEndpoint[];
};

/** @throws NotFoundError when it has neither a key nor an endpoint */
export async function findTenant(context: IdentityTable & EndpointsTable, tenantId: string): Promise<Tenant> {
  const keys = await listKeys(context, tenantId);
  const endpoints = await listEndpoints(context, tenantId);
  if (keys.length === 0 && endpoints.length === 0) throw new NotFoundError('tenant', tenantId);
  return { tenantId, keys, endpoints };
}
