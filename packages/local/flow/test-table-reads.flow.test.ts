import { describe, expect, it } from '@jest/globals';
import type { Documents } from '@switchyard/core/tables';
import { askBoth, INVALID, type Item, TABLE, useEmulator } from '../testing/ask-both.ts';

useEmulator();

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

  it('is scanned page by page: those with its keys, and nothing but keys', async () => {
    const answer = await askBoth([], async (documents, pk) => {
      await fill(documents, pk);
      const found: Item[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await documents.scan({
          TableName: TABLE,
          IndexName: 'list',
          Limit: 2,
          ExclusiveStartKey: from,
        });
        found.push(...(page.Items ?? []));
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      // Other tests have theirs in the same table.
      return found
        .filter((item) => item.pk === pk)
        .map(({ sk, listSk, other }) => ({ sk, listSk, isWhole: other !== undefined }))
        .toSorted((a, b) => String(a.sk).localeCompare(String(b.sk)));
    });
    expect(answer).toMatchObject({
      asked: [1, 2, 3].map((n) => ({ sk: `s${n}`, listSk: `l${9 - n}`, isWhole: false })),
    });
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
