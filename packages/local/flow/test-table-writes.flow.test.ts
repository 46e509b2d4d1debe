import { describe, expect, it } from '@jest/globals';
import type { Documents } from '@switchyard/core/tables';
import { askBoth, INVALID, type Item, REFUSED, TABLE, useEmulator } from '../testing/ask-both.ts';

useEmulator();

describe('a condition', () => {
  const here = {
    status: 'FAILED',
    generation: 2,
    nextAttempt: 3,
    expiresAt: 100,
    secrets: [{ secret: 'a' }],
    breaker: { id: 'a' },
  };
  const values = { ':one': 1, ':two': 2, ':three': 3, ':failed': 'FAILED', ':f': 'F', ':a': 'a' };

  it.each([
    ['attribute_not_exists(pk)', false],
    ['attribute_not_exists(routedAt)', true],
    ['attribute_exists(pk)', true],
    ['attribute_exists(routedAt)', false],
    ['generation = :two', true],
    ['generation = :three', false],
    ['generation = :failed', false],
    ['generation <> :three', true],
    ['routedAt <> :three', true],
    ['routedAt = :three', false],
    ['routedAt < :three', false],
    ['generation < :three', true],
    ['generation <= :two', true],
    ['generation > :two', false],
    ['generation >= :two', true],
    ['#status > :f', true],
    ['#status > :two', false],
    ['generation BETWEEN :one AND :two', true],
    ['generation BETWEEN :three AND :three', false],
    ['begins_with(#status, :f)', true],
    ['begins_with(routedAt, :f)', false],
    ['#status IN (:one, :failed)', true],
    ['#status IN (:one, :two)', false],
    ['secrets[0].secret = :a', true],
    ['secrets[1].secret = :a', false],
    ['attribute_exists(secrets[0])', true],
    ['breaker.id = :a', true],
    ['breaker.id = :f', false],
    ['attribute_not_exists(breaker.id)', false],
    ['attribute_not_exists(drain.id)', true],
    ['generation = :one OR nextAttempt = :three', true],
    ['generation = :two AND nextAttempt = :two', false],
    // AND binds its parts closer than OR does.
    ['generation = :two OR nextAttempt = :two AND #status = :f', true],
    ['(generation = :two OR nextAttempt = :two) AND #status = :f', false],
    ['attribute_not_exists(pk) OR (generation = :two AND nextAttempt = :three AND #status = :failed)', true],
  ])('%s', async (condition, holds) => {
    const used = (names: Item) =>
      Object.fromEntries(Object.entries(names).filter(([name]) => new RegExp(`${name}\\b`).test(condition)));
    const names = condition.includes('#status') ? { ExpressionAttributeNames: { '#status': 'status' } } : {};
    const needed = used(values);
    const answer = await askBoth([here], (documents, pk) =>
      documents.delete({
        TableName: TABLE,
        Key: { pk, sk: 's' },
        ConditionExpression: condition,
        ...names,
        ...(Object.keys(needed).length === 0 ? {} : { ExpressionAttributeValues: needed }),
      }),
    );
    expect(answer).toMatchObject(holds ? { asked: {}, left: [] } : { asked: REFUSED, left: [here] });
  });

  it('holds for an item that is not there as for one without attributes', async () => {
    const answer = await askBoth([], (documents, pk) =>
      documents.put({
        TableName: TABLE,
        Item: { pk, sk: 's' },
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
        ExpressionAttributeValues: { ':now': 1 },
      }),
    );
    expect(answer).toMatchObject({ asked: {}, left: [{ sk: 's' }] });
  });

  it.each([
    ['that names a value that is not given', 'n = :n', {}],
    ['that leaves a given value unused', 'attribute_exists(pk)', { ':n': 1 }],
    ['whose value is undefined', 'n = :n', { ':n': undefined, ':m': 1 }],
  ])('%s is refused as invalid', async (_, condition, given) => {
    const answer = await askBoth([{ n: 1 }], (documents, pk) =>
      documents.put({
        TableName: TABLE,
        Item: { pk, sk: 's' },
        ConditionExpression: condition,
        ...(Object.keys(given).length === 0 ? {} : { ExpressionAttributeValues: given }),
      }),
    );
    expect(answer).toMatchObject({ asked: INVALID, left: [{ n: 1 }] });
  });
});

describe('an update', () => {
  const update =
    (expression: string, extra: Item = {}) =>
    (documents: Documents, pk: string) =>
      documents.update({ TableName: TABLE, Key: { pk, sk: 's' }, UpdateExpression: expression, ...extra });

  it('sets and removes, and leaves the rest', async () => {
    const answer = await askBoth(
      [{ status: 'DISABLED', statusReason: 'gone', other: 1 }],
      update('SET #status = :enabled, updatedAt = :now REMOVE statusReason', {
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':enabled': 'ENABLED', ':now': 5 },
      }),
    );
    expect(answer).toEqual({
      asked: {},
      left: [expect.objectContaining({ status: 'ENABLED', updatedAt: 5, other: 1 })],
    });
  });

  it.each([[[]], [[{ n: 2 }]]])('adds to a number, also where there is none: %j', async (before) => {
    const answer = await askBoth(
      before,
      update('SET m = :m ADD #n :n', {
        ExpressionAttributeNames: { '#n': 'n' },
        ExpressionAttributeValues: { ':m': 1, ':n': 3, ':most': 2 },
        ConditionExpression: 'attribute_not_exists(#n) OR #n <= :most',
      }),
    );
    expect(answer).toMatchObject({ left: [{ m: 1, n: before.length === 0 ? 3 : 5 }] });
  });

  it('makes an item that was not there', async () => {
    const answer = await askBoth([], update('SET n = :n', { ExpressionAttributeValues: { ':n': 1 } }));
    expect(answer).toMatchObject({ left: [{ sk: 's', n: 1 }] });
  });

  it('that removes what is not there changes nothing', async () => {
    expect(await askBoth([{ n: 1 }], update('REMOVE m'))).toMatchObject({ asked: {}, left: [{ n: 1 }] });
  });

  it.each(['ALL_NEW', 'ALL_OLD'] as const)('gives %s', async (returned) => {
    const answer = await askBoth(
      [{ n: 1 }],
      update('SET n = :n', { ExpressionAttributeValues: { ':n': 2 }, ReturnValues: returned }),
    );
    expect(answer).toMatchObject({ asked: { Attributes: { n: returned === 'ALL_NEW' ? 2 : 1 } } });
  });

  it('gives no old item where there was none', async () => {
    const answer = await askBoth(
      [],
      update('SET n = :n', { ExpressionAttributeValues: { ':n': 2 }, ReturnValues: 'ALL_OLD' }),
    );
    expect(answer).toMatchObject({ asked: {} });
  });

  it('to a value that is undefined is refused', async () => {
    const answer = await askBoth(
      [{ n: 1 }],
      update('SET n = :n', { ExpressionAttributeValues: { ':n': undefined } }),
    );
    expect(answer).toMatchObject({ asked: INVALID, left: [{ n: 1 }] });
  });

  it('whose condition does not hold writes nothing', async () => {
    const answer = await askBoth(
      [],
      update('REMOVE outbox', {
        ConditionExpression: 'generation = :generation',
        ExpressionAttributeValues: { ':generation': 1 },
      }),
    );
    expect(answer).toEqual({ asked: REFUSED, left: [] });
  });
});

describe('a batch of writes', () => {
  const batchOf = (items: (pk: string) => readonly Item[]) => (documents: Documents, pk: string) =>
    documents.batchWrite({
      RequestItems: { [TABLE]: items(pk).map((item) => ({ PutRequest: { Item: { ...item } } })) },
    });

  it('puts each, over what was there, without what is undefined', async () => {
    const answer = await askBoth(
      [{ n: 1, old: true }],
      batchOf((pk) => [
        { pk, sk: 's', n: 2, gone: undefined },
        { pk, sk: 't', n: 3 },
      ]),
    );
    expect(answer).toEqual({
      asked: { UnprocessedItems: {} },
      left: [expect.objectContaining({ sk: 's', n: 2 }), expect.objectContaining({ sk: 't', n: 3 })],
    });
  });

  it.each([
    [
      'of the same key twice',
      (pk: string) => [
        { pk, sk: 's' },
        { pk, sk: 's' },
      ],
    ],
    ['of 26', (pk: string) => Array.from({ length: 26 }, (_, n) => ({ pk, sk: `s${n}` }))],
    ['without a key', (pk: string) => [{ pk, n: 1 }]],
  ])('%s is refused as invalid, and none is written', async (_, items) => {
    expect(await askBoth([], batchOf(items))).toEqual({ asked: INVALID, left: [] });
  });
});

describe('what is written', () => {
  it('is read back as it was, without what is undefined', async () => {
    const item = {
      text: 'Grüße 🚀',
      empty: '',
      number: 1.5,
      bytes: Buffer.from([0, 255]),
      list: [{ a: 1, b: undefined }, 'x', null],
      map: { nested: { deep: true }, gone: undefined },
      gone: undefined,
    };
    const answer = await askBoth([item], (documents, pk) =>
      documents.get({ TableName: TABLE, Key: { pk, sk: 's' }, ConsistentRead: true }),
    );
    expect(answer).toMatchObject({
      asked: {
        Item: {
          text: 'Grüße 🚀',
          empty: '',
          number: 1.5,
          bytes: '00ff',
          list: [{ a: 1 }, 'x', null],
          map: { nested: { deep: true } },
        },
      },
    });
  });

  it('replaces the whole item that was there', async () => {
    const answer = await askBoth([{ old: 1 }], (documents, pk) =>
      documents.put({ TableName: TABLE, Item: { pk, sk: 's', fresh: 1 } }),
    );
    expect(answer).toMatchObject({ left: [expect.not.objectContaining({ old: 1 })] });
  });

  it('cannot be without its keys', async () => {
    const answer = await askBoth([], (documents, pk) => documents.put({ TableName: TABLE, Item: { pk } }));
    expect(answer).toEqual({ asked: INVALID, left: [] });
  });

  it('can be deleted when it is not there', async () => {
    const answer = await askBoth([], (documents, pk) =>
      documents.delete({ TableName: TABLE, Key: { pk, sk: 's' } }),
    );
    expect(answer).toEqual({ asked: {}, left: [] });
  });
});
