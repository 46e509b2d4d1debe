import type {
  BatchGetCommandInput,
  DeleteCommandInput,
  GetCommandInput,
  PutCommandInput,
  QueryCommandInput,
  UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Documents } from '../src/tables/documents.ts';
import { evaluateCondition } from './evaluate-condition.ts';

type Item = Record<string, unknown>;
type Operation = keyof Documents;
export type TableCall = { readonly operation: Operation; readonly item: Item; readonly input: object };
type Hook = (call: TableCall) => Promise<void> | void;

const METADATA = { $metadata: {} };

/**
 * A table in memory: conditions are evaluated as DynamoDB would, so that a race is decided by the code under test.
 * `before` may throw or wait, so nothing was written; `after` may throw, so it was written but the answer was lost.
 * To let one operation answer otherwise, a test replaces it: `table.documents.query = async () => …`.
 */
export function createTestTable(options: { readonly keyNames?: readonly [string, string] } = {}) {
  const [pkName, skName] = options.keyNames ?? ['pk', 'sk'];
  const items = new Map<string, Item>();
  const calls: TableCall[] = [];
  const hooks: { before: Hook; after: Hook } = { before: () => undefined, after: () => undefined };

  const idOf = (item: Item) => `${String(item[pkName])} ${String(item[skName])}`;
  const read = (key: Item) => items.get(idOf(key));
  /** Every index has keys and nothing else. */
  const keysOf = (item: Item, index: string): Item =>
    Object.fromEntries([pkName, skName, ...indexKeys(index)].map((name) => [name, item[name]]));

  async function call<T extends object>(operation: Operation, item: Item, input: object, run: () => T) {
    const made = { operation, item, input };
    calls.push(made);
    await hooks.before(made);
    const result = run();
    await hooks.after(made);
    return { ...METADATA, ...result };
  }

  function requireCondition(
    key: Item,
    input: Pick<
      PutCommandInput,
      'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
    >,
  ): void {
    const { ConditionExpression: condition } = input;
    const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
    if (condition === undefined || evaluateCondition(condition, read(key), names, values)) return;
    throw Object.assign(new Error('The conditional request failed'), {
      name: 'ConditionalCheckFailedException',
    });
  }

  const documents: Documents = {
    get: (input: GetCommandInput) =>
      call('get', input.Key ?? {}, input, () => {
        const Item = read(input.Key ?? {});
        return Item === undefined ? {} : { Item: copy(Item) };
      }),
    batchGet: (input: BatchGetCommandInput) =>
      call('batchGet', {}, input, () => ({
        Responses: Object.fromEntries(
          Object.entries(input.RequestItems ?? {}).map(([table, { Keys = [] }]) => [
            table,
            Keys.flatMap((key) => {
              const item = read(key);
              return item === undefined ? [] : [copy(item)];
            }),
          ]),
        ),
        UnprocessedKeys: {},
      })),
    query: (input: QueryCommandInput) =>
      call('query', {}, input, () => {
        const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
        const { KeyConditionExpression: condition = '' } = input;
        const [, sortName] = input.IndexName === undefined ? [pkName, skName] : indexKeys(input.IndexName);
        const found = [...items.values()]
          .filter((item) => item[sortName] !== undefined && evaluateCondition(condition, item, names, values))
          .sort((a, b) => (String(a[sortName]) < String(b[sortName]) ? -1 : 1));
        if (input.ScanIndexForward === false) found.reverse();
        const page = found
          .slice(0, input.Limit)
          .map((item) => (input.IndexName ? keysOf(item, input.IndexName) : copy(item)));
        // As DynamoDB does: a full page has a next one, even when that turns out to be empty.
        return {
          Items: page,
          ...(page.length === input.Limit ? { LastEvaluatedKey: page.at(-1) ?? {} } : {}),
        };
      }),
    put: (input: PutCommandInput) => {
      const { Item = {} } = input;
      return call('put', Item, input, () => {
        requireCondition(Item, input);
        items.set(idOf(Item), copy(Item));
        return {};
      });
    },
    update: (input: UpdateCommandInput) => {
      const {
        Key = {},
        ExpressionAttributeValues: values = {},
        ExpressionAttributeNames: names = {},
      } = input;
      return call('update', Key, input, () => {
        requireCondition(Key, input);
        const old = read(Key);
        const changed = applyUpdate(input.UpdateExpression ?? '', old ?? Key, names, values);
        items.set(idOf(Key), changed);
        if (input.ReturnValues === 'ALL_OLD') return old === undefined ? {} : { Attributes: copy(old) };
        return input.ReturnValues === 'ALL_NEW' ? { Attributes: copy(changed) } : {};
      });
    },
    delete: (input: DeleteCommandInput) => {
      const { Key = {} } = input;
      return call('delete', Key, input, () => {
        requireCondition(Key, input);
        items.delete(idOf(Key));
        return {};
      });
    },
    scan: () => Promise.reject(new TypeError('The table in memory does not scan.')),
    batchWrite: () => Promise.reject(new TypeError('The table in memory does not write batches.')),
  };

  return {
    documents,
    calls,
    /** What an operation was asked, in the order of the calls. */
    inputs: (operation: Operation): object[] =>
      calls.filter((made) => made.operation === operation).map(({ input }) => input),
    hooks,
    /** Every item, in the order in which it was first written. */
    items: (): Item[] => [...items.values()].map(copy),
    item: (key: Item): Item | undefined => {
      const found = read(key);
      return found === undefined ? undefined : copy(found);
    },
    store: (item: Item): void => {
      items.set(idOf(item), copy(item));
    },
    remove: (key: Item): void => {
      items.delete(idOf(key));
    },
    writes: () => calls.filter(({ operation }) => ['put', 'update', 'delete'].includes(operation)),
  };
}

export type TestTable = ReturnType<typeof createTestTable>;

const indexKeys = (index: string): [string, string] => [`${index}Pk`, `${index}Sk`];

/** What the document client does with undefined, and no sharing with what the code under test holds. */
function copy(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}

function applyUpdate(
  expression: string,
  item: Item,
  names: Readonly<Record<string, string>>,
  values: Readonly<Record<string, unknown>>,
): Item {
  const next = copy(item);
  const nameOf = (token: string) => (token.startsWith('#') ? (names[token] ?? '') : token);
  for (const [, verb, list = ''] of expression.matchAll(/(SET|REMOVE) (.+?)(?= SET | REMOVE |$)/g)) {
    for (const part of list.split(',')) {
      const [name = '', value = ''] = part.split('=').map((text) => text.trim());
      if (verb === 'REMOVE') delete next[nameOf(name)];
      else if (value in values) next[nameOf(name)] = values[value];
      else throw new Error(`Not understood: ${expression}`);
    }
  }
  return next;
}
