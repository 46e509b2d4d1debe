import type { Documents } from '../src/tables/documents.ts';
import type { TestTable } from './test-table.ts';

/** Tables behind one client, as in production: each call goes to the table that it names. */
export function joinTables(tables: Readonly<Record<string, TestTable>>): Documents {
  const named = (name = ''): Documents => {
    const table = tables[name];
    if (table === undefined) throw new Error(`There is no table "${name}"`);
    return table.documents;
  };
  return {
    get: (input) => named(input.TableName).get(input),
    put: (input) => named(input.TableName).put(input),
    update: (input) => named(input.TableName).update(input),
    delete: (input) => named(input.TableName).delete(input),
    query: (input) => named(input.TableName).query(input),
    scan: (input) => named(input.TableName).scan(input),
    batchGet: (input) => named(Object.keys(input.RequestItems ?? {})[0]).batchGet(input),
    batchWrite: (input) => named(Object.keys(input.RequestItems ?? {})[0]).batchWrite(input),
  };
}
