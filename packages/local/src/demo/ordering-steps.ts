import { check, checkEqual } from './check.ts';
import { eventIdOf } from './event-id-of.ts';
import type { OutboundContext } from './outbound-steps.ts';
import type { DemoStep } from './run-steps.ts';

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
      const { hooks, endpoint, deliveryMs, maxAttempts, retriesMs } = context;
      const before = endpoint.deliveries.length;
      const arrived = () =>
        endpoint.deliveries.slice(before).map(({ headers }) => String(headers['webhook-id']));
      let failures = 0;
      let other: string | undefined;
      // It fails until the other key’s event is there, and is not given up.
      endpoint.answer(() => {
        if (endpoint.deliveries.at(-1)?.body.includes('created') !== true) return 200;
        const isOtherThere = other !== undefined && arrived().includes(other);
        if (failures === maxAttempts - 1 || (isOtherThere && failures > 0)) return 200;
        failures += 1;
        return 503;
      });
      const eventIds: string[] = [];
      for (const step of ['created', 'paid', 'shipped'])
        eventIds.push(await postWithKey(context, 'order-1042', step));
      other = await postWithKey(context, 'order-1043', 'paid');
      await hooks.waitForStatus(other, 'DELIVERED', deliveryMs);
      await Promise.all(eventIds.map((eventId) => hooks.waitForStatus(eventId, 'DELIVERED', retriesMs)));
      const all = arrived();
      checkEqual(
        [...new Set(all)].filter((id) => id !== other).join(),
        eventIds.join(),
        'the order of the first requests',
      );
      checkEqual(all.length, eventIds.length + 1 + failures, 'the number of requests');
      check(all.indexOf(other) < all.indexOf(eventIds[1] ?? ''), 'the other key does not wait');
      endpoint.answer(200);
      return { failures, in_order: eventIds.length, did_not_wait: 1 };
    },
  },
];
