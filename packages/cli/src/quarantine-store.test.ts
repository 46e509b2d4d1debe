import { describe, expect, it } from '@jest/globals';
import { aQuarantined, clock } from '../testing/builders.ts';
import { fakeDocuments } from '../testing/fake-client.ts';
import { createQuarantineStore } from './quarantine-store.ts';

const storeOn = (answer: Parameters<typeof fakeDocuments>[0]) => {
  const { client, sent } = fakeDocuments(answer);
  return { store: createQuarantineStore({ documents: client, eventsTable: 'events', clock }), sent };
};

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

describe('rows of the quarantine', () => {
  it('are of the days that the time touches, newest first', async () => {
    const { store, sent } = storeOn(() => ({ Items: [] }));
    expect(await collect(store.rows({ days: 2 }))).toEqual([]);
    expect(sent().map(({ input }) => input.ExpressionAttributeValues)).toEqual(
      ['2026-03-01', '2026-02-28', '2026-02-27'].map((day) => ({
        ':pk': `QUARANTINE#${day}`,
        ':from': '2026-02-27T12:00:00.000Z',
      })),
    );
    expect(sent()[0]?.input.ScanIndexForward).toBe(false);
  });

  it('are read without body, headers and query', async () => {
    const { store, sent } = storeOn(() => ({ Items: [aQuarantined('one')] }));
    const [row] = await collect(store.rows({ days: 1 }));
    const { ProjectionExpression, ExpressionAttributeNames } = sent()[0]?.input ?? {};
    expect(ProjectionExpression).toBe(
      '#id, #step, #code, #bodyBytes, #expiresAt, #request.#route, #request.#receivedAt',
    );
    expect(Object.values(Object(ExpressionAttributeNames))).not.toContain('body');
    expect(JSON.stringify(row)).not.toContain('hidden');
  });

  it('are filtered by code in the table, and by their end of life here', async () => {
    const { store, sent } = storeOn(() => ({ Items: [aQuarantined('old', { expiresAt: 1 })] }));
    expect(await collect(store.rows({ days: 1, code: 'no_secret' }))).toEqual([]);
    expect(sent()[0]?.input).toMatchObject({
      FilterExpression: '#code = :code',
      ExpressionAttributeValues: { ':code': 'no_secret' },
    });
  });

  it('are read no further than they are asked for', async () => {
    const { store, sent } = storeOn(() => ({ Items: [aQuarantined('one')], LastEvaluatedKey: { pk: 'x' } }));
    for await (const _row of store.rows({ days: 7 })) break;
    expect(sent()).toHaveLength(1);
  });
});

describe('one request', () => {
  const row = aQuarantined('one');

  it('is read without its body', async () => {
    const { body: _body, ...withoutBody } = row;
    const { store, sent } = storeOn(() => ({ Item: withoutBody }));
    expect(await store.read(row, { body: false })).toEqual(withoutBody);
    expect(sent()[0]?.input).toMatchObject({
      Key: { pk: 'QUARANTINE#2026-03-01', sk: '2026-03-01T10:00:00.000Z#one' },
      ProjectionExpression: '#id, #step, #code, #bodyBytes, #expiresAt, #request',
    });
  });

  it('is read with it when it is asked for', async () => {
    const { store, sent } = storeOn(() => ({ Item: row }));
    expect((await store.read(row, { body: true }))?.body).toEqual(row.body);
    expect(sent()[0]?.input).not.toHaveProperty('ProjectionExpression');
  });

  it('may be gone', async () => {
    expect(await storeOn(() => ({})).store.read(row, { body: true })).toBeUndefined();
  });
});
