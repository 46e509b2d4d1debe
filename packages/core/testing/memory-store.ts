import type {
  BatchGetCommandInput,
  BatchWriteCommandInput,
  DeleteCommandInput,
  GetCommandInput,
  PutCommandInput,
  QueryCommandInput,
  ScanCommandInput,
  UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { applyUpdate } from './apply-update.ts';
import {
  copyItem,
  type Item,
  invalid,
  isEqual,
  nameOf,
  order,
  requireAllUsed,
  valueAt,
} from './attributes.ts';
import { evaluateCondition } from './evaluate-condition.ts';

export type KeyNames = readonly [partition: string, sort?: string];
export type Index = { readonly keyNames: KeyNames; readonly keysOnly: boolean };

/** One table. What the functions below do with it is what DynamoDB does, as far as this project asks for it. */
export type Store = {
  readonly keyNames: KeyNames;
  readonly indexes: Readonly<Record<string, Index>>;
  readonly items: Map<string, Item>;
};

/** Parts of a request that hold expressions. */
type Expressions = Pick<
  QueryCommandInput,
  | 'KeyConditionExpression'
  | 'FilterExpression'
  | 'ProjectionExpression'
  | 'ExpressionAttributeNames'
  | 'ExpressionAttributeValues'
> & { readonly ConditionExpression?: string | undefined; readonly UpdateExpression?: string | undefined };

const MAX_BATCH = 100;
const MAX_BATCH_WRITES = 25;

export function getItem(store: Store, input: GetCommandInput) {
  const { Key = {} } = input;
  requireKey(store, Key);
  requireUsed(input);
  const item = itemAt(store, Key);
  return item === undefined ? {} : { Item: project(copyItem(item), input) };
}

export function batchGetItems(store: Store, input: BatchGetCommandInput) {
  const asked = Object.entries(input.RequestItems ?? {});
  const keys = asked.flatMap(([, { Keys = [] }]) => Keys);
  for (const key of keys) requireKey(store, key);
  if (new Set(keys.map((key) => idOf(store, key))).size < keys.length)
    throw invalid('Provided list of item keys contains duplicates');
  if (keys.length > MAX_BATCH) throw invalid('Too many items requested for the BatchGetItem call');
  const responses = asked.map(([table, { Keys = [], ...expressions }]) => {
    const found = Keys.map((key) => itemAt(store, key)).filter((item) => item !== undefined);
    return [table, found.map((item) => project(copyItem(item), expressions))];
  });
  return { Responses: Object.fromEntries(responses), UnprocessedKeys: {} };
}

export function batchWriteItems(store: Store, input: BatchWriteCommandInput) {
  const writes = Object.values(input.RequestItems ?? {}).flatMap((ofTable = []) => ofTable);
  const items = writes.map(({ PutRequest: { Item = {} } = {} }) => Item);
  for (const item of items) requireKey(store, pick(item, namesOf(store.keyNames)));
  if (new Set(items.map((item) => idOf(store, item))).size < items.length)
    throw invalid('Provided list of item keys contains duplicates');
  if (items.length === 0 || items.length > MAX_BATCH_WRITES)
    throw invalid('Too many items requested for the BatchWriteItem call');
  for (const item of items) storeItem(store, item);
  return { UnprocessedItems: {} };
}

export function putItem(store: Store, input: PutCommandInput) {
  const { Item = {} } = input;
  requireKey(store, pick(Item, namesOf(store.keyNames)));
  requireCondition(store, Item, input);
  const old = itemAt(store, Item);
  storeItem(store, Item);
  return input.ReturnValues === 'ALL_OLD' ? attributes(old) : {};
}

export function updateItem(store: Store, input: UpdateCommandInput) {
  const { Key = {}, UpdateExpression: expression = '' } = input;
  const { ExpressionAttributeValues: values = {}, ExpressionAttributeNames: names = {} } = input;
  requireKey(store, Key);
  requireCondition(store, Key, input);
  const old = itemAt(store, Key);
  const changed = applyUpdate(expression, old ?? Key, names, values);
  storeItem(store, changed);
  if (input.ReturnValues === 'ALL_NEW') return attributes(changed);
  return input.ReturnValues === 'ALL_OLD' ? attributes(old) : {};
}

export function deleteItem(store: Store, input: DeleteCommandInput) {
  const { Key = {} } = input;
  requireKey(store, Key);
  requireCondition(store, Key, input);
  const old = itemAt(store, Key);
  store.items.delete(idOf(store, Key));
  return input.ReturnValues === 'ALL_OLD' ? attributes(old) : {};
}

export function scanItems(store: Store, input: ScanCommandInput) {
  requireUsed(input);
  const index = indexOf(store, input.IndexName);
  const keyNames = namesOf(index?.keyNames ?? store.keyNames);
  const found = [...store.items.values()].filter((item) => keyNames.every((name) => isText(item[name])));
  return page(store, input, found, index);
}

export function queryItems(store: Store, input: QueryCommandInput) {
  requireUsed(input);
  const index = indexOf(store, input.IndexName);
  if (index !== undefined && input.ConsistentRead === true)
    throw invalid('Consistent reads are not supported on global secondary indexes');
  const { KeyConditionExpression: condition = '' } = input;
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  const keyNames = namesOf(index?.keyNames ?? store.keyNames);
  const [, sort = ''] = keyNames;
  const found = [...store.items.values()]
    .filter((item) => keyNames.every((name) => isText(item[name])))
    .filter((item) => evaluateCondition(condition, item, names, values))
    .sort((a, b) => order(a[sort], b[sort]) ?? 0);
  if (input.ScanIndexForward === false) found.reverse();
  return page(store, input, found, index);
}

function indexOf(store: Store, name: string | undefined): Index | undefined {
  const index = name === undefined ? undefined : store.indexes[name];
  if (name !== undefined && index === undefined)
    throw invalid(`The table does not have the specified index: ${name}`);
  return index;
}

/** One page of these items: `Limit` counts those that are looked at, which a filter may then leave out. */
function page(
  store: Store,
  input: Expressions & Pick<ScanCommandInput, 'Limit' | 'ExclusiveStartKey'>,
  sorted: readonly Item[],
  index: Index | undefined,
) {
  const keys = [...namesOf(store.keyNames), ...(index === undefined ? [] : namesOf(index.keyNames))];
  const { Limit: limit, ExclusiveStartKey: from, FilterExpression: filter } = input;
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  const start = from === undefined ? 0 : sorted.findIndex((item) => isEqual(pick(item, keys), from)) + 1;
  const looked = sorted.slice(start, limit === undefined ? undefined : start + limit);
  const Items = looked
    .filter((item) => filter === undefined || evaluateCondition(filter, item, names, values))
    .map((item) => project(index?.keysOnly === true ? pick(item, keys) : copyItem(item), input));
  const last = looked.at(-1);
  // A full page has a next one, even when that turns out to be empty.
  const hasNext = last !== undefined && looked.length === limit;
  return { Items, Count: Items.length, ...(hasNext ? { LastEvaluatedKey: pick(last, keys) } : {}) };
}

export const itemAt = (store: Store, key: Item): Item | undefined => store.items.get(idOf(store, key));

export function storeItem(store: Store, item: Item): void {
  store.items.set(idOf(store, item), copyItem(item));
}

export const idOf = ({ keyNames }: Store, item: Item): string =>
  JSON.stringify(namesOf(keyNames).map((name) => item[name]));

/** As for a request that names one item by its key and nothing else. */
function requireKey({ keyNames }: Store, key: Item): void {
  const names = namesOf(keyNames);
  const isKey = Object.keys(key).length === names.length && names.every((name) => isText(key[name]));
  if (!isKey) throw invalid('The provided key element does not match the schema');
}

function requireCondition(store: Store, key: Item, input: Expressions): void {
  requireUsed(input);
  const { ConditionExpression: condition } = input;
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  if (condition === undefined || evaluateCondition(condition, itemAt(store, key), names, values)) return;
  throw Object.assign(new Error('The conditional request failed'), {
    name: 'ConditionalCheckFailedException',
  });
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const namesOf = ([partition, sort]: KeyNames): string[] =>
  sort === undefined ? [partition] : [partition, sort];

const attributes = (item: Item | undefined) => (item === undefined ? {} : { Attributes: copyItem(item) });

const pick = (item: Item, names: readonly string[]): Item =>
  copyItem(Object.fromEntries(names.map((name) => [name, item[name]])));

function project(
  item: Item,
  { ProjectionExpression: projection, ExpressionAttributeNames: names = {} }: Expressions,
) {
  if (projection === undefined) return item;
  const projected: Item = {};
  for (const path of projection.split(',').map((text) => text.trim())) {
    const [first = '', ...inner] = path.split('.').map((token) => nameOf(token, names));
    const value = inner.reduceRight<unknown>(
      (nested, name) => ({ [name]: nested }),
      valueAt(item, path, names),
    );
    // Several paths into one attribute come together in it; none goes deeper than this.
    projected[first] = inner.length === 0 ? value : { ...Object(projected[first]), ...Object(value) };
  }
  return copyItem(projected);
}

function requireUsed(input: Expressions): void {
  const expressions = [
    input.KeyConditionExpression,
    input.FilterExpression,
    input.ProjectionExpression,
    input.ConditionExpression,
    input.UpdateExpression,
  ];
  requireAllUsed(expressions, input.ExpressionAttributeNames ?? {}, input.ExpressionAttributeValues ?? {});
}
