import type { CallLine } from '@switchyard/aws-local';
import { asList, asString, isObject, type JsonObject } from '@switchyard/aws-local/json';
import { itemBytes } from './item-bytes.ts';

const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;
/** What DynamoDB stores besides with each item, and with each entry of an index. */
const STORED_OVERHEAD_BYTES = 100;

export type TableShape = {
  readonly keys: readonly string[];
  /** Indexes that hold keys only: their own key attributes. */
  readonly indexes: readonly (readonly string[])[];
};

export type Units = { readonly writeUnits: number; readonly readUnits: number };

/**
 * Counts the request units of calls as DynamoDB does, since the emulator leaves indexes out of what it reports.
 * It must see every write of the items that it meets from the first one: what a write costs depends on what was there.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function createUnitMeter(tables: Readonly<Record<string, TableShape>>) {
  const items = new Map<string, { readonly table: TableShape; readonly item: JsonObject }>();

  const shapeOf = (name: unknown): TableShape => {
    const shape = tables[String(name)];
    if (shape === undefined) throw new Error(`No table ${String(name)} is known.`);
    return shape;
  };
  const idOf = (tableName: unknown, item: JsonObject) =>
    JSON.stringify([tableName, ...shapeOf(tableName).keys.map((key) => item[key])]);

  /** @param next undefined: the condition did not hold, so only what is there counts */
  function write(tableName: unknown, key: JsonObject, next: JsonObject | undefined): Units {
    const table = shapeOf(tableName);
    const id = idOf(tableName, key);
    const previous = items.get(id)?.item;
    const size = Math.max(...[previous, next].map((item) => (item === undefined ? 0 : itemBytes(item))));
    const tableUnits = Math.max(1, Math.ceil(size / WRITE_UNIT_BYTES));
    if (next === undefined) return { writeUnits: tableUnits, readUnits: 0 };
    const indexUnits = table.indexes.reduce(
      (sum, index) => sum + indexWrites(indexEntry(table, index, previous), indexEntry(table, index, next)),
      0,
    );
    items.set(id, { table, item: next });
    return { writeUnits: tableUnits + indexUnits, readUnits: 0 };
  }

  function update(request: JsonObject, held: boolean): Units {
    const key = object(request.Key);
    if (!held) return write(request.TableName, key, undefined);
    const previous = items.get(idOf(request.TableName, key))?.item ?? key;
    return write(request.TableName, key, applyUpdate(previous, request));
  }

  /** A deletion costs what was there, and leaves each index that has it. */
  function remove({ TableName, Key }: JsonObject, held: boolean): Units {
    const key = object(Key);
    const units = write(TableName, key, undefined);
    const id = idOf(TableName, key);
    const found = items.get(id);
    if (!held || found === undefined) return units;
    items.delete(id);
    const left = found.table.indexes.map((index) =>
      indexWrites(indexEntry(found.table, index, found.item), undefined),
    );
    return { ...units, writeUnits: units.writeUnits + sum(left) };
  }

  function count({ operation, request, response, status }: CallLine): Units {
    const held = status === 200;
    switch (operation) {
      case 'PutItem': {
        const item = object(request.Item);
        return write(request.TableName, item, held ? item : undefined);
      }
      case 'BatchWriteItem':
        if (!held) throw new Error('What a BatchWriteItem costs that fails is not known.');
        return Object.entries(object(request.RequestItems))
          .flatMap(([name, puts]) =>
            asList(puts).map((put) => ({ name, put: object(object(put).PutRequest) })),
          )
          .map(({ name, put }) => write(name, object(put.Item), object(put.Item)))
          .reduce(add);
      case 'UpdateItem':
        return update(request, held);
      case 'DeleteItem':
        return remove(request, held);
      default:
        return countRead({ operation, request, response });
    }
  }

  return {
    count,
    /** Bytes that DynamoDB bills as stored, indexes included. */
    storedBytes: (): number =>
      sum(
        [...items.values()].flatMap(({ table, item }) => [
          itemBytes(item) + STORED_OVERHEAD_BYTES,
          ...table.indexes.flatMap((index) => {
            const entry = indexEntry(table, index, item);
            return entry === undefined ? [] : [itemBytes(entry) + STORED_OVERHEAD_BYTES];
          }),
        ]),
      ),
  };
}

function countRead({
  operation,
  request,
  response,
}: Pick<CallLine, 'operation' | 'request' | 'response'>): Units {
  switch (operation) {
    case 'GetItem':
      return reads(request, [response.Item]);
    case 'Query':
      // What a page read together is rounded up together.
      return readUnits(request, Math.max(1, sum(asList(response.Items).map(itemBytes))));
    case 'BatchGetItem':
      return Object.entries(object(request.RequestItems)).reduce<Units>(
        (total, [name, part]) => {
          const found = asList(object(response.Responses)[name]);
          const missing = asList(object(part).Keys).length - found.length;
          return add(total, reads(object(part), [...found, ...Array.from({ length: missing })]));
        },
        { writeUnits: 0, readUnits: 0 },
      );
    default:
      throw new Error(`What ${operation} costs is not known.`);
  }
}

export const add = (one: Units, other: Units): Units => ({
  writeUnits: one.writeUnits + other.writeUnits,
  readUnits: one.readUnits + other.readUnits,
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const object = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** Each item is rounded up on its own; one that is not there costs as much as a small one. */
const reads = (request: JsonObject, found: readonly unknown[]): Units =>
  found.reduce<Units>(
    (total, item) => add(total, readUnits(request, item === undefined ? 1 : itemBytes(item))),
    { writeUnits: 0, readUnits: 0 },
  );

const readUnits = (request: JsonObject, bytes: number): Units => ({
  writeUnits: 0,
  readUnits: Math.ceil(bytes / READ_UNIT_BYTES) * (request.ConsistentRead === true ? 1 : 0.5),
});

/** What an index of keys only holds of an item; undefined while the item lacks one of its keys. */
function indexEntry(
  table: TableShape,
  index: readonly string[],
  item: JsonObject | undefined,
): JsonObject | undefined {
  if (item === undefined || index.some((name) => item[name] === undefined)) return undefined;
  return Object.fromEntries([...index, ...table.keys].map((name) => [name, item[name]]));
}

/** A changed entry is deleted and put; one that stays costs nothing. */
function indexWrites(previous: JsonObject | undefined, next: JsonObject | undefined): number {
  if (JSON.stringify(previous) === JSON.stringify(next)) return 0;
  return sum(
    [previous, next].map((entry) =>
      entry === undefined ? 0 : Math.ceil(itemBytes(entry) / WRITE_UNIT_BYTES),
    ),
  );
}

/** The forms of update that the functions use on deliveries and events; another one is an error, not a guess. */
function applyUpdate(item: JsonObject, request: JsonObject): JsonObject {
  const expression = asString(request.UpdateExpression) ?? '';
  const [, list] = /^REMOVE (\w+(?:, \w+)*)$/.exec(expression) ?? [];
  if (list !== undefined) {
    const removed = list.split(', ');
    return Object.fromEntries(Object.entries(item).filter(([name]) => !removed.includes(name)));
  }
  const [, name, value] = /^SET (\w+) = (:\w+)$/.exec(expression) ?? [];
  if (name === undefined || value === undefined) throw new Error(`What "${expression}" costs is not known.`);
  return { ...item, [name]: object(request.ExpressionAttributeValues)[value] };
}
