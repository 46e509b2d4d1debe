import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DELIVERY_MESSAGE } from '@switchyard/core/deliveries';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

const message = (tenant: FlowTenant, eventId: string, attempt = 1): string =>
  JSON.stringify({
    schema: DELIVERY_MESSAGE,
    tenantId: tenant.tenantId,
    eventId,
    endpointId: 'default',
    generation: 1,
    attempt,
  });

const COPIES = 6;

describe('a message that SQS hands out again', () => {
  it('posts nothing once the event is delivered', async () => {
    const tenant = await flow.createTenant();
    const eventId = await tenant.post();
    await tenant.waitFor(eventId, 'DELIVERED');
    await flow.sendMessages('delivery', [message(tenant, eventId), message(tenant, eventId, 2)]);
    await flow.logged(
      'both are ignored',
      (json) => json.eventId === eventId && json.outcome === 'ignored',
      2,
    );
    expect(tenant.endpoint.deliveries).toHaveLength(1);
    expect((await tenant.hooks.getEvent(eventId)).deliveries[0]?.attempts).toHaveLength(1);
  });

  it('while an attempt is under way does not fork the chain of retries', async () => {
    const tenant = await flow.createTenant();
    const held: (() => void)[] = [];
    let isHolding = true;
    tenant.endpoint.answer(async () => {
      if (isHolding) await new Promise<void>((resolve) => held.push(resolve));
      return 503;
    });
    const eventId = await tenant.post();
    await waitUntil('the first attempt', async () => (held.length > 0 ? true : undefined));
    // Each in a batch of its own, so that several workers have the same attempt to make at the same time.
    for (let copy = 0; copy < COPIES; copy += 1)
      await flow.sendMessages('delivery', [message(tenant, eventId)]);
    await waitUntil('a second worker with the same message', async () =>
      held.length > 1 ? true : undefined,
    );
    isHolding = false;
    for (const answer of held) answer();

    const event = await tenant.waitFor(eventId, 'DLQ');
    expect(event.deliveries[0]?.attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5]);
    await flow.waitForDeadLetter(eventId);
    // Whoever posted an attempt and was not the first to record it has gone no further.
    await waitUntil('each request beyond the five to be accounted for', async () => {
      const outrun = await flow.loggedNow((json) => json.eventId === eventId && json.outcome === 'outrun');
      return tenant.endpoint.deliveries.length === 5 + outrun.length ? true : undefined;
    });
    expect(await flow.dlq({ action: 'peek', eventIds: [eventId] })).toMatchObject({ matched: 1 });
  });

  it('in one batch is posted once', async () => {
    const tenant = await flow.createTenant();
    tenant.endpoint.answer(503);
    const eventId = await tenant.post();
    await tenant.waitFor(eventId, 'DLQ');
    await flow.waitForDeadLetter(eventId);
    tenant.endpoint.answer(200);
    const before = tenant.endpoint.deliveries.length;
    await flow.dlq({ action: 'requeue', eventIds: [eventId], maxMessages: 1 });
    await tenant.waitFor(eventId, 'DELIVERED');
    await flow.sendMessages(
      'delivery',
      Array.from({ length: COPIES }, () => message(tenant, eventId)),
    );
    await flow.logged(
      'each copy is ignored',
      (json) => json.eventId === eventId && json.outcome === 'ignored',
    );
    expect(tenant.endpoint.deliveries).toHaveLength(before + 1);
  });
});
