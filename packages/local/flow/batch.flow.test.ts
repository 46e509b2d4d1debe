import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_SECONDS, toIso, toSeconds } from '@switchyard/core/clock';
import { DELIVERY_MESSAGE, deliveryKey } from '@switchyard/core/deliveries';
import { type Event, eventKey } from '@switchyard/core/events';
import { newId } from '@switchyard/core/ids';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

/** An event that is stored but not queued, and the message that asks for its first attempt. */
async function storeEvent({ tenantId }: FlowTenant): Promise<{ eventId: string; body: string }> {
  const now = Date.now();
  const eventId = newId('evt', now);
  const event: Event = {
    tenantId,
    eventId,
    payload: Buffer.from('{"n":1}'),
    endpointIds: ['default'],
    createdAt: toIso(now),
    correlationId: 'flow',
    expiresAt: toSeconds(now) + DAY_SECONDS,
  };
  await flow.documents.put({
    TableName: flow.local.tables.Events,
    Item: { ...eventKey(tenantId, eventId), ...event },
  });
  const id = { tenantId, eventId, endpointId: 'default', generation: 1, attempt: 1 };
  return { eventId, body: JSON.stringify({ schema: DELIVERY_MESSAGE, ...id }) };
}

/** As Lambda hands it over after so many receives. */
const received = (body: string, times: number) => ({
  messageId: randomUUID(),
  receiptHandle: 'r',
  body,
  attributes: { ApproximateReceiveCount: String(times) },
});

describe('a message that was received many times', () => {
  it('is delivered: an account that throttles uses up receives, not attempts', async () => {
    const tenant = await flow.createTenant();
    const { eventId, body } = await storeEvent(tenant);
    const { result } = await flow.invoke('worker', { Records: [received(body, 300)] });

    expect(result).toEqual({ batchItemFailures: [] });
    await tenant.waitFor(eventId, 'DELIVERED');
    expect(tenant.endpoint.deliveries).toHaveLength(1);
  });

  it('is given up with its reason once its attempt was begun too often, and can be requeued', async () => {
    const tenant = await flow.createTenant();
    const { eventId, body } = await storeEvent(tenant);
    const now = toIso(Date.now());
    const { schema: _, attempt, ...id } = JSON.parse(body);
    const crashed = {
      ...id,
      status: 'PENDING',
      nextAttempt: attempt,
      repeats: 4,
      attempts: [],
      createdAt: now,
      updatedAt: now,
      expiresAt: toSeconds(Date.now()) + DAY_SECONDS,
    };
    await flow.documents.put({
      TableName: flow.local.tables.Events,
      Item: { ...deliveryKey(tenant.tenantId, eventId, 'default'), ...crashed },
    });
    await flow.invoke('worker', { Records: [received(body, 6)] });

    expect(await flow.waitForDeadLetter(eventId)).toMatchObject({ reason: 'worker_crashed', attempts: 0 });
    expect(tenant.endpoint.deliveries).toEqual([]);
    expect(await flow.dlq({ action: 'requeue', eventIds: [eventId] })).toMatchObject({ requeued: 1 });
    await tenant.waitFor(eventId, 'DELIVERED');
  });

  it('and that SQS moved untried is shown as such, and requeued like any other', async () => {
    const tenant = await flow.createTenant();
    const { eventId, body } = await storeEvent(tenant);
    await flow.sendMessages('delivery-dlq', [body]);

    expect(await flow.waitForDeadLetter(eventId)).toMatchObject({ reason: 'never_tried', attempts: 0 });
    expect(await flow.dlq({ action: 'requeue', eventIds: [eventId] })).toMatchObject({ requeued: 1 });
    await tenant.waitFor(eventId, 'DELIVERED');
  });
});

describe('a batch with a message that cannot be read', () => {
  it('reports that one alone', async () => {
    const tenant = await flow.createTenant();
    const events = await Promise.all([storeEvent(tenant), storeEvent(tenant)]);
    const bodies = [events[0]?.body ?? '', '{"poison":true}', events[1]?.body ?? '', 'no JSON'];
    const Records = bodies.map((body) => ({ messageId: randomUUID(), receiptHandle: 'r', body }));
    const { result } = await flow.invoke('worker', { Records });
    expect(result).toEqual({
      batchItemFailures: [Records[1], Records[3]].map((record) => ({ itemIdentifier: record?.messageId })),
    });
    await Promise.all(events.map(({ eventId }) => tenant.waitFor(eventId, 'DELIVERED')));
    expect(tenant.endpoint.deliveries).toHaveLength(2);
  });

  it('delivers its neighbours once, and leaves it in the queue until it is a dead letter', async () => {
    const tenant = await flow.createTenant();
    const events = await Promise.all([storeEvent(tenant), storeEvent(tenant), storeEvent(tenant)]);
    const poison = JSON.stringify({ poison: randomUUID() });
    const [messageId] = await flow.sendMessages('delivery', [poison, ...events.map(({ body }) => body)]);
    await Promise.all(events.map(({ eventId }) => tenant.waitFor(eventId, 'DELIVERED')));
    await flow.logged(
      'the poison fails',
      (json) => json.messageId === messageId && json.outcome === 'comes_back',
    );
    // Not deleted, and hidden until its visibility timeout ends.
    expect(await flow.countInFlight('delivery')).toBeGreaterThanOrEqual(1);
    expect(tenant.endpoint.deliveries).toHaveLength(3);
  });
});
