import { createEndpointStore } from '../endpoint-store.ts';
import { createKeyStore } from '../key-store.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { createFindTenant } from '../tenant.ts';

/** What commands on tenants need of a deployment. */
export function tenantDeps({ documents, identityTable, webhookConfigTable }: OpenDeployment) {
  const keys = createKeyStore({ documents, tableName: identityTable });
  const endpoints = createEndpointStore({ documents, tableName: webhookConfigTable });
  return { keys, endpoints, findTenant: createFindTenant({ keys, endpoints }) };
}
