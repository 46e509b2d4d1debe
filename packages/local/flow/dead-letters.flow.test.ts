import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { neverLogged } from '../testing/canaries.ts';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

/** A tenant whose endpoint is down, and events that were given up because of it. */
async function deadEvents(count: number): Promise<{ tenant: FlowTenant; eventIds: string[] }> {
  const tenant = await flow.createTenant();
  tenant.endpoint.answer(503);
  const eventIds = await Promise.all(Array.from({ length: count }, () => tenant.post()));
  await Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, 'DLQ')));
  await Promise.all(eventIds.map((eventId) => flow.waitForDeadLetter(eventId)));
  return { tenant, eventIds };
}

describe('an event whose endpoint is down', () => {
  it('is attempted five times, dead-lettered with the reason, requeued and then delivered', async () => {
    const { tenant, eventIds } = await deadEvents(1);
    const [eventId = ''] = eventIds;
    expect(tenant.endpoint.deliveries).toHaveLength(5);

    const peeked = await flow.dlq({ action: 'peek', tenantId: tenant.tenantId, maxMessages: 1 });
    expect(peeked).toMatchObject({
      matched: 1,
      messages: [
        {
          tenantId: tenant.tenantId,
          eventId,
          endpointId: 'default',
          reason: 'attempts_exhausted',
          attempts: 5,
          generation: 1,
        },
      ],
    });

    tenant.endpoint.answer(200);
    const requeued = await flow.dlq({ action: 'requeue', tenantId: tenant.tenantId, maxMessages: 1 });
    expect(requeued).toMatchObject({ matched: 1, requeued: 1, failed: 0 });
    const event = await tenant.waitFor(eventId, 'DELIVERED');
    expect(event.deliveries[0]?.attempts.at(-1)).toMatchObject({
      attempt: 1,
      generation: 2,
      status_code: 200,
    });
    expect(tenant.endpoint.deliveries).toHaveLength(6);
    expect(await flow.dlq({ action: 'peek', tenantId: tenant.tenantId })).toMatchObject({ matched: 0 });
  });

  it('is sent again by its tenant with the retry route, and its dead letter is then superseded', async () => {
    const { tenant, eventIds } = await deadEvents(1);
    const [eventId = ''] = eventIds;
    tenant.endpoint.answer(200);
    expect(await tenant.hooks.call('POST', `/v1/events/${eventId}/retry`)).toMatchObject({
      status: 202,
      body: { event_id: eventId, status: 'PENDING', endpoint_ids: ['default'] },
    });
    const event = await tenant.waitFor(eventId, 'DELIVERED');
    expect(event.deliveries[0]?.attempts).toHaveLength(6);

    expect(await tenant.hooks.call('POST', `/v1/events/${eventId}/retry`)).toMatchObject({
      status: 409,
      body: { code: 'nothing_to_retry' },
    });
    const wanted = { tenantId: tenant.tenantId, maxMessages: 1 };
    expect(await flow.dlq({ action: 'requeue', ...wanted })).toMatchObject({ superseded: 1, requeued: 0 });
    expect(tenant.endpoint.deliveries).toHaveLength(6);
  });
});

describe('the dead letters', () => {
  it('are counted and not touched by a dry run, and purged for good', async () => {
    const { tenant, eventIds } = await deadEvents(2);
    const [first = ''] = eventIds;
    const mine = { tenantId: tenant.tenantId, maxMessages: 2 };
    expect(await flow.dlq({ action: 'purge', dryRun: true, ...mine })).toMatchObject({
      dryRun: true,
      matched: 2,
      purged: 0,
    });
    expect(await flow.dlq({ action: 'requeue', dryRun: true, ...mine })).toMatchObject({ requeued: 0 });
    expect((await tenant.hooks.getEvent(first)).status).toBe('DLQ');

    expect(await flow.dlq({ action: 'purge', ...mine })).toMatchObject({ matched: 2, purged: 2, failed: 0 });
    expect(await Promise.all(eventIds.map(async (id) => (await tenant.hooks.getEvent(id)).status))).toEqual([
      'PURGED',
      'PURGED',
    ]);
    expect(tenant.endpoint.deliveries).toHaveLength(10);
  });

  it('are chosen by event, tenant and endpoint', async () => {
    const [{ tenant, eventIds }, other] = await Promise.all([deadEvents(2), deadEvents(1)]);
    const [wanted = '', unwanted = ''] = eventIds;
    tenant.endpoint.answer(200);
    expect(
      await flow.dlq({ action: 'requeue', tenantId: tenant.tenantId, endpointId: 'elsewhere' }),
    ).toMatchObject({ matched: 0, requeued: 0 });
    expect(await flow.dlq({ action: 'requeue', eventIds: [wanted], maxMessages: 1 })).toMatchObject({
      requeued: 1,
    });
    await tenant.waitFor(wanted, 'DELIVERED');
    expect((await tenant.hooks.getEvent(unwanted)).status).toBe('DLQ');
    const [otherEventId = ''] = other.eventIds;
    expect((await other.tenant.hooks.getEvent(otherEventId)).status).toBe('DLQ');
  });

  it('that are not ours stay, and are counted', async () => {
    const { tenant } = await deadEvents(1);
    const [text, value] = ['not even JSON', 'of somebody else'].map((each) =>
      neverLogged('dead letter that is not ours', each),
    );
    await flow.sendMessages('delivery-dlq', [`${text}`, JSON.stringify({ payload: value })]);
    tenant.endpoint.answer(200);
    const requeued = await flow.dlq({ action: 'requeue', tenantId: tenant.tenantId });
    expect(requeued).toMatchObject({ requeued: 1, malformed: 2 });
    expect(await flow.dlq({ action: 'peek', tenantId: tenant.tenantId })).toMatchObject({
      matched: 0,
      malformed: 2,
      complete: true,
    });
  });

  it('are not touched by a request that is wrong, which is told what is allowed', async () => {
    const { functionError, result } = await flow.invoke('dlq-processor', {
      action: 'delete',
      maxMessages: 0,
    });
    expect(functionError).toBe('Unhandled');
    expect(result).toMatchObject({
      errorType: 'DlqRequestError',
      errorMessage: expect.stringMatching(
        /action: must be peek, requeue, purge, or replay_start.*maxMessages/,
      ),
    });
  });
});
