import { describe, expect, it } from '@jest/globals';
import { type Delivery, deliveryKey } from '@switchyard/core/deliveries';
import { type Event, eventKey } from '@switchyard/core/events';
import { aDelivery, aKey, anAttempt, anEvent, EVENT_ID } from '@switchyard/core/testing';
import pc from 'picocolors';
import * as z from 'zod';
import { presentation } from '../../testing/builders.ts';
import { testSession } from '../../testing/test-session.ts';
import type { EventStep } from '../event-history.ts';
import { stepText } from '../event-step-text.ts';
import { tail } from './tail.ts';

const failed = aDelivery({ status: 'FAILED', nextAttempt: 2, attempts: [anAttempt()] });
const delivered = aDelivery({
  status: 'DELIVERED',
  nextAttempt: 3,
  attempts: [anAttempt(), anAttempt({ attempt: 2, statusCode: 200 })],
});
const dead = aDelivery({ status: 'DLQ', reason: 'attempts_exhausted' });

const stepSchema = z.looseObject({ kind: z.string() });

/** Each look finds the next state; the last one stays. */
async function look(
  states: readonly Delivery[][],
  {
    event = anEvent(),
    follow = false,
    interruptAt = Number.POSITIVE_INFINITY,
  }: { event?: Event; follow?: boolean; interruptAt?: number } = {},
) {
  const waits: number[] = [];
  const interrupted = new AbortController();
  const { session, tables, lines } = testSession({
    sleep: async (ms) => {
      waits.push(ms);
      if (waits.length === interruptAt) interrupted.abort();
    },
    untilInterrupted: () => interrupted.signal,
  });
  tables.events.store({ ...eventKey('acme', EVENT_ID), ...event });
  let looks = 0;
  tables.events.hooks.before = ({ operation }) => {
    if (operation !== 'query') return;
    for (const delivery of states[Math.min(looks, states.length - 1)] ?? []) {
      tables.events.store({ ...deliveryKey('acme', EVENT_ID, delivery.endpointId), ...delivery });
    }
    looks += 1;
  };
  const end = await tail.run(session, { eventId: EVENT_ID, tenant: 'acme', follow });
  return { end, kinds: lines.map((line) => stepSchema.parse(JSON.parse(line)).kind), waits, looks };
}

describe('tail', () => {
  it('tells each step once, looking every second until the event is over', async () => {
    const { end, kinds, waits } = await look([[], [failed], [failed], [delivered]]);
    expect(kinds).toEqual(['accepted', 'attempt', 'retry_scheduled', 'attempt', 'delivered']);
    expect(waits).toEqual([1_000, 1_000, 1_000]);
    expect(end).toEqual({
      kind: 'end',
      event_id: EVENT_ID,
      tenant_id: 'acme',
      status: 'DELIVERED',
      settled: true,
    });
  });

  it('ends at the first look when all is over', async () => {
    expect(await look([[dead]])).toMatchObject({ waits: [], end: { status: 'DLQ', settled: true } });
  });

  it('ends at once when no endpoint wants the event', async () => {
    const event = anEvent({ endpointIds: [] });
    expect(await look([[]], { event })).toMatchObject({ end: { status: 'UNMATCHED', settled: true } });
  });

  it('waits for the endpoint whose delivery is not written yet', async () => {
    const event = anEvent({ endpointIds: ['default', 'second'] });
    const { end, looks } = await look([[delivered]], { event, interruptAt: 3 });
    expect([looks, end.status, end.settled]).toEqual([3, 'PENDING', false]);
  });

  it('goes on with --follow, and tells of a requeue', async () => {
    const requeued = aDelivery({ status: 'PENDING', generation: 2 });
    const { kinds, end } = await look([[dead], [requeued]], { follow: true, interruptAt: 2 });
    expect(kinds).toEqual(['accepted', 'dead_lettered', 'requeued']);
    expect(end).toMatchObject({ status: 'PENDING', settled: false });
  });

  it('finds whose event it is when that is not said', async () => {
    const { session, tables, lines } = testSession({
      keys: [aKey({ tenantId: 'beta', keyId: 'key_2' }), aKey()],
    });
    tables.events.store({ ...eventKey('acme', EVENT_ID), ...anEvent({ endpointIds: [] }) });
    expect(await tail.run(session, { eventId: EVENT_ID, follow: false })).toMatchObject({
      tenant_id: 'acme',
    });
    expect(lines).toHaveLength(1);
  });

  it('says that there is no such event', async () => {
    const input = { eventId: EVENT_ID, tenant: 'acme', follow: true };
    await expect(tail.run(testSession().session, input)).rejects.toMatchObject({ code: 'event_not_found' });
  });
});

describe('the text of tail', () => {
  const event = anEvent({ createdAt: '2026-03-04T05:06:07.000Z', endpointIds: ['default', 'orders-eu'] });
  const base = { at: '2026-03-04T05:06:08.500Z', endpoint_id: 'default', generation: 1 };
  const of = (step: EventStep) => stepText(step, event, pc.createColors(false)).slice(base.at.length + 2);

  it.each<[string, EventStep]>([
    [
      'accepted     order.paid, for default, orders-eu',
      { at: base.at, kind: 'accepted', event_type: 'order.paid', endpoint_ids: event.endpointIds },
    ],
    [
      'accepted     endpoint.failing told by Switchyard of another endpoint, for ops',
      {
        at: base.at,
        kind: 'accepted',
        event_type: 'endpoint.failing',
        endpoint_ids: ['ops'],
        provider: 'switchyard',
      },
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
    const step: EventStep = {
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
    const end = { kind: 'end', event_id: EVENT_ID, tenant_id: 'acme', status: 'DLQ', settled: true } as const;
    expect(tail.text(end, presentation)).toContain(`dlq requeue --tenant acme --event ${EVENT_ID}`);
  });
});
