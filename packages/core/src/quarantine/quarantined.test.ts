import { describe, expect, it } from '@jest/globals';
import { createTestClock, createTestTable, DAY_MS } from '@switchyard/core/testing';
import { toIso } from '../clock.ts';
import {
  putQuarantined,
  QUARANTINE_DAYS,
  quarantineRows,
  readQuarantined,
  readQuarantinedWithoutBody,
  removeQuarantined,
} from './quarantined.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');

function setUp() {
  const table = createTestTable();
  const { clock, advance } = createTestClock(NOW);
  const context = { documents: table.documents, eventsTable: 'events', clock };
  const keep = async (requestId: string, receivedAt: string) => {
    const request = {
      route: 'whatsapp',
      requestId,
      receivedAt,
      path: '/whatsapp',
      headers: { 'x-twilio-signature': 'hidden-signature' },
      query: [['message_id', 'hidden-query']] as [string, string][],
      publicUrls: ['https://hooks.example.com/whatsapp'],
    } as const;
    const kept = {
      request: { ...request, publicUrls: [...request.publicUrls] },
      body: Buffer.from('hidden=body'),
    };
    await putQuarantined(context, {
      ...kept,
      bodyBytes: kept.body.length,
      step: 'verify',
      code: 'signature_mismatch',
    });
    return { id: requestId, receivedAt };
  };
  const rows = async (filter: { days: number; code?: string }) => {
    const all = [];
    for await (const row of quarantineRows(context, filter)) all.push(row);
    return all;
  };
  return { table, advance, context, keep, rows };
}

describe('rows of the quarantine', () => {
  it('are of the days that the time touches, newest first', async () => {
    const { keep, rows, table } = setUp();
    await keep('oldest', '2026-02-27T11:59:59.999Z');
    await keep('old', '2026-02-27T12:00:00.000Z');
    await keep('new', '2026-03-01T10:00:00.000Z');
    await keep('newer', '2026-03-01T11:00:00.000Z');

    expect((await rows({ days: 2 })).map(({ id }) => id)).toEqual(['newer', 'new', 'old']);
    expect(table.inputs('query')).toMatchObject(
      ['2026-03-01', '2026-02-28', '2026-02-27'].flatMap((day) =>
        ['', '#1', '#2', '#3', '#4', '#5', '#6', '#7'].map((shard) => ({
          ExpressionAttributeValues: {
            ':pk': `QUARANTINE#${day}${shard}`,
            ':from': '2026-02-27T12:00:00.000Z',
          },
        })),
      ),
    );
  });

  it('of one day are in eight partitions, and newest first', async () => {
    const { keep, rows, table } = setUp();
    const ids = Array.from({ length: 60 }, (_, n) => `request-${n}`);
    for (const [n, id] of ids.entries()) await keep(id, toIso(NOW - 60_000 + n * 1_000));

    expect((await rows({ days: 1 })).map(({ id }) => id)).toEqual(ids.toReversed());
    expect(new Set(table.items().map(({ pk }) => pk)).size).toBe(8);
  });

  it('are listed also where one of them cannot be read', async () => {
    const { keep, rows, table } = setUp();
    await keep('good', '2026-03-01T10:00:00.000Z');
    await keep('bad', '2026-03-01T11:00:00.000Z');
    for (const item of table.items()) if (item.id === 'bad') table.store({ ...item, step: 'guess' });
    expect((await rows({ days: 1 })).map(({ id }) => id)).toEqual(['good']);
  });

  it('are read without body, headers and query', async () => {
    const { keep, rows, table } = setUp();
    await keep('one', '2026-03-01T10:00:00.000Z');

    expect(JSON.stringify(await rows({ days: 1 }))).not.toContain('hidden');
    const names = ['id', 'step', 'code', 'bodyBytes', 'expiresAt', 'request', 'route', 'receivedAt'];
    expect(table.inputs('query')[0]).toMatchObject({
      ProjectionExpression:
        '#id, #step, #code, #bodyBytes, #expiresAt, #request.#route, #request.#receivedAt',
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    });
  });

  it('are filtered by code in the table, and by their end of life here', async () => {
    const { advance, keep, rows, table } = setUp();
    await keep('one', '2026-03-01T10:00:00.000Z');
    advance(QUARANTINE_DAYS * DAY_MS);

    expect(await rows({ days: 8, code: 'no_secret' })).toEqual([]);
    expect(table.inputs('query')[0]).toMatchObject({
      FilterExpression: '#code = :code',
      ExpressionAttributeValues: { ':code': 'no_secret' },
    });
  });

  it('are read no further than they are asked for', async () => {
    const { context, keep, table } = setUp();
    await keep('one', toIso(NOW - 1));
    for await (const _row of quarantineRows(context, { days: 7 })) break;

    expect(table.inputs('query')).toHaveLength(8);
  });
});

describe('one request', () => {
  it('is read without its body', async () => {
    const { context, keep, table } = setUp();
    const id = await keep('one', '2026-03-01T10:00:00.000Z');

    expect(await readQuarantinedWithoutBody(context, id)).not.toHaveProperty('body');
    expect(table.inputs('get')).toMatchObject([
      { ProjectionExpression: '#id, #step, #code, #request, #bodyBytes, #expiresAt' },
    ]);
  });

  it('is read with it when it is asked for', async () => {
    const { context, keep } = setUp();
    const id = await keep('one', '2026-03-01T10:00:00.000Z');

    expect((await readQuarantined(context, id))?.body).toEqual(Buffer.from('hidden=body'));
  });

  it('is read, listed and removed where an earlier version put it', async () => {
    const { context, keep, rows, table } = setUp();
    const id = await keep('an older one', '2026-03-01T10:00:00.000Z');
    for (const { pk, sk, ...item } of table.items()) {
      table.remove({ pk, sk });
      table.store({ ...item, pk: 'QUARANTINE#2026-03-01', sk });
    }

    expect((await readQuarantined(context, id))?.id).toBe('an older one');
    expect(await rows({ days: 1 })).toHaveLength(1);
    await removeQuarantined(context, id);
    expect(table.items()).toEqual([]);
  });

  it('may be gone', async () => {
    const { context, keep } = setUp();
    const id = await keep('one', '2026-03-01T10:00:00.000Z');
    await removeQuarantined(context, id);

    expect(await readQuarantined(context, id)).toBeUndefined();
  });
});
