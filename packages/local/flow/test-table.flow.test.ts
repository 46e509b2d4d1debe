import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedDynamodb } from '@switchyard/aws-local/testing';
import { openDocuments } from '@switchyard/core/aws';
import type { Documents } from '@switchyard/core/tables';
import { createTestTable } from '@switchyard/core/testing';

const TABLE = 'Events';
type Item = Readonly<Record<string, unknown>>;

let client: DynamoDBClient;
let stop: () => Promise<void>;
beforeAll(async () => {
  const emulator = await startEmbeddedDynamodb();
  stop = emulator.stop;
  client = new DynamoDBClient({
    endpoint: emulator.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });
  await createEventsTable();
});
afterAll(async () => {
  client.destroy();
  await stop();
});

async function createEventsTable(): Promise<void> {
  const index = (name: string) => ({
    IndexName: name,
    KeySchema: keySchema(`${name}Pk`, `${name}Sk`),
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keySchema('pk', 'sk'),
      AttributeDefinitions: ['pk', 'sk', 'listPk', 'listSk', 'attentionPk', 'attentionSk'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S' as const,
      })),
      GlobalSecondaryIndexes: [index('list'), index('attention')],
    }),
  );
}

const keySchema = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

let tests = 0;

/**
 * Asks the emulator and the table in memory the same, in the same order, and expects the same answers. Each call gets
 * a partition of its own, for the emulator's table is one for all tests.
 *
 * @returns what both said
 */
async function askBoth(
  stored: readonly Item[],
  ask: (documents: Documents, pk: string) => Promise<unknown>,
): Promise<unknown> {
  tests += 1;
  const pk = `p${tests}`;
  const answers: unknown[] = [];
  for (const documents of [openDocuments(client), createTestTable().documents]) {
    for (const item of stored) await documents.put({ TableName: TABLE, Item: { pk, sk: 's', ...item } });
    const asked = await answerOf(() => ask(documents, pk));
    const { Items } = await documents.query({
      TableName: TABLE,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    });
    answers.push(plain({ asked, left: Items }));
  }
  const [emulator, memory] = answers;
  expect(memory).toEqual(emulator);
  return memory;
}

/** An error is an answer too: its name is what the code goes by. */
async function answerOf(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    return error instanceof Error ? { error: error.name } : error;
  }
}

/** Without what only one of them gives: metadata, and counts of what is in the answer anyway. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const dropped = ['$metadata', 'Count', 'ScannedCount'];
  const kept = Object.entries(value).filter(([name, each]) => !dropped.includes(name) && each !== undefined);
  return Object.fromEntries(kept.map(([name, each]) => [name, plain(each)]));
}

const REFUSED = { error: 'ConditionalCheckFailedException' };
const INVALID = { error: 'ValidationException' };

describe('a condition', () => {
  const here = {
    status: 'FAILED',
    generation: 2,
    nextAttempt: 3,
    expiresAt: 100,
    secrets: [{ secret: 'a' }],
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

describe('a read of items by their keys', () => {
  it('gives nothing for one that is not there', async () => {
    const answer = await askBoth([], (documents, pk) =>
      documents.get({ TableName: TABLE, Key: { pk, sk: 's' } }),
    );
    expect(answer).toEqual({ asked: {}, left: [] });
  });

  it('gives those that are there', async () => {
    const answer = await askBoth([{ sk: 'a' }, { sk: 'b' }], (documents, pk) =>
      documents.batchGet({
        RequestItems: {
          [TABLE]: {
            Keys: [
              { pk, sk: 'a' },
              { pk, sk: 'x' },
            ],
            ConsistentRead: true,
          },
        },
      }),
    );
    expect(answer).toMatchObject({ asked: { Responses: { [TABLE]: [{ sk: 'a' }] }, UnprocessedKeys: {} } });
  });

  it.each([
    [
      'twice for the same one',
      (pk: string) => [
        { pk, sk: 'a' },
        { pk, sk: 'a' },
      ],
    ],
    ['for more than a hundred', (pk: string) => Array.from({ length: 101 }, (_, n) => ({ pk, sk: `s${n}` }))],
    ['by a part of the key', (pk: string) => [{ pk }]],
    ['by more than the key', (pk: string) => [{ pk, sk: 'a', n: 1 }]],
  ])('%s is refused as invalid', async (_, keysOf) => {
    const answer = await askBoth([], (documents, pk) =>
      documents.batchGet({ RequestItems: { [TABLE]: { Keys: keysOf(pk) } } }),
    );
    expect(answer).toEqual({ asked: INVALID, left: [] });
  });
});

describe('a query', () => {
  const five = ['a', 'b', 'ca', 'cb', 'd'].map((sk, n) => ({ sk, n }));
  const query =
    (condition: string, values: Item, extra: Item = {}) =>
    (documents: Documents, pk: string) =>
      documents.query({
        TableName: TABLE,
        KeyConditionExpression: condition,
        ExpressionAttributeValues: { ':pk': pk, ...values },
        ...extra,
      });

  it.each([
    ['pk = :pk', {}, ['a', 'b', 'ca', 'cb', 'd']],
    ['pk = :pk AND begins_with(sk, :x)', { ':x': 'c' }, ['ca', 'cb']],
    ['pk = :pk AND sk >= :x', { ':x': 'ca' }, ['ca', 'cb', 'd']],
    ['pk = :pk AND sk < :x', { ':x': 'b' }, ['a']],
    ['pk = :pk AND sk BETWEEN :x AND :y', { ':x': 'b', ':y': 'cb' }, ['b', 'ca', 'cb']],
  ])('%s', async (condition, values, found) => {
    expect(await askBoth(five, query(condition, values))).toMatchObject({
      asked: { Items: found.map((sk) => ({ sk })) },
    });
  });

  it('orders by bytes, and backwards when it is told to', async () => {
    const odd = ['ä', 'Z', 'z', '0', '🚀', '\uffee'].map((sk) => ({ sk }));
    const answer = await askBoth(odd, query('pk = :pk', {}, { ScanIndexForward: false }));
    expect(answer).toMatchObject({
      asked: { Items: ['🚀', '\uffee', 'ä', 'z', 'Z', '0'].map((sk) => ({ sk })) },
    });
  });

  it.each([true, false])('walks the pages to the end, forward: %s', async (forward) => {
    const answer = await askBoth(five, async (documents, pk) => {
      const pages: unknown[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await query(
          'pk = :pk',
          {},
          { Limit: 2, ExclusiveStartKey: from, ScanIndexForward: forward },
        )(documents, pk);
        pages.push(page.Items?.map(({ sk }) => sk));
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return pages;
    });
    const pages = [['a', 'b'], ['ca', 'cb'], ['d']];
    expect(answer).toMatchObject({ asked: forward ? pages : [['d', 'cb'], ['ca', 'b'], ['a']] });
  });

  it('filters after it has counted', async () => {
    const answer = await askBoth(
      five,
      query('pk = :pk', { ':n': 1 }, { Limit: 2, FilterExpression: 'n = :n' }),
    );
    expect(answer).toMatchObject({ asked: { Items: [{ sk: 'b' }], LastEvaluatedKey: { sk: 'b' } } });
  });

  it('gives the attributes that are asked for', async () => {
    const answer = await askBoth(
      [{ status: 'A', n: 1, m: 2 }],
      query(
        'pk = :pk',
        {},
        { ProjectionExpression: 'n, #s, absent', ExpressionAttributeNames: { '#s': 'status' } },
      ),
    );
    expect(answer).toMatchObject({ asked: { Items: [{ n: 1, status: 'A' }] } });
  });
});

describe('an index', () => {
  const listed = (n: number, pk: string, more: Item = {}) => ({
    pk,
    sk: `s${n}`,
    listPk: pk,
    listSk: `l${9 - n}`,
    other: n,
    ...more,
  });
  const fill = async (documents: Documents, pk: string) => {
    for (const item of [listed(1, pk), listed(2, pk), listed(3, pk), { pk, sk: 'unlisted' }])
      await documents.put({ TableName: TABLE, Item: item });
  };
  const query = (documents: Documents, pk: string, extra: Item = {}) =>
    documents.query({
      TableName: TABLE,
      IndexName: 'list',
      KeyConditionExpression: 'listPk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ...extra,
    });

  it('has those with its keys, in its order, and nothing but keys', async () => {
    const answer = await askBoth([], async (documents, pk) => {
      await fill(documents, pk);
      return (await query(documents, pk)).Items?.map(({ pk: _, listPk: __, ...rest }) => rest);
    });
    expect(answer).toMatchObject({
      asked: [3, 2, 1].map((n) => ({ sk: `s${n}`, listSk: `l${9 - n}` })),
    });
  });

  it('is walked page by page', async () => {
    const answer = await askBoth([], async (documents, pk) => {
      await fill(documents, pk);
      const first = await query(documents, pk, { Limit: 2 });
      const second = await query(documents, pk, { Limit: 2, ExclusiveStartKey: first.LastEvaluatedKey });
      return [first, second].map(({ Items, LastEvaluatedKey }) => [
        Items?.map(({ sk }) => sk),
        LastEvaluatedKey,
      ]);
    });
    expect(answer).toMatchObject({ asked: [[['s3', 's2'], { sk: 's2', listSk: 'l7' }], [['s1']]] });
  });

  it('loses an item with its keys', async () => {
    const answer = await askBoth([], async (documents, pk) => {
      await fill(documents, pk);
      await documents.put({ TableName: TABLE, Item: { pk, sk: 's2' } });
      return (await query(documents, pk)).Items?.map(({ sk }) => sk);
    });
    expect(answer).toMatchObject({ asked: ['s3', 's1'] });
  });

  it('is not read consistently', async () => {
    const answer = await askBoth([], (documents, pk) => query(documents, pk, { ConsistentRead: true }));
    expect(answer).toMatchObject({ asked: INVALID });
  });

  it('must be one that the table has', async () => {
    const answer = await askBoth([], (documents, pk) => query(documents, pk, { IndexName: 'other' }));
    expect(answer).toMatchObject({ asked: INVALID });
  });
});
