import { IDENTITY_TENANT_INDEX } from '../src/tenants/identity-store.ts';
import { joinTables } from './join-tables.ts';
import { createTestTable } from './test-table.ts';

/** The three tables in memory behind one client, and the names under which a context has them. */
export function createTestTables() {
  const events = createTestTable();
  const identity = createTestTable({
    keyNames: ['apiKeyHash'],
    indexes: { [IDENTITY_TENANT_INDEX]: { keyNames: ['tenantId'], keysOnly: false } },
  });
  const endpoints = createTestTable({ keyNames: ['tenantId', 'endpointId'], indexes: {} });
  return {
    documents: joinTables({ Events: events, Identity: identity, Endpoints: endpoints }),
    eventsTable: 'Events',
    identityTable: 'Identity',
    endpointsTable: 'Endpoints',
    events,
    identity,
    endpoints,
  };
}

export type TestTables = ReturnType<typeof createTestTables>;
