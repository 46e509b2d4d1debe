import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CallLine } from '@switchyard/aws-local';
import { createUnitMeter } from './unit-meter.ts';

const SHAPE = { keys: ['pk'], indexes: [['listPk', 'listSk']] };
const KEY = { pk: { S: 'a' } };
const LISTED = { ...KEY, listPk: { S: 'l' }, listSk: { S: '1' } };
const padded = (bytes: number) => ({ ...KEY, pad: { B: Buffer.alloc(bytes).toString('base64') } });

let meter: ReturnType<typeof createUnitMeter>;
beforeEach(() => {
  meter = createUnitMeter({ events: SHAPE });
});

function count(operation: string, request: object, answer: { status?: number; response?: object } = {}) {
  const call: CallLine = {
    service: 'dynamodb',
    operation,
    request: { TableName: 'events', ...request },
    status: answer.status ?? 200,
    response: { ...answer.response },
  };
  return meter.count(call);
}

describe('a write', () => {
  it('costs a unit for each KiB begun', () => {
    expect(
      count('PutItem', { Item: padded(1024 - 'pk'.length - 'a'.length - 'pad'.length) }).writeUnits,
    ).toBe(1);
    expect(count('PutItem', { Item: padded(1024) }).writeUnits).toBe(2);
  });

  it('costs what the larger of the two items does', () => {
    count('PutItem', { Item: padded(3000) });
    expect(count('PutItem', { Item: padded(10) }).writeUnits).toBe(3);
  });

  it('costs what the item there does when its condition does not hold, and changes nothing', () => {
    expect(count('PutItem', { Item: padded(3000) }, { status: 400 }).writeUnits).toBe(1);
    count('PutItem', { Item: padded(3000) });
    expect(count('PutItem', { Item: KEY }, { status: 400 }).writeUnits).toBe(3);
    expect(count('PutItem', { Item: KEY }).writeUnits).toBe(3);
  });

  it('costs a unit more for an index that it enters or leaves, two for a change, none when it stays', () => {
    expect(count('PutItem', { Item: LISTED }).writeUnits).toBe(1 + 1);
    expect(count('PutItem', { Item: { ...LISTED, status: { S: 'new' } } }).writeUnits).toBe(1);
    expect(count('PutItem', { Item: { ...LISTED, listSk: { S: '2' } } }).writeUnits).toBe(1 + 2);
    expect(count('PutItem', { Item: KEY }).writeUnits).toBe(1 + 1);
  });

  it('that deletes costs what was there and its entries in indexes, and then nothing is stored', () => {
    expect(count('DeleteItem', { Key: KEY }).writeUnits).toBe(1);
    count('PutItem', { Item: { ...LISTED, ...padded(1500) } });
    expect(count('DeleteItem', { Key: KEY }, { status: 400 }).writeUnits).toBe(2);
    expect(count('DeleteItem', { Key: KEY }).writeUnits).toBe(2 + 1);
    expect(meter.storedBytes()).toBe(0);
  });

  it('of an update counts the whole item, before or after', () => {
    count('PutItem', { Item: padded(1500) });
    expect(count('UpdateItem', { Key: KEY, UpdateExpression: 'REMOVE pad' }).writeUnits).toBe(2);
    expect(count('UpdateItem', { Key: KEY, UpdateExpression: 'REMOVE pad' }).writeUnits).toBe(1);
    const set = {
      Key: KEY,
      UpdateExpression: 'SET pad = :pad',
      ExpressionAttributeValues: { ':pad': padded(1500).pad },
    };
    expect(count('UpdateItem', set).writeUnits).toBe(2);
  });

  it('of a batch counts each of its items', () => {
    const RequestItems = {
      events: [
        { PutRequest: { Item: { ...LISTED, pad: padded(1500).pad } } },
        { PutRequest: { Item: { ...LISTED, pk: { S: 'b' } } } },
      ],
    };
    expect(count('BatchWriteItem', { RequestItems }).writeUnits).toBe(2 + 1 + 1 + 1);
    expect(count('PutItem', { Item: LISTED }).writeUnits).toBe(2);
  });

  it('that removes several attributes leaves the index with them', () => {
    count('PutItem', { Item: { ...LISTED, flag: { BOOL: true } } });
    const before = meter.storedBytes();
    expect(
      count('UpdateItem', { Key: KEY, UpdateExpression: 'REMOVE flag, listPk, listSk' }).writeUnits,
    ).toBe(2);
    expect(meter.storedBytes()).toBeLessThan(before - 100);
  });

  it('that is not understood is an error', () => {
    expect(() => count('UpdateItem', { Key: KEY, UpdateExpression: 'ADD n :one' })).toThrow('not known');
    expect(() => count('TransactWriteItems', {})).toThrow('not known');
    expect(() => count('PutItem', { TableName: 'other', Item: KEY })).toThrow('No table other');
  });
});

describe('a read', () => {
  const consistent = { ConsistentRead: true };

  it('costs a unit for each 4 KiB begun when consistent, and half of it otherwise', () => {
    const response = { Item: padded(5000) };
    expect(count('GetItem', consistent, { response }).readUnits).toBe(2);
    expect(count('GetItem', {}, { response }).readUnits).toBe(1);
    expect(count('GetItem', consistent).readUnits).toBe(1);
  });

  it('of a query rounds up what it returns together', () => {
    const response = { Items: [padded(1500), padded(1500), padded(1500)] };
    expect(count('Query', consistent, { response }).readUnits).toBe(2);
    expect(count('Query', {}, { response: { Items: [] } }).readUnits).toBe(0.5);
  });

  it('of a batch rounds up each item, and counts the missing ones', () => {
    const RequestItems = { events: { Keys: [KEY, KEY, KEY], ...consistent } };
    const response = { Responses: { events: [padded(100), padded(5000)] } };
    expect(count('BatchGetItem', { RequestItems }, { response }).readUnits).toBe(1 + 2 + 1);
  });
});

it('what is stored counts the indexes, and 100 bytes for each entry', () => {
  count('PutItem', { Item: LISTED });
  const keys = 'pk'.length + 1 + 'listPk'.length + 1 + 'listSk'.length + 1;
  expect(meter.storedBytes()).toBe(2 * (keys + 100));
});
