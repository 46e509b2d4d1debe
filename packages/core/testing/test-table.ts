import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  DeleteCommand,
  type DeleteCommandInput,
  GetCommand,
  type GetCommandInput,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { documentClient } from '../src/document-client.ts';
import { evaluateCondition } from './evaluate-condition.ts';

type Item = Record<string, unknown>;
type Operation = 'get' | 'batchGet' | 'query' | 'put' | 'update' | 'delete';
export type TableCall = { readonly operation: Operation; readonly item: Item };
type Hook = (call: TableCall) => Promise<void> | void;

/**
 * A table in memory behind a mocked document client: conditions are evaluated as DynamoDB would, so that a race is
 * decided by the code under test and not by the mock. `before` may throw or wait, so nothing was written; `after`
 * may throw, so it was written but the answer was lost.
 */
export function createTestTable(options: { readonly keyNames?: readonly [string, string] } = {}) {
  const [pkName, skName] = options.keyNames ?? ['pk', 'sk'];
  const items = new Map<string, Item>();
  const calls: TableCall[] = [];
  const hooks: { before: Hook; after: Hook } = { before: () => undefined, after: () => undefined };
  const documents = documentClient(new DynamoDBClient({ region: 'eu-west-1' }));
  const mock = mockClient(documents);

  const idOf = (item: Item) => `${String(item[pkName])} ${String(item[skName])}`;
  const read = (key: Item) => items.get(idOf(key));

  async function call<T>(operation: Operation, item: Item, run: () => T): Promise<T> {
    const made = { operation, item };
    calls.push(made);
    await hooks.before(made);
    const result = run();
    await hooks.after(made);
    return result;
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
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  }

  const get = ({ Key = {} }: GetCommandInput) =>
    call('get', Key, () => {
      const Item = read(Key);
      return Item === undefined ? {} : { Item: copy(Item) };
    });
  const batchGet = ({ RequestItems = {} }: BatchGetCommandInput) =>
    call('batchGet', {}, () => ({
      Responses: Object.fromEntries(
        Object.entries(RequestItems).map(([table, { Keys = [] }]) => [
          table,
          Keys.flatMap((key) => {
            const item = read(key);
            return item === undefined ? [] : [copy(item)];
          }),
        ]),
      ),
      UnprocessedKeys: {},
    }));
  const query = (input: QueryCommandInput) =>
    call('query', {}, () => {
      const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
      const { KeyConditionExpression: condition = '' } = input;
      const found = [...items.values()].filter((item) => evaluateCondition(condition, item, names, values));
      return { Items: found.map(copy) };
    });
  const put = (input: PutCommandInput) => {
    const { Item = {} } = input;
    return call('put', Item, () => {
      requireCondition(Item, input);
      items.set(idOf(Item), copy(Item));
      return {};
    });
  };
  const update = (input: UpdateCommandInput) => {
    const { Key = {}, ExpressionAttributeValues: values = {}, ExpressionAttributeNames: names = {} } = input;
    return call('update', Key, () => {
      requireCondition(Key, input);
      const changed = applyUpdate(input.UpdateExpression ?? '', read(Key) ?? Key, names, values);
      items.set(idOf(Key), changed);
      return {};
    });
  };
  const remove = (input: DeleteCommandInput) => {
    const { Key = {} } = input;
    return call('delete', Key, () => {
      requireCondition(Key, input);
      items.delete(idOf(Key));
      return {};
    });
  };

  async function answer(command: object) {
    if (command instanceof GetCommand) return get(command.input);
    if (command instanceof BatchGetCommand) return batchGet(command.input);
    if (command instanceof QueryCommand) return query(command.input);
    if (command instanceof PutCommand) return put(command.input);
    if (command instanceof UpdateCommand) return update(command.input);
    if (command instanceof DeleteCommand) return remove(command.input);
    throw new TypeError(`The table in memory does not know ${command.constructor.name}.`);
  }
  // One fake for all commands: of several, each is compared with each call, which takes longer than the tests.
  mock.send.callsFake(async (command) => ({ $metadata: {}, ...(await answer(command)) }));

  return {
    documents,
    mock,
    calls,
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
