import { describe, expect, it } from '@jest/globals';
import { aBatch, setUpAcceptBatch } from '../../testing/accept-batch-setup.ts';
import { anEndpoint, TENANT_ID } from '../../testing/builders.ts';
import { acceptEvent } from '../events/accept-event.ts';

const keyed = (...keys: readonly string[]) =>
  aBatch(keys.length, {
    idempotencyKey: undefined,
    lines: aBatch(keys.length).lines.map((line, index) =>
      line instanceof Error ? line : { ...line, idempotencyKey: keys[index] },
    ),
  });

describe('lines with keys of their own', () => {
  it('are the events that they would be alone with these keys', async () => {
    const { context, accept, queue } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    const [first, second] = await accept(keyed('a', 'b'));
    const alone = await acceptEvent(context, {
      tenantId: TENANT_ID,
      payload: Buffer.from('{"n":1}'),
      eventType: undefined,
      idempotencyKey: 'b',
      correlationId: 'alone',
    });
    expect(alone).toMatchObject({ repeated: true });
    expect(second).toMatchObject({ eventId: alone.eventId });
    expect(first).toMatchObject({ status: 'PENDING', repeated: false });
    expect(queue.messages()).toHaveLength(2);
  });

  it('repeated are answered the same, line by line, and sent once', async () => {
    const { accept, queue } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    const first = await accept(keyed('a', 'b'));
    const second = await accept(keyed('a', 'b', 'c'));
    expect(second.slice(0, 2)).toEqual(first.map((outcome) => ({ ...outcome, repeated: true })));
    expect(second[2]).toMatchObject({ repeated: false });
    expect(queue.messages()).toHaveLength(3);
  });

  it('of which two have the same key: the first is the event, another body is its own conflict', async () => {
    const { accept, queue } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    const [first, second, third] = await accept(keyed('a', 'a', 'b'));
    expect(first).toMatchObject({ repeated: false });
    expect(second).toMatchObject({ code: 'idempotency_conflict' });
    expect(third).toMatchObject({ repeated: false });
    expect(queue.messages()).toHaveLength(2);
  });

  it('read the endpoints once, and fail each for itself', async () => {
    const { accept, endpoints, queue } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    queue.hooks.refuses = ({ event }) => Buffer.from(event?.payload ?? '', 'base64').toString() === '{"n":1}';
    const [first, second, third] = await accept(keyed('a', 'b', 'c'));
    expect([first, third]).toEqual([
      expect.objectContaining({ status: 'PENDING' }),
      expect.objectContaining({ status: 'PENDING' }),
    ]);
    expect(second).toMatchObject({ code: 'unavailable' });
    expect(endpoints.calls).toHaveLength(1);
  });
});
