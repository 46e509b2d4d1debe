import { describe, expect, it } from '@jest/globals';
import type { Delivery } from '@switchyard/core/deliveries';
import { aDelivery, anAttempt, NOW } from '@switchyard/core/testing';
import { createSendOutbox } from './send-outbox.ts';

function setUp(options: { readonly fails?: 'send' | 'clear' } = {}) {
  const steps: unknown[] = [];
  const step =
    (name: 'send' | 'dead' | 'clear') =>
    async (...given: unknown[]) => {
      if (options.fails === name) throw new Error('outage');
      steps.push([name, ...given]);
    };
  const sendOutbox = createSendOutbox({
    sendDelivery: step('send'),
    sendDeadLetter: step('dead'),
    clearOutbox: step('clear'),
  });
  return { send: (delivery: Delivery) => sendOutbox(delivery), steps };
}

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

describe('an outbox', () => {
  it('that is empty sends and writes nothing', async () => {
    const { send, steps } = setUp();
    await send(aDelivery());
    expect(steps).toEqual([]);
  });

  it('with an attempt sends its message, then is cleared', async () => {
    const { send, steps } = setUp();
    await send(retried);
    expect(steps).toEqual([
      ['send', { schema: 'switchyard.delivery.v1', ...id, attempt: 3, notBefore: NOW + 60_000 }],
      ['clear', id, 2, 3],
    ]);
  });

  it('with a dead letter sends it with its reason and the attempts of this life, then is cleared', async () => {
    const { send, steps } = setUp();
    await send(dead);
    expect(steps).toEqual([
      [
        'dead',
        {
          schema: 'switchyard.dead-letter.v1',
          ...id,
          reason: 'attempts_exhausted',
          attempts: 3,
          deadAt: '2026-03-04T06:00:00.000Z',
        },
      ],
      ['clear', id, 2, 4],
    ]);
  });

  it('counts attempts that are no longer kept', async () => {
    const { send, steps } = setUp();
    const attempts = Array.from({ length: 20 }, (_, index) =>
      anAttempt({ generation: 2, attempt: index + 31 }),
    );
    await send({ ...dead, attempts });
    expect(steps[0]).toEqual(['dead', expect.objectContaining({ attempts: 50 })]);
  });

  it('of a delivery that died without a request counts no attempt', async () => {
    const { send, steps } = setUp();
    await send({ ...dead, attempts: [anAttempt({ generation: 1, attempt: 5 })] });
    expect(steps[0]).toEqual(['dead', expect.objectContaining({ attempts: 0 })]);
  });

  it('stays full when the send fails', async () => {
    const { send, steps } = setUp({ fails: 'send' });
    await expect(send(retried)).rejects.toThrow('outage');
    expect(steps).toEqual([]);
  });

  it('that cannot be cleared fails, so that the message comes back', async () => {
    await expect(setUp({ fails: 'clear' }).send(retried)).rejects.toThrow('outage');
  });
});
