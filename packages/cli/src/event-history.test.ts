import { describe, expect, it } from '@jest/globals';
import { aDelivery, anAttempt, anEvent } from '@switchyard/core/testing';
import { eventHistory, stepId } from './event-history.ts';

const at = (second: number) => `2026-03-04T05:06:${String(second).padStart(2, '0')}.000Z`;
const event = anEvent({ createdAt: at(1), eventType: 'order.paid', endpointIds: ['default', 'second'] });

describe('the history of an event', () => {
  it('begins with its acceptance', () => {
    expect(eventHistory(event, [])).toEqual([
      { at: at(1), kind: 'accepted', event_type: 'order.paid', endpoint_ids: ['default', 'second'] },
    ]);
  });

  it('names the provider whose callback it was made of', () => {
    const source = { provider: 'twilio' as const, providerId: 'SM1' };
    expect(eventHistory(anEvent({ source }), [])).toMatchObject([{ kind: 'accepted', provider: 'twilio' }]);
  });

  it('has the attempts to all endpoints in order of time', () => {
    const first = aDelivery({
      status: 'FAILED',
      nextAttempt: 2,
      nextAttemptAt: at(40),
      updatedAt: at(3),
      attempts: [anAttempt({ startedAt: at(2), error: 'timeout' })],
    });
    const second = aDelivery({
      endpointId: 'second',
      status: 'DELIVERED',
      nextAttempt: 2,
      deliveredAt: at(5),
      attempts: [anAttempt({ startedAt: at(4), statusCode: 200 })],
    });
    expect(eventHistory(event, [second, first]).slice(1)).toMatchObject([
      { at: at(2), kind: 'attempt', endpoint_id: 'default', attempt: 1, error: 'timeout' },
      { at: at(3), kind: 'retry_scheduled', endpoint_id: 'default', attempt: 2, due_at: at(40) },
      { at: at(4), kind: 'attempt', endpoint_id: 'second', status_code: 200 },
      { at: at(5), kind: 'delivered', endpoint_id: 'second' },
    ]);
  });

  it('tells earlier generations by their attempts', () => {
    const delivery = aDelivery({
      status: 'PENDING',
      generation: 3,
      updatedAt: at(9),
      attempts: [
        anAttempt({ startedAt: at(2) }),
        anAttempt({ startedAt: at(4), generation: 2 }),
        anAttempt({ startedAt: at(6), generation: 2, attempt: 2 }),
      ],
    });
    expect(eventHistory(event, [delivery]).map((step) => [step.at, stepId(step)])).toEqual([
      [at(1), 'accepted'],
      [at(2), 'attempt/default/1/1'],
      [at(4), 'requeued/default/2'],
      [at(4), 'attempt/default/2/1'],
      [at(6), 'attempt/default/2/2'],
      [at(9), 'requeued/default/3'],
    ]);
  });

  it.each([
    ['DLQ', { kind: 'dead_lettered', reason: 'endpoint_gone' }],
    ['PURGED', { kind: 'purged' }],
    ['HELD', { kind: 'held' }],
  ] as const)('ends with what %s means', (status, step) => {
    const delivery = aDelivery({ status, reason: 'endpoint_gone', updatedAt: at(7) });
    expect(eventHistory(event, [delivery]).at(-1)).toMatchObject({ at: at(7), ...step });
  });
});
