import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { eventIdOf, type FlowStack, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

const NUMBERS = '{"n":12345678901234567890,"p":1.10}';

describe('an event', () => {
  it('arrives byte for byte, with signatures that public libraries accept', async () => {
    const tenant = await flow.createTenant();
    const answer = await tenant.hooks.postEvent(NUMBERS);
    expect(answer).toMatchObject({ status: 201, body: { status: 'PENDING' } });
    const eventId = eventIdOf(answer.body);
    const event = await tenant.waitFor(eventId, 'DELIVERED');

    expect(tenant.endpoint.deliveries).toHaveLength(1);
    const [delivery] = tenant.endpoint.deliveries;
    expect(delivery?.method).toBe('POST');
    expect(delivery?.body.toString()).toBe(NUMBERS);
    expect(delivery?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': eventId });
    expect(event.deliveries).toMatchObject([
      { endpoint_id: 'default', status: 'DELIVERED', attempts: [{ attempt: 1, status_code: 200 }] },
    ]);

    const body = delivery?.body ?? '';
    const header = String(delivery?.headers['stripe-signature']);
    const { webhooks } = new Stripe('sk_test_unused');
    expect(() => webhooks.constructEvent(body, header, tenant.webhookSecret)).not.toThrow();
    expect(() => webhooks.constructEvent(`${body} `, header, tenant.webhookSecret)).toThrow(/signature/);
    const headers = {
      'webhook-id': String(delivery?.headers['webhook-id']),
      'webhook-timestamp': String(delivery?.headers['webhook-timestamp']),
      'webhook-signature': String(delivery?.headers['webhook-signature']),
    };
    const standard = new Webhook(tenant.webhookSecret);
    expect(() => standard.verify(body, headers)).not.toThrow();
    expect(() => standard.verify(body, { ...headers, 'webhook-id': 'evt_other' })).toThrow();
  });

  it('is counted by the functions on its way', async () => {
    const tenant = await flow.createTenant();
    const eventId = await tenant.post();
    await tenant.waitFor(eventId, 'DELIVERED');

    const [delivered] = await flow.logged(
      `delivered ${eventId}`,
      (json) => json.msg === 'delivery' && json.eventId === eventId && json.outcome === 'delivered',
    );
    const _aws = {
      CloudWatchMetrics: [{ Namespace: expect.stringMatching(/^Switchyard\/./), Dimensions: [['service']] }],
    };
    // Lines of metrics name no event; events of other tests may be in the same.
    const [accepted] = await flow.logged('EventsAccepted', (json) => 'EventsAccepted' in json);
    expect(accepted).toMatchObject({ _aws, service: 'switchyard', EventsAccepted: expect.any(Number) });
    const [counted] = await flow.logged(`the latency of ${eventId}`, ({ DeliveryLatency }) =>
      [DeliveryLatency].flat().includes(delivered?.sinceAcceptedMs),
    );
    expect(counted).toMatchObject({
      _aws,
      service: 'switchyard',
      DeliveryAttempts: expect.any(Number),
      DeliveriesDelivered: expect.any(Number),
    });
  });

  it('is read back byte for byte', async () => {
    const tenant = await flow.createTenant();
    const { body } = await tenant.hooks.postEvent(NUMBERS);
    const eventId = eventIdOf(body);
    const { text } = await tenant.hooks.call('GET', `/v1/events/${eventId}`);
    expect(text).toContain(`"payload":${NUMBERS}`);
  });

  it('goes to each endpoint, with attempts of its own; to a disabled one later', async () => {
    const tenant = await flow.createTenant();
    const failing = await flow.startEndpoint();
    failing.answer(500);
    await flow.putEndpoint(tenant.tenantId, { endpointId: 'second', targetUrl: failing.url });
    await flow.putEndpoint(tenant.tenantId, { endpointId: 'off', status: 'DISABLED' });

    const event = await tenant.waitFor(await tenant.post(), 'DLQ');
    const [fine, off, bad] = event.deliveries;
    expect(off).toMatchObject({ endpoint_id: 'off', attempts: [] });
    expect(fine).toMatchObject({ endpoint_id: 'default', status: 'DELIVERED', attempts: [{ attempt: 1 }] });
    expect(bad).toMatchObject({ endpoint_id: 'second', status: 'DLQ', reason: 'attempts_exhausted' });
    expect(bad?.attempts.map(({ attempt, status_code: status }) => [attempt, status])).toEqual(
      [1, 2, 3, 4, 5].map((attempt) => [attempt, 500]),
    );
    expect(tenant.endpoint.deliveries).toHaveLength(1);
    expect(failing.deliveries).toHaveLength(5);
  });

  it('goes only to endpoints that want its type', async () => {
    const tenant = await flow.createTenant();
    const picky = await flow.startEndpoint();
    await flow.putEndpoint(tenant.tenantId, { targetUrl: picky.url, eventTypes: ['order.paid'] });

    const wanted = await tenant.post({ type: 'order.paid' });
    const unwanted = await tenant.post({ type: 'order.shipped' });
    expect(await tenant.hooks.getEvent(unwanted)).toMatchObject({ status: 'UNMATCHED', deliveries: [] });
    await tenant.waitFor(wanted, 'DELIVERED');
    expect(picky.deliveries.map(({ headers }) => headers['webhook-id'])).toEqual([wanted]);
  });
});
