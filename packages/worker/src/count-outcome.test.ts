import { describe, expect, it } from '@jest/globals';
import { aDelivery, aDeliveryMessage, anEvent, recordMetrics } from '@switchyard/core/testing';
import { answered, failed } from '../testing/builders.ts';
import { outage, setUpDeliver } from '../testing/deliver-setup.ts';
import { countAttempt } from './count-outcome.ts';
import type { PostError } from './decide-outcome.ts';

const first = aDeliveryMessage();
const last = aDeliveryMessage({ attempt: 5 });

function countOf(
  ...[result]: Parameters<typeof countAttempt> extends [unknown, infer Result] ? [Result] : never
) {
  const { metrics, counted } = recordMetrics();
  countAttempt(metrics, result);
  return counted;
}

describe('an attempt is counted', () => {
  it.each([200, 204, 299])('once, when it is answered with %d', (status) => {
    expect(countOf(answered(status))).toEqual([['DeliveryAttempts']]);
  });

  it.each([
    [302, 'http_3xx'],
    [404, 'http_4xx'],
    [410, 'http_4xx'],
    [503, 'http_5xx'],
    [999, 'protocol'],
  ])('also as failed, when it is answered with %d, as %s', (status, kind) => {
    expect(countOf(answered(status))).toEqual([['DeliveryAttempts'], ['AttemptsFailed', { kind }]]);
  });

  it.each<PostError>(['timeout', 'dns', 'connection', 'tls', 'protocol', 'target_refused'])(
    'also as failed, when there is no answer, as %s',
    (error) => {
      expect(countOf(failed(error))).toEqual([['DeliveryAttempts'], ['AttemptsFailed', { kind: error }]]);
    },
  );
});

describe('a message counts', () => {
  it('a delivery, with the time since the event was accepted', async () => {
    const setUp = setUpDeliver({ event: anEvent({ createdAt: '2026-03-04T05:06:05.000Z' }) });
    await setUp.deliver(first);
    expect(setUp.counted).toEqual([['DeliveryAttempts'], ['DeliveriesDelivered']]);
    expect(setUp.measured).toEqual([['DeliveryLatency', 2_000]]);
  });

  it('no time of a requeued delivery, which would be that of whoever requeued it', async () => {
    const setUp = setUpDeliver({ delivery: aDelivery({ generation: 2 }) });
    await setUp.deliver(aDeliveryMessage({ generation: 2 }));
    expect(setUp.counted).toEqual([['DeliveryAttempts'], ['DeliveriesDelivered']]);
    expect(setUp.measured).toEqual([]);
  });

  it('a failed attempt that will be retried', async () => {
    const { deliver, state, counted, measured } = setUpDeliver();
    state.answer = answered(503);
    await deliver(first);
    expect(counted).toEqual([['DeliveryAttempts'], ['AttemptsFailed', { kind: 'http_5xx' }]]);
    expect(measured).toEqual([]);
  });

  it('a dead letter after the last attempt', async () => {
    const { deliver, state, counted } = setUpDeliver({ delivery: aDelivery({ nextAttempt: 5 }) });
    state.answer = failed('tls');
    await deliver(last);
    expect(counted).toEqual([
      ['DeliveryAttempts'],
      ['AttemptsFailed', { kind: 'tls' }],
      ['DeliveriesDeadLettered', { reason: 'attempts_exhausted' }],
    ]);
  });

  it('a dead letter alone, when no request was made', async () => {
    const { deliver, counted } = setUpDeliver({ endpoints: [] });
    await deliver(first);
    expect(counted).toEqual([['DeliveriesDeadLettered', { reason: 'endpoint_deleted' }]]);
  });

  it('a dead letter once, also when it has to be sent again', async () => {
    const { deliver, queue, counted } = setUpDeliver({ endpoints: [] });
    queue.hooks.before = outage;
    await expect(deliver(first)).rejects.toThrow('outage');
    queue.hooks.before = () => undefined;
    await deliver(first);
    expect(counted).toEqual([['DeliveriesDeadLettered', { reason: 'endpoint_deleted' }]]);
  });

  it('the attempt alone, when what it came to cannot be recorded', async () => {
    const { deliver, table, counted, measured } = setUpDeliver();
    table.hooks.before = ({ operation }) => {
      if (operation === 'put') outage();
    };
    await expect(deliver(first)).rejects.toThrow('outage');
    expect(counted).toEqual([['DeliveryAttempts']]);
    expect(measured).toEqual([]);
  });

  it('nothing, when it is a duplicate', async () => {
    const { deliver, counted } = setUpDeliver();
    await deliver(first);
    counted.length = 0;
    await deliver(first);
    expect(counted).toEqual([]);
  });
});
