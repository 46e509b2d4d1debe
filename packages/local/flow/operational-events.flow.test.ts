import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@switchyard/aws-local/json';
import { CONTROL_MESSAGE } from '@switchyard/core/deliveries';
import { type OperationalEvent, operationalEventSchema } from '@switchyard/core/operational-events';
import type { EndpointServer, ReceivedDelivery } from '../src/demo/endpoint-server.ts';
import { verifyWithPublicLibraries } from '../src/demo/verify-with-public-libraries.ts';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

type Listener = EndpointServer & { readonly secret: string };

/** Another endpoint of the tenant, which gets what it names. */
async function listen(tenant: FlowTenant, endpointId: string, eventTypes: string[]): Promise<Listener> {
  const server = await flow.startEndpoint();
  const { tenantId } = tenant;
  const { secrets } = await flow.putEndpoint(tenantId, { endpointId, targetUrl: server.url, eventTypes });
  return { ...server, secret: secrets[0]?.secret ?? '' };
}

const read = ({ body }: ReceivedDelivery): OperationalEvent | undefined =>
  operationalEventSchema.safeParse(JSON.parse(body.toString())).data;

const heardBy = ({ deliveries }: Pick<EndpointServer, 'deliveries'>): OperationalEvent[] =>
  deliveries.flatMap((delivery) => read(delivery) ?? []);

/** Waits for one of this type, and verifies it as the tenant would. */
async function hear(listener: Listener, type: OperationalEvent['type']): Promise<OperationalEvent> {
  const delivery = await waitUntil(type, async () =>
    listener.deliveries.find((delivery) => read(delivery)?.type === type),
  );
  verifyWithPublicLibraries(delivery, listener.secret);
  return operationalEventSchema.parse(JSON.parse(delivery.body.toString()));
}

/** What the operator's topic took about a tenant. The calls have to be watched before. */
async function published(tenantId: string, type: OperationalEvent['type']): Promise<JsonObject> {
  const { request } = await waitUntil(`a notice of ${type}`, async () =>
    (await flow.calls(tenantId)).find(
      ({ service, status, request }) =>
        service === 'sns' && status === 200 && String(request.Message).includes(`"type":"${type}"`),
    ),
  );
  return request;
}

/** Several events to its `default` endpoint, which is down and ready to be asked often. */
async function fail(tenant: FlowTenant): Promise<string[]> {
  const { endpoint, tenantId } = tenant;
  await flow.putEndpoint(tenantId, {
    ...(await flow.readEndpoint(tenantId)),
    maxAttempts: 50,
    retrySchedule: '1s',
  });
  endpoint.answer(503);
  const eventIds: string[] = [];
  for (let number = 0; number < 12; number += 1)
    eventIds.push(await tenant.post({ type: 'order.paid', number }));
  return eventIds;
}

describe('an endpoint that goes down and comes back', () => {
  it('is told of, signed, to those of its tenant that name it, and to the operator; to nobody else', async () => {
    const [tenant, other] = [await flow.createTenant(), await flow.createTenant()];
    await flow.calls(tenant.tenantId);
    const ops = await listen(tenant, 'ops', ['endpoint.failing', 'endpoint.recovered']);
    const all = await listen(tenant, 'all', ['*']);
    const foreign = await listen(other, 'ops', ['endpoint.*']);
    const { tenantId } = tenant;
    const eventIds = await fail(tenant);

    expect(await hear(ops, 'endpoint.failing')).toMatchObject({
      version: '1.0',
      data: {
        endpoint_id: 'default',
        target_host: new URL(tenant.endpoint.url).host,
        reason: 'failures',
        last_error: 'http_503',
        failing_since: expect.any(String),
      },
    });
    const notice = await published(tenantId, 'endpoint.failing');
    expect(JSON.parse(String(notice.Message))).toMatchObject({
      type: 'endpoint.failing',
      tenant_id: tenantId,
      event_id: ops.deliveries.find((delivery) => read(delivery))?.headers['webhook-id'],
    });
    expect(notice).toMatchObject({
      TopicArn: flow.local.topics['endpoint-events'],
      'MessageAttributes.entry.1.Name': 'type',
      'MessageAttributes.entry.1.Value.StringValue': 'endpoint.failing',
      'MessageAttributes.entry.2.Name': 'tenant_id',
      'MessageAttributes.entry.2.Value.StringValue': tenantId,
    });

    tenant.endpoint.answer(200);
    expect(await hear(ops, 'endpoint.recovered')).toMatchObject({ data: { reason: 'answered' } });
    await published(tenantId, 'endpoint.recovered');
    for (const eventId of eventIds) await tenant.waitFor(eventId, 'DELIVERED');
    expect(heardBy(ops).map(({ type }) => type)).toEqual(['endpoint.failing', 'endpoint.recovered']);
    expect([tenant.endpoint, all, foreign].flatMap(heardBy)).toEqual([]);
  });
});

describe('an endpoint that is disabled', () => {
  it('by its answer 410 is told of once, though several were answered so, and again when it is enabled', async () => {
    const tenant = await flow.createTenant();
    const ops = await listen(tenant, 'ops', ['endpoint.*']);
    tenant.endpoint.answer(410);
    const eventIds = await Promise.all(
      [1, 2, 3, 4].map((number) => tenant.post({ type: 'order.paid', number })),
    );
    for (const eventId of eventIds) await tenant.waitFor(eventId, 'HELD');
    expect(await hear(ops, 'endpoint.disabled')).toMatchObject({
      data: { reason: 'gone', detail: 'The endpoint answered 410 Gone.', last_error: 'http_410' },
    });
    tenant.endpoint.answer(200);
    const { status } = await tenant.hooks.call('POST', '/v1/endpoints/default/enable');
    expect(status).toBe(200);
    expect(await hear(ops, 'endpoint.recovered')).toMatchObject({ data: { reason: 'enabled' } });
    expect(heardBy(ops).map(({ type }) => type)).toEqual(['endpoint.disabled', 'endpoint.recovered']);
  });

  it('by hand is told of once, also when the message that says so comes twice', async () => {
    const tenant = await flow.createTenant();
    const { tenantId } = tenant;
    await flow.calls(tenantId);
    const ops = await listen(tenant, 'ops', ['endpoint.disabled']);
    await tenant.hooks.call('POST', '/v1/endpoints/default/disable');
    const event = await hear(ops, 'endpoint.disabled');
    expect(event).toMatchObject({ data: { reason: 'by_hand' } });

    const { told } = (await flow.readEndpoint(tenantId)) ?? {};
    const message = {
      schema: CONTROL_MESSAGE,
      kind: 'tell_endpoint',
      tenantId,
      endpointId: 'default',
      id: told.ids[0],
      event,
      notBefore: 0,
    };
    const [messageId] = await flow.sendMessages('control', [JSON.stringify(message)]);
    await flow.logged('the second message', (json) => json.messageId === messageId && json.msg === 'tell');
    // It is there, and was made by the first one.
    const { body } = await tenant.hooks.call('GET', '/v1/events');
    expect(body).toMatchObject({ events: [{ event_type: 'endpoint.disabled', status: 'DELIVERED' }] });
    expect(heardBy(ops)).toHaveLength(1);
  });
});

describe('a delivery that is given up', () => {
  it('is told of with what was tried; that what tells of it is given up too is not', async () => {
    const tenant = await flow.createTenant();
    const { tenantId } = tenant;
    await flow.calls(tenantId);
    const ops = await listen(tenant, 'ops', ['delivery.exhausted']);
    const down = await listen(tenant, 'down', ['delivery.*']);
    for (const endpointId of ['default', 'down'])
      await flow.putEndpoint(tenantId, {
        ...(await flow.readEndpoint(tenantId, endpointId)),
        maxAttempts: 1,
      });
    tenant.endpoint.answer(500);
    down.answer(500);
    const eventId = await tenant.post({ type: 'order.paid' });
    const event = await hear(ops, 'delivery.exhausted');
    expect(event).toMatchObject({
      data: {
        event_id: eventId,
        event_type: 'order.paid',
        endpoint_id: 'default',
        reason: 'attempts_exhausted',
        attempts: 1,
        last_error: 'http_500',
      },
    });
    await published(tenantId, 'delivery.exhausted');
    // `down` was told too, and its delivery is given up: of that nothing is told.
    await flow.logged(
      'nothing is told of what tells',
      (json) => json.tenantId === tenantId && json.msg === 'tell_exhausted' && json.outcome === 'stale',
    );
    expect([heardBy(ops).length, heardBy(down).length]).toEqual([1, 1]);
  });
});
