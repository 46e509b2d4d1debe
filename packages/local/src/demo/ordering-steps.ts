import { checkEqual } from './check.ts';
import { eventIdOf } from './event-id-of.ts';
import type { OutboundContext } from './outbound-steps.ts';
import type { DemoStep } from './run-steps.ts';

const FAILURES = 2;

const postWithKey = async ({ hooks }: OutboundContext, key: string, step: string): Promise<string> =>
  eventIdOf(
    (
      await hooks.call('POST', '/v1/events', JSON.stringify({ type: 'order.changed', step }), {
        'ordering-key': key,
      })
    ).body,
  );

export const orderingSteps: readonly DemoStep<OutboundContext>[] = [
  {
    name: 'ordering',
    title: 'Events with one Ordering-Key: the first fails, those behind it wait, another key does not',
    async run(context) {
      const { hooks, endpoint, deliveryMs, retriesMs } = context;
      const before = endpoint.deliveries.length;
      let failures = 0;
      endpoint.answer(() => {
        const isFirst = endpoint.deliveries.at(-1)?.body.includes('created') === true;
        if (!isFirst || failures === FAILURES) return 200;
        failures += 1;
        return 503;
      });
      const eventIds: string[] = [];
      for (const step of ['created', 'paid', 'shipped'])
        eventIds.push(await postWithKey(context, 'order-1042', step));
      const other = await postWithKey(context, 'order-1043', 'paid');
      await hooks.waitForStatus(other, 'DELIVERED', deliveryMs);
      await Promise.all(eventIds.map((eventId) => hooks.waitForStatus(eventId, 'DELIVERED', retriesMs)));
      const arrived = endpoint.deliveries.slice(before).map(({ headers }) => String(headers['webhook-id']));
      checkEqual(
        [...new Set(arrived)].filter((id) => id !== other).join(),
        eventIds.join(),
        'the order of the first requests',
      );
      checkEqual(arrived.length, eventIds.length + 1 + FAILURES, 'the number of requests');
      checkEqual(
        arrived.indexOf(other) < arrived.indexOf(eventIds[1] ?? ''),
        true,
        'that the other key did not wait',
      );
      endpoint.answer(200);
      return { failures, in_order: eventIds.length, did_not_wait: 1 };
    },
  },
];
