import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventIdOf, type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

const PATH = '/v1/event-types/order.paid';
const SCHEMA = {
  type: 'object',
  properties: { data: { type: 'object', properties: { amount: { type: 'string', pattern: '^\\d+$' } } } },
  required: ['data'],
};
const register = ({ hooks }: FlowTenant, body: object) => hooks.call('PUT', PATH, JSON.stringify(body));

describe('an event type', () => {
  it('is seen with its first event, whether or not it is registered', async () => {
    const tenant = await flow.createTenant();
    const eventId = await tenant.post({ type: 'order.sent' });
    await register(tenant, { description: 'Money came.' });

    expect(await tenant.hooks.call('GET', '/v1/event-types')).toMatchObject({
      status: 200,
      body: {
        event_types: [
          {
            event_type: 'order.paid',
            registered: { description: 'Money came.', validate: false },
            seen: null,
          },
          { event_type: 'order.sent', registered: null, seen: { count: 1, example_event_id: eventId } },
        ],
        next_token: null,
      },
    });
  });

  it('is checked by its schema, for its tenant alone, until it is deleted', async () => {
    const [tenant, other] = await Promise.all([flow.createTenant(), flow.createTenant()]);
    expect(await register(tenant, { schema: SCHEMA, validate: true })).toMatchObject({
      status: 200,
      body: { registered: { schema: SCHEMA, validate: true } },
    });
    const bad = '{"type":"order.paid","data":{"amount":19.9}}';

    expect(await tenant.hooks.postEvent(bad)).toMatchObject({
      status: 422,
      body: { code: 'event_invalid', errors: [{ path: '/data/amount' }] },
    });
    const fine = await tenant.hooks.postEvent('{"type":"order.paid","data":{"amount":"19"}}');
    await tenant.waitFor(eventIdOf(fine.body), 'DELIVERED');
    await other.post({ type: 'order.paid', data: { amount: 19.9 } });

    expect(await tenant.hooks.call('DELETE', PATH)).toMatchObject({ status: 200 });
    expect(await tenant.hooks.call('GET', PATH)).toMatchObject({
      body: { registered: null, seen: { count: 1 } },
    });
    expect(await tenant.hooks.call('DELETE', PATH)).toMatchObject({ status: 404 });
  });

  it('whose schema never comes to an end stops no other tenant', async () => {
    const [tenant, other] = await Promise.all([flow.createTenant(), flow.createTenant()]);
    await register(tenant, { schema: { properties: { a: { pattern: '^(a+)+$' } } }, validate: true });

    const slow = JSON.stringify({ type: 'order.paid', a: `${'a'.repeat(60)}b` });
    expect(await tenant.hooks.postEvent(slow)).toMatchObject({
      status: 503,
      body: { code: 'schema_too_slow' },
    });
    await other.waitFor(await other.post({ type: 'order.paid' }), 'DELIVERED');
  });

  it('that cannot be is refused with its place', async () => {
    const tenant = await flow.createTenant();
    expect(
      await register(tenant, { schema: { properties: { a: { $ref: 'https://x.example/s' } } } }),
    ).toMatchObject({
      status: 422,
      body: { code: 'event_type_invalid', errors: [{ path: 'schema/properties/a/$ref' }] },
    });
  });
});
