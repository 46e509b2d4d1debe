import { describe, expect, it } from '@jest/globals';
import { aBatch, setUpAcceptBatch } from '../../testing/accept-batch-setup.ts';
import { anEndpoint, TENANT_ID } from '../../testing/builders.ts';
import { SwitchyardError } from '../errors.ts';
import { listPartition } from '../events/event-keys.ts';
import { readEvent } from '../events/event-store.ts';
import type { LineOutcome } from './batch-line.ts';

const idOf = (outcome: LineOutcome | undefined): string => {
  if (outcome === undefined || outcome instanceof Error) throw new Error(`Not accepted: ${outcome}`);
  return outcome.eventId;
};

describe('a batch', () => {
  it('is an event a line, each stored as it came and queued once', async () => {
    const { context, accept, queue, counted } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    const input = aBatch(230, { idempotencyKey: undefined });
    const outcomes = await accept(input);

    expect(outcomes).toHaveLength(230);
    expect(new Set(outcomes.map(idOf)).size).toBe(230);
    for (const [index, outcome] of outcomes.entries()) {
      expect(outcome).toMatchObject({ status: 'PENDING', repeated: false });
      const event = await readEvent(context, TENANT_ID, idOf(outcome));
      expect(Buffer.from(event?.payload ?? []).toString()).toBe(`{"n":${index}}`);
    }
    expect(queue.messages().map(({ eventId }) => eventId)).toEqual(outcomes.map(idOf));
    expect(counted.filter(([name]) => name === 'EventsAccepted')).toHaveLength(230);
  });

  it('is written 25 and sent ten at a time, its endpoints are read once, and it is not remembered', async () => {
    const { accept, table, endpoints, queue } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    await accept(aBatch(100, { idempotencyKey: undefined }));

    expect(endpoints.calls.map(({ operation }) => operation)).toEqual(['query']);
    expect(table.calls.map(({ operation }) => operation)).toEqual([
      'batchWrite',
      'batchWrite',
      'batchWrite',
      'batchWrite',
    ]);
    expect(queue.batches).toHaveLength(10);
  });

  it('stands in the list in the order of its lines', async () => {
    const { accept, table } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    const outcomes = await accept(aBatch(300));
    const listed = table
      .items()
      .filter(({ listPk }) => listPk === listPartition(TENANT_ID))
      .sort((one, other) => (String(one.listSk) < String(other.listSk) ? -1 : 1));
    expect(listed.map(({ eventId }) => eventId)).toEqual(outcomes.map(idOf));
  });

  it('goes line by line to the endpoints that want its type', async () => {
    const { accept, queue } = setUpAcceptBatch({
      endpoints: [
        anEndpoint({ endpointId: 'all' }),
        anEndpoint({ endpointId: 'orders', eventTypes: ['order.*'] }),
      ],
    });
    const [order, other] = ['order.paid', 'refund.paid'].map((eventType) => ({
      payload: Buffer.from(`{"type":"${eventType}"}`),
      eventType,
    }));
    if (order === undefined || other === undefined) throw new Error('unreachable');
    await accept(aBatch(0, { lines: [order, other] }));
    expect(queue.sentTo()).toEqual(['all', 'orders', 'all']);
  });

  it('whose lines nobody wants is stored and sent to nobody', async () => {
    const { accept, queue, counted } = setUpAcceptBatch({
      endpoints: [anEndpoint({ eventTypes: ['order.*'] })],
    });
    const outcomes = await accept(aBatch(2));
    expect(outcomes).toEqual([
      expect.objectContaining({ status: 'UNMATCHED' }),
      expect.objectContaining({ status: 'UNMATCHED' }),
    ]);
    expect(queue.messages()).toEqual([]);
    expect(counted.filter(([name]) => name === 'EventsUnmatched')).toHaveLength(2);
  });

  it('of a tenant without an endpoint changes nothing', async () => {
    const { accept, table } = setUpAcceptBatch();
    for (const idempotencyKey of ['export-1', undefined])
      await expect(accept(aBatch(2, { idempotencyKey }))).rejects.toMatchObject({
        code: 'no_enabled_endpoint',
      });
    expect(table.items()).toEqual([]);
  });

  it('answers a line that is no event with what it was refused for, and takes the others', async () => {
    const { accept, queue } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    const refused = new SwitchyardError('not an object', { code: 'body_invalid' });
    const [first, , third] = aBatch(3).lines;
    if (first === undefined || third === undefined) throw new Error('unreachable');
    const outcomes = await accept(aBatch(0, { lines: [first, refused, third] }));
    expect(outcomes[1]).toBe(refused);
    expect(queue.messages().map(({ eventId }) => eventId)).toEqual([idOf(outcomes[0]), idOf(outcomes[2])]);
  });
});

describe('a line whose own call failed', () => {
  it('is unavailable, while those that DynamoDB took are accepted and sent', async () => {
    const { accept, table, queue } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    // The last of each call is left undone, whatever is tried.
    table.documents.batchWrite = async ({ RequestItems }) => {
      const [name = '', writes = []] = Object.entries(RequestItems ?? {})[0] ?? [];
      for (const { PutRequest } of writes.slice(0, -1)) table.store({ ...PutRequest?.Item });
      return { $metadata: {}, UnprocessedItems: { [name]: writes.slice(-1) } };
    };
    const outcomes = await accept(aBatch(50, { idempotencyKey: undefined }));

    const failed = outcomes.flatMap((outcome, index) => (outcome instanceof Error ? [index] : []));
    expect(failed).toEqual([24, 49]);
    expect(outcomes[24]).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('be stored'),
    });
    expect(queue.messages()).toHaveLength(48);
  });

  it('is unavailable when SQS keeps refusing its message, and is asked for again before that', async () => {
    const { accept, queue } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    let refusals = 0;
    queue.hooks.refuses = ({ event }) => {
      const text = Buffer.from(event?.payload ?? '', 'base64').toString();
      if (text === '{"n":3}') refusals += 1;
      return text === '{"n":3}' || (text === '{"n":5}' && refusals < 2);
    };
    const outcomes = await accept(aBatch(20));
    expect(outcomes.flatMap((outcome, index) => (outcome instanceof Error ? [index] : []))).toEqual([3]);
    expect(outcomes[3]).toMatchObject({ message: expect.stringContaining('with the same Idempotency-Key') });
    expect(queue.messages()).toHaveLength(19);
    expect(refusals).toBe(3);
  });

  it('for which there is no time left is unavailable, and no call is made for it', async () => {
    const { accept, table, queue, time } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    queue.hooks.before = () => time.advance(20_000);
    const outcomes = await accept(aBatch(250));
    expect(outcomes.slice(0, 10).every((outcome) => !(outcome instanceof Error))).toBe(true);
    expect(outcomes.at(-1)).toMatchObject({ code: 'unavailable' });
    expect(table.inputs('batchWrite')).toHaveLength(4);
  });
});
