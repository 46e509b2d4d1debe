import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventIdOf, type FlowStack, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

describe('an Idempotency-Key', () => {
  it('makes one event of ten requests at the same time', async () => {
    const tenant = await flow.createTenant();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => tenant.hooks.postEvent('{"order":1}', 'order-1')),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    const bodies = new Set(answers.map(({ text }) => text));
    expect(bodies.size).toBe(1);
    expect(answers.filter(({ headers }) => headers.has('idempotent-replayed'))).toHaveLength(9);

    const eventId = eventIdOf(answers[0]?.body);
    await tenant.waitFor(eventId, 'DELIVERED');
    const later = await tenant.hooks.postEvent('{"order":1}', 'order-1');
    expect(later).toMatchObject({ status: 201, body: { event_id: eventId } });
    expect(tenant.endpoint.deliveries).toHaveLength(1);
  });

  it('refuses another body, down to a space', async () => {
    const tenant = await flow.createTenant();
    await tenant.hooks.postEvent('{"order":1}', 'order-1');
    expect(await tenant.hooks.postEvent('{"order": 1}', 'order-1')).toMatchObject({
      status: 409,
      body: { code: 'idempotency_conflict' },
    });
  });

  it('is a tenant’s own', async () => {
    const [one, other] = await Promise.all([flow.createTenant(), flow.createTenant()]);
    const answers = await Promise.all(
      [one, other].map(({ hooks }) => hooks.postEvent('{"order":1}', 'order-1')),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(2);
  });
});
