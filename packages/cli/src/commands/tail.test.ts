import { describe, expect, it } from '@jest/globals';
import type { Delivery } from '@switchyard/core/deliveries';
import type { Event } from '@switchyard/core/events';
import { aDelivery, anAttempt, anEvent, EVENT_ID } from '@switchyard/core/testing';
import pc from 'picocolors';
import { type StoryStep, stepId } from '../event-story.ts';
import { createTail, tailEndText } from './tail.ts';
import { stepText } from './tail-text.ts';

const failed = aDelivery({ status: 'FAILED', nextAttempt: 2, attempts: [anAttempt()] });
const delivered = aDelivery({
  status: 'DELIVERED',
  nextAttempt: 3,
  attempts: [anAttempt(), anAttempt({ attempt: 2, statusCode: 200 })],
});
const dead = aDelivery({ status: 'DLQ', reason: 'attempts_exhausted' });

/** Each look finds the next state; the last one stays. */
async function tail(
  states: readonly Delivery[][],
  {
    event = anEvent(),
    follow = false,
    interruptAt = Number.POSITIVE_INFINITY,
  }: { event?: Event | undefined; follow?: boolean; interruptAt?: number } = {},
) {
  const told: string[] = [];
  const waits: number[] = [];
  const interrupted = new AbortController();
  let looks = 0;
  const run = createTail({
    events: { readDeliveries: async () => states[Math.min(looks++, states.length - 1)] ?? [] },
    findEvent: async () => event,
    tell: (step) => told.push(stepId(step)),
    sleep: async (ms) => {
      waits.push(ms);
      if (waits.length === interruptAt) interrupted.abort();
    },
    interrupted: interrupted.signal,
  });
  const end = await run({ eventId: EVENT_ID, follow });
  return { end, told, waits, looks };
}

describe('tail', () => {
  it('tells each step once, looking every second until the event is over', async () => {
    const { end, told, waits } = await tail([[], [failed], [failed], [delivered]]);
    expect(told).toEqual([
      'accepted',
      'attempt/default/1/1',
      'retry_scheduled/default/1/2',
      'attempt/default/1/2',
      'delivered/default/1',
    ]);
    expect(waits).toEqual([1_000, 1_000, 1_000]);
    expect(end).toEqual({ event_id: EVENT_ID, tenant_id: 'acme', status: 'DELIVERED', settled: true });
  });

  it('ends at the first look when all is over', async () => {
    expect(await tail([[dead]])).toMatchObject({ waits: [], end: { status: 'DLQ', settled: true } });
  });

  it('ends at once when no endpoint wants the event', async () => {
    const event = anEvent({ endpointIds: [] });
    expect(await tail([[]], { event })).toMatchObject({ end: { status: 'UNMATCHED', settled: true } });
  });

  it('waits for the endpoint whose delivery is not written yet', async () => {
    const event = anEvent({ endpointIds: ['default', 'second'] });
    const { end, looks } = await tail([[delivered]], { event, interruptAt: 3 });
    expect([looks, end.status, end.settled]).toEqual([3, 'PENDING', false]);
  });

  it('goes on with --follow, and tells of a requeue', async () => {
    const requeued = aDelivery({ status: 'PENDING', generation: 2 });
    const { told, end } = await tail([[dead], [requeued]], { follow: true, interruptAt: 2 });
    expect(told).toEqual(['accepted', 'dead_lettered/default/1', 'requeued/default/2']);
    expect(end).toMatchObject({ status: 'PENDING', settled: false });
  });

  it('says that there is no such event', async () => {
    const run = createTail({
      events: { readDeliveries: async () => [] },
      findEvent: async () => undefined,
      tell: () => undefined,
      sleep: async () => undefined,
      interrupted: new AbortController().signal,
    });
    await expect(run({ eventId: EVENT_ID, follow: true })).rejects.toMatchObject({ code: 'event_not_found' });
  });
});

describe('the text of tail', () => {
  const event = anEvent({ createdAt: '2026-03-04T05:06:07.000Z', endpointIds: ['default', 'orders-eu'] });
  const base = { at: '2026-03-04T05:06:08.500Z', endpoint_id: 'default', generation: 1 };
  const of = (step: StoryStep) => stepText(step, event, pc.createColors(false)).slice(base.at.length + 2);

  it.each<[string, StoryStep]>([
    [
      'accepted     order.paid, for default, orders-eu',
      { at: base.at, kind: 'accepted', event_type: 'order.paid', endpoint_ids: event.endpointIds },
    ],
    [
      'accepted     an event without type, no endpoint wants it',
      { at: base.at, kind: 'accepted', endpoint_ids: [] },
    ],
    [
      'attempt      default    2  503 in 1.2 s: try later',
      {
        ...base,
        kind: 'attempt',
        attempt: 2,
        duration_ms: 1_200,
        status_code: 503,
        response_body: 'try\nlater',
      },
    ],
    [
      'attempt      default    1  200 in 12 ms',
      { ...base, kind: 'attempt', attempt: 1, duration_ms: 12, status_code: 200, response_body: 'fine' },
    ],
    [
      'attempt      default    1  timeout in 30 s',
      { ...base, kind: 'attempt', attempt: 1, duration_ms: 30_000, error: 'timeout' },
    ],
    [
      'retry        default    attempt 3, in 4 m 1 s, at 2026-03-04T05:10:09.500Z',
      { ...base, kind: 'retry_scheduled', attempt: 3, due_at: '2026-03-04T05:10:09.500Z' },
    ],
    ['delivered    default    1.5 s after it was accepted', { ...base, kind: 'delivered' }],
    ['dead letter  default    endpoint_gone', { ...base, kind: 'dead_lettered', reason: 'endpoint_gone' }],
    ['requeued     default    generation 1, from attempt 1', { ...base, kind: 'requeued' }],
  ])('%s', (text, step) => {
    expect(of(step)).toBe(text);
  });

  it('does not let an endpoint steer the terminal', () => {
    const step: StoryStep = {
      ...base,
      kind: 'attempt',
      attempt: 1,
      duration_ms: 1,
      status_code: 500,
      response_body: '\u001b[2J',
    };
    expect(of(step)).not.toContain('\u001b');
  });

  it('says how to requeue a dead letter', () => {
    const end = { event_id: EVENT_ID, tenant_id: 'acme', status: 'DLQ', settled: true } as const;
    expect(tailEndText(end)).toContain(`dlq requeue --tenant acme --event ${EVENT_ID}`);
  });
});
