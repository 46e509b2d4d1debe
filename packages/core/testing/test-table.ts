import type { Documents } from '../src/tables/documents.ts';
import { EVENTS_ATTENTION_INDEX, EVENTS_LIST_INDEX } from '../src/tables/events-table.ts';
import { copyItem, type Item } from './attributes.ts';
import {
  batchGetItems,
  batchWriteItems,
  deleteItem,
  getItem,
  idOf,
  itemAt,
  putItem,
  queryItems,
  type Store,
  scanItems,
  storeItem,
  updateItem,
} from './memory-store.ts';

type Operation = keyof Documents;
export type TableCall = { readonly operation: Operation; readonly item: Item; readonly input: object };
type Hook = (call: TableCall) => Promise<void> | void;

const METADATA = { $metadata: {} };

const EVENTS_TABLE: Pick<Store, 'keyNames' | 'indexes'> = {
  keyNames: ['pk', 'sk'],
  indexes: {
    [EVENTS_LIST_INDEX]: { keyNames: ['listPk', 'listSk'], keysOnly: true },
    [EVENTS_ATTENTION_INDEX]: { keyNames: ['attentionPk', 'attentionSk'], keysOnly: true },
  },
};

/**
 * A table in memory, Events when nothing else is said: conditions are evaluated as DynamoDB would, so that a race is
 * decided by the code under test. `packages/local/flow/test-table-*.flow.test.ts` compare it with an emulator.
 * `before` may throw or wait, so nothing was written; `after` may throw, so it was written but the answer was lost.
 * To let one operation answer otherwise, a test replaces it: `table.documents.query = async () => …`.
 */
export function createTestTable(options: Partial<Pick<Store, 'keyNames' | 'indexes'>> = {}) {
  const store: Store = { ...EVENTS_TABLE, ...options, items: new Map() };
  const calls: TableCall[] = [];
  const hooks: { before: Hook; after: Hook } = { before: () => undefined, after: () => undefined };

  async function call<T extends object>(operation: Operation, item: Item, input: object, run: () => T) {
    const made = { operation, item, input };
    calls.push(made);
    await hooks.before(made);
    const result = run();
    await hooks.after(made);
    return { ...METADATA, ...result };
  }

  const documents: Documents = {
    get: (input) => call('get', input.Key ?? {}, input, () => getItem(store, input)),
    batchGet: (input) => call('batchGet', {}, input, () => batchGetItems(store, input)),
    batchWrite: (input) => call('batchWrite', {}, input, () => batchWriteItems(store, input)),
    query: (input) => call('query', {}, input, () => queryItems(store, input)),
    scan: (input) => call('scan', {}, input, () => scanItems(store, input)),
    put: (input) => call('put', input.Item ?? {}, input, () => putItem(store, input)),
    update: (input) => call('update', input.Key ?? {}, input, () => updateItem(store, input)),
    delete: (input) => call('delete', input.Key ?? {}, input, () => deleteItem(store, input)),
  };

  return {
    documents,
    calls,
    /** What an operation was asked, in the order of the calls. */
    inputs: (operation: Operation): object[] =>
      calls.filter((made) => made.operation === operation).map(({ input }) => input),
    hooks,
    /** Every item, in the order in which it was first written. */
    items: (): Item[] => [...store.items.values()].map(copyItem),
    item: (key: Item): Item | undefined => {
      const found = itemAt(store, key);
      return found === undefined ? undefined : copyItem(found);
    },
    store: (item: Item): void => storeItem(store, item),
    remove: (key: Item): void => {
      store.items.delete(idOf(store, key));
    },
    writes: () =>
      calls.filter(({ operation }) => ['put', 'update', 'delete', 'batchWrite'].includes(operation)),
  };
}

export type TestTable = ReturnType<typeof createTestTable>;
