import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FlowStack, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

describe('an endpoint that', () => {
  it('answers 410 is disabled at once, and what is sent is held until it is enabled', async () => {
    const tenant = await flow.createTenant();
    tenant.endpoint.answer(410);
    const eventId = await tenant.post();
    const event = await tenant.waitFor(eventId, 'HELD');
    expect(event.deliveries).toMatchObject([{ status: 'HELD', attempts: [{ status_code: 410 }] }]);
    expect(await flow.readEndpoint(tenant.tenantId)).toMatchObject({
      status: 'DISABLED',
      statusReason: expect.stringContaining('410'),
    });
    const later = await tenant.post();
    await tenant.waitFor(later, 'HELD');
    expect(tenant.endpoint.deliveries).toHaveLength(1);

    tenant.endpoint.answer(200);
    await flow.setStatus(tenant.tenantId, 'ENABLED');
    await Promise.all([eventId, later].map((id) => tenant.waitFor(id, 'DELIVERED')));
    expect(tenant.endpoint.deliveries).toHaveLength(3);
  });

  it('redirects is not followed', async () => {
    const tenant = await flow.createTenant();
    const elsewhere = await flow.startEndpoint();
    tenant.endpoint.answer({ status: 307, headers: { location: elsewhere.url } });
    const event = await tenant.waitFor(await tenant.post(), 'DLQ');
    expect(event.deliveries[0]?.attempts.map(({ status_code: status }) => status)).toEqual([
      307, 307, 307, 307, 307,
    ]);
    expect(elsewhere.deliveries).toHaveLength(0);
  });

  it('never answers runs into the time limit of an attempt, and is tried again', async () => {
    const tenant = await flow.createTenant();
    tenant.endpoint.answer(() => (tenant.endpoint.deliveries.length === 1 ? 'hang' : 200));
    const event = await tenant.waitFor(await tenant.post(), 'DELIVERED');
    const { body } = await tenant.hooks.call('GET', `/v1/events/${event.event_id}`);
    expect(body).toMatchObject({
      deliveries: [
        {
          attempts: [
            { attempt: 1, error: 'timeout', duration_ms: expect.any(Number) },
            { attempt: 2, status_code: 200 },
          ],
        },
      ],
    });
  });

  it('asks for time with Retry-After gets it', async () => {
    const tenant = await flow.createTenant();
    tenant.endpoint.answer(() =>
      tenant.endpoint.deliveries.length === 1 ? { status: 429, headers: { 'retry-after': '2' } } : 200,
    );
    await tenant.waitFor(await tenant.post(), 'DELIVERED');
    const [first, second] = tenant.endpoint.deliveries.map(({ receivedAt }) => receivedAt);
    expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(1_900);
  });

  it('answers at length is read to the limit, and its beginning is kept', async () => {
    const tenant = await flow.createTenant();
    tenant.endpoint.answer({ status: 200, body: 'x'.repeat(1024 * 1024) });
    const event = await tenant.waitFor(await tenant.post(), 'DELIVERED');
    const { body } = await tenant.hooks.call('GET', `/v1/events/${event.event_id}`);
    expect(body).toMatchObject({ deliveries: [{ attempts: [{ response_body: 'x'.repeat(1024) }] }] });
  });

  it('is not there is tried again like any other', async () => {
    const tenant = await flow.createTenant();
    await tenant.endpoint.close();
    const event = await tenant.waitFor(await tenant.post(), 'DLQ');
    expect(event.deliveries[0]).toMatchObject({ reason: 'attempts_exhausted' });
    expect(event.deliveries[0]?.attempts).toHaveLength(5);
  });
});

describe('a target that is not on the public internet', () => {
  it.each([
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::ffff:192.168.0.1]/',
    'https://[fd00::1]/',
    'http://10.0.0.1/',
    'https://user:password@hooks.example.com/',
  ])('%s is refused without a connection, once and for all', async (targetUrl) => {
    const tenant = await flow.createTenant();
    await flow.putEndpoint(tenant.tenantId, { targetUrl });
    const eventId = await tenant.post();
    const event = await tenant.waitFor(eventId, 'DLQ');
    expect(event.deliveries).toMatchObject([{ reason: 'target_refused', attempts: [{ attempt: 1 }] }]);
    const [attempt] = await flow.logged(
      'the refusal',
      (json) => json.eventId === eventId && json.reason === 'target_refused',
    );
    expect(attempt).toMatchObject({ error: 'target_refused' });
    expect(attempt).not.toHaveProperty('status');
    expect(await flow.waitForDeadLetter(eventId)).toMatchObject({ reason: 'target_refused', attempts: 1 });
  });
});
