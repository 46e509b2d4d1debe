import type { Documents } from '../src/tables/documents.ts';
import { IDENTITY_TENANT_INDEX } from '../src/tables/indexes.ts';
import { createTestTable } from './test-table.ts';

const NAMES = { eventsTable: 'events', identityTable: 'identity', endpointsTable: 'endpoints' };

/** The three tables in memory behind one client, and the names under which a context has them. */
export function createTestTables() {
  const events = createTestTable();
  const identity = createTestTable({
    keyNames: ['apiKeyHash'],
    wholeIndexes: { [IDENTITY_TENANT_INDEX]: 'apiKeyHash' },
  });
  const endpoints = createTestTable({ keyNames: ['tenantId', 'endpointId'] });
  const tables = new Map([
    [NAMES.eventsTable, events],
    [NAMES.identityTable, identity],
    [NAMES.endpointsTable, endpoints],
  ]);
  function of({ TableName = '' }: { readonly TableName?: string | undefined }): Documents {
    const table = tables.get(TableName);
    if (table === undefined) throw new TypeError(`There is no table "${TableName}" here.`);
    return table.documents;
  }
  const documents: Documents = {
    get: (input) => of(input).get(input),
    put: (input) => of(input).put(input),
    update: (input) => of(input).update(input),
    delete: (input) => of(input).delete(input),
    query: (input) => of(input).query(input),
    scan: (input) => of(input).scan(input),
    batchGet: (input) => events.documents.batchGet(input),
    batchWrite: (input) => events.documents.batchWrite(input),
  };
  return { documents, ...NAMES, events, identity, endpoints };
}

export type TestTables = ReturnType<typeof createTestTables>;
