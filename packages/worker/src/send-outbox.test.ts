import { describe, expect, it } from '@jest/globals';
import { type Delivery, deliveryKey } from '@switchyard/core/deliveries';
import { aDelivery, anAttempt, anEndpoint, createTestContext, NOW } from '@switchyard/core/testing';
import { outage } from '../testing/deliver-setup.ts';
import { sendOutbox } from './send-outbox.ts';

const retried = aDelivery({
  status: 'FAILED',
  generation: 2,
  nextAttempt: 3,
  outbox: { kind: 'attempt', notBefore: NOW + 60_000 },
});
const dead = aDelivery({
  status: 'DLQ',
  generation: 2,
  nextAttempt: 4,
  updatedAt: '2026-03-04T06:00:00.000Z',
  outbox: { kind: 'dead_letter', reason: 'attempts_exhausted' },
  attempts: [
    anAttempt({ generation: 1, attempt: 1 }),
    anAttempt({ generation: 2, attempt: 1 }),
    anAttempt({ generation: 2, attempt: 2 }),
    anAttempt({ generation: 2, attempt: 3 }),
  ],
});
const { tenantId, eventId, endpointId } = dead;
const id = { tenantId, eventId, endpointId, generation: 2 };

function setUp(delivery: Delivery) {
  const { context, table, queue, endpoints } = createTestContext({ endpoints: [anEndpoint()] });
  const key = deliveryKey(tenantId, eventId, endpointId);
  table.store({ ...key, ...delivery });
  return {
    table,
    queue,
    endpoints,
    send: () => sendOutbox(context, delivery),
    outbox: () => table.item(key)?.outbox,
  };
}

describe('an outbox', () => {
  it('that is empty sends and writes nothing', async () => {
    const { send, queue, table } = setUp(aDelivery());
    await send();
    expect([queue.messages(), queue.deadLetters, table.calls]).toEqual([[], [], []]);
  });

  it('with an attempt sends its message, then is cleared', async () => {
    const { send, queue, outbox } = setUp(retried);
    queue.hooks.after = () => expect(outbox()).toEqual(retried.outbox);
    await send();
    expect(queue.messages()).toEqual([
      { schema: 'switchyard.delivery.v1', ...id, attempt: 3, notBefore: NOW + 60_000 },
    ]);
    expect(outbox()).toBeUndefined();
  });

  it('with a dead letter sends it with its reason and the attempts of this generation, then is cleared', async () => {
    const { send, queue, outbox } = setUp(dead);
    queue.hooks.after = () => expect(outbox()).toEqual(dead.outbox);
    await send();
    expect(queue.deadLetters).toEqual([
      {
        schema: 'switchyard.dead-letter.v1',
        ...id,
        reason: 'attempts_exhausted',
        attempts: 3,
        deadAt: '2026-03-04T06:00:00.000Z',
      },
    ]);
    expect(outbox()).toBeUndefined();
  });

  it('counts attempts that are no longer kept', async () => {
    const attempts = Array.from({ length: 20 }, (_, index) =>
      anAttempt({ generation: 2, attempt: index + 31 }),
    );
    const { send, queue } = setUp({ ...dead, attempts });
    await send();
    expect(queue.deadLetters).toEqual([expect.objectContaining({ attempts: 50 })]);
  });

  it('of a delivery that died without a request counts no attempt', async () => {
    const { send, queue } = setUp({ ...dead, attempts: [anAttempt({ generation: 1, attempt: 5 })] });
    await send();
    expect(queue.deadLetters).toEqual([expect.objectContaining({ attempts: 0 })]);
  });

  it('stays full when the send fails', async () => {
    const { send, queue, outbox } = setUp(retried);
    queue.hooks.before = outage;
    await expect(send()).rejects.toThrow('outage');
    expect(outbox()).toEqual(retried.outbox);
  });

  it('that cannot be cleared fails, so that the message comes back', async () => {
    const { send, table } = setUp(retried);
    table.hooks.before = outage;
    await expect(send()).rejects.toThrow('outage');
  });
});
