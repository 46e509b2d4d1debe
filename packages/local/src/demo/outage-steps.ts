import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { check, checkEqual } from './check.ts';
import type { ReceivedDelivery } from './endpoint-server.ts';
import { eventIdOf } from './event-id-of.ts';
import type { OutboundContext } from './outbound-steps.ts';
import { rotate } from './rotate.ts';
import type { DemoStep } from './run-steps.ts';

const DEFAULT_PATH = '/v1/endpoints/default';
/** One of its own: workers go on with the settings of an endpoint that they know for up to a minute. */
const PATH = '/v1/endpoints/patient';
/** Enough of them in a row, with a retry or two, for the breaker. */
const BEFORE_IT_OPENS = 12;
const WHILE_IT_IS_OPEN = 3;
/** So that none is given up before the breaker opens, and the drain begins at two a second. */
const PATIENT = { retry_schedule: '1s', max_attempts: 30, drain_rate: 2 };
/** What is sent on in one second may overtake within it, and into the next: the drain grows to five a second. */
const MAY_OVERTAKE = 9;
const POLL_MS = 100;

const madeSchema = z.object({ secret: z.string() });
const endpointSchema = z.object({ health: z.object({ breaker: z.string(), draining: z.boolean() }) });

const idOf = ({ headers }: ReceivedDelivery): string => String(headers['webhook-id']);

/** One after another, so that each is older than the next. */
async function postOrders({ hooks }: OutboundContext, count: number): Promise<string[]> {
  const eventIds: string[] = [];
  for (let order = 1; order <= count; order += 1)
    eventIds.push(eventIdOf((await hooks.postEvent(JSON.stringify({ type: 'order.paid', order }))).body));
  return eventIds;
}

const waitForAll = ({ hooks, retriesMs }: OutboundContext, eventIds: readonly string[], status: string) =>
  Promise.all(eventIds.map((eventId) => hooks.waitForStatus(eventId, status, retriesMs)));

export const outageSteps: readonly DemoStep<OutboundContext>[] = [
  {
    name: 'outage',
    title: 'The endpoint goes down: after so many failures it is left alone, and all for it is held',
    async run(context) {
      const { hooks, endpoint } = context;
      const changed = await hooks.call(
        'PATCH',
        DEFAULT_PATH,
        JSON.stringify({ event_types: ['order.other'] }),
      );
      checkEqual(changed.status, 200, 'the answer to PATCH');
      const patient = { endpoint_id: 'patient', target_url: endpoint.url, ...PATIENT };
      const made = await hooks.call('POST', '/v1/endpoints', JSON.stringify(patient));
      checkEqual(made.status, 201, 'the answer to POST');
      context.patientSecret = madeSchema.parse(made.body).secret;
      endpoint.answer(503);
      const before = endpoint.deliveries.length;
      const early = await postOrders(context, BEFORE_IT_OPENS);
      await waitForAll(context, early, 'HELD');
      const late = await postOrders(context, WHILE_IT_IS_OPEN);
      const held = await waitForAll(context, late, 'HELD');
      checkEqual(
        held.flatMap(({ deliveries }) => deliveries.flatMap(({ attempts }) => attempts)).length,
        0,
        'the number of requests for what came while it was down',
      );
      const { health } = endpointSchema.parse((await hooks.call('GET', PATH)).body);
      check(health.breaker !== 'closed', `the breaker is open (it is ${health.breaker})`);
      context.heldEventIds = [...early, ...late];
      return { held: context.heldEventIds.length, requests: endpoint.deliveries.length - before };
    },
  },
  {
    name: 'recovery',
    title: 'It is back: a probe finds it, and what was held is sent oldest first, none lost, none twice',
    async run(context) {
      const { hooks, endpoint, heldEventIds = [], retriesMs } = context;
      endpoint.answer(200);
      const before = endpoint.deliveries.length;
      const events = await waitForAll(context, heldEventIds, 'DELIVERED');
      const taken = endpoint.deliveries.slice(before);
      const order = taken.map((delivery) => heldEventIds.indexOf(idOf(delivery)));
      checkEqual(taken.length, heldEventIds.length, 'the number of deliveries that it took');
      checkEqual(new Set(order).size, heldEventIds.length, 'the number of different events among them');
      checkEqual(order[0], 0, 'the place of the first in the line: the probe is the oldest');
      check(
        order.every((place, position) => Math.abs(place - position) < MAY_OVERTAKE),
        `they come oldest first (they came as ${order.join(', ')})`,
      );
      const [first, last] = [taken[0]?.receivedAt ?? 0, taken.at(-1)?.receivedAt ?? 0];
      check(last - first >= 2_000, `they come at the drain's rate, not at once (in ${last - first} ms)`);
      await untilClosed(context, retriesMs);
      const doubled = events.flatMap(({ deliveries }) =>
        deliveries.filter(({ attempts }) => attempts.filter((each) => each.status_code === 200).length > 1),
      );
      checkEqual(doubled.length, 0, 'the number of events that were delivered twice');
      const dead = await hooks.call('GET', '/v1/events?status=DLQ');
      check(
        heldEventIds.every((eventId) => !dead.text.includes(eventId)),
        'none of them is a dead letter',
      );
      return { delivered: taken.length, lost: 0, doubled: 0, seconds: Math.round((last - first) / 1_000) };
    },
  },
  {
    name: 'rotation',
    title: 'The secret is rotated while it delivers: each delivery verifies, retries under way too',
    async run(context) {
      const facts = await rotate(context);
      await giveBack(context);
      return facts;
    },
  },
];

/** The steps that follow are for the first endpoint again, with its secret. */
async function giveBack({ hooks }: OutboundContext): Promise<void> {
  checkEqual((await hooks.call('DELETE', PATH)).status, 200, 'the answer to DELETE');
  const changed = await hooks.call('PATCH', DEFAULT_PATH, JSON.stringify({ event_types: ['*'] }));
  checkEqual(changed.status, 200, 'the answer to PATCH');
}

async function untilClosed({ hooks }: OutboundContext, timeoutMs: number): Promise<void> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const { health } = endpointSchema.parse((await hooks.call('GET', PATH)).body);
    if (health.breaker === 'closed') return;
    check(performance.now() < giveUpAt, `the breaker is closed (it is ${health.breaker})`);
    await sleep(POLL_MS);
  }
}
