import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventIdOf, type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

async function postWithKey({ hooks }: FlowTenant, orderingKey: string, number: number): Promise<string> {
  const body = JSON.stringify({ type: 'order.changed', number });
  const headers = { 'content-type': 'application/json', 'ordering-key': orderingKey };
  return eventIdOf((await hooks.call('POST', '/v1/events', body, headers)).body);
}

/** One after another, so that each is accepted before the next is sent. */
async function postInTurn(tenant: FlowTenant, orderingKey: string, count: number): Promise<string[]> {
  const eventIds: string[] = [];
  for (let number = 1; number <= count; number += 1)
    eventIds.push(await postWithKey(tenant, orderingKey, number));
  return eventIds;
}

const idsOf = ({ endpoint }: FlowTenant) => endpoint.deliveries.map(({ headers }) => headers['webhook-id']);

const waitForAll = (tenant: FlowTenant, eventIds: readonly string[], status = 'DELIVERED') =>
  Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, status)));

describe('events with an Ordering-Key', () => {
  it('wait for one that fails, then follow it in order, while others go on', async () => {
    const tenant = await flow.createTenant();
    const patient = { maxAttempts: 50, retrySchedule: '1s' };
    await flow.putEndpoint(tenant.tenantId, { ...(await flow.readEndpoint(tenant.tenantId)), ...patient });
    let fails = true;
    tenant.endpoint.answer(() =>
      fails && String(tenant.endpoint.deliveries.at(-1)?.body).includes('"number":1}') ? 503 : 200,
    );
    const [failing = '', ...behind] = await postInTurn(tenant, 'order-1', 4);
    const waiting = await tenant.hooks.call('GET', `/v1/events/${behind[0]}`);
    expect(waiting.body).toMatchObject({
      ordering_key: 'order-1',
      deliveries: [{ status: 'PENDING', waits_for: failing, attempts: [] }],
    });
    const others = [await postWithKey(tenant, 'order-2', 7), await tenant.post({ number: 8 })];
    await waitForAll(tenant, others);
    fails = false;
    await waitForAll(tenant, [failing, ...behind]);
    const first = [...new Set(idsOf(tenant))];
    expect(first.filter((id) => !others.includes(String(id)))).toEqual([failing, ...behind]);
    expect(idsOf(tenant).filter((id) => id !== failing)).toHaveLength(3 + 2);
    const { body } = await tenant.hooks.call('GET', `/v1/events/${behind[2]}`);
    expect(body).toMatchObject({ deliveries: [{ attempts: [expect.anything()] }] });
    expect(body).not.toHaveProperty('deliveries.0.waits_for');
  });

  it('keep their order in the slow lane', async () => {
    const tenant = await flow.createTenant();
    const slowSince = new Date().toISOString();
    await flow.putEndpoint(tenant.tenantId, { ...(await flow.readEndpoint(tenant.tenantId)), slowSince });
    const eventIds = await postInTurn(tenant, 'order-1', 3);
    await waitForAll(tenant, eventIds);
    expect(idsOf(tenant)).toEqual(eventIds);
    const lines = await flow.logged(
      'their attempts',
      (json) => json.tenantId === tenant.tenantId && json.msg === 'delivery' && json.durationMs !== undefined,
      3,
    );
    expect(lines.map(({ service }) => service)).toEqual(eventIds.map(() => 'slow-worker'));
  });

  it('go on after a dead letter, which waits for its turn when it is requeued', async () => {
    const tenant = await flow.createTenant();
    tenant.endpoint.answer(() => (tenant.endpoint.deliveries.length <= 5 ? 503 : 200));
    const [dead = '', ...behind] = await postInTurn(tenant, 'order-1', 3);
    await waitForAll(tenant, behind);
    await tenant.waitFor(dead, 'DLQ');
    await flow.waitForDeadLetter(dead);
    expect(await flow.dlq({ action: 'requeue', eventIds: [dead], maxMessages: 1 })).toMatchObject({
      requeued: 1,
    });
    await tenant.waitFor(dead, 'DELIVERED');
    expect([...idsOf(tenant).slice(5)]).toEqual([...behind, dead]);
  });

  it('wait behind the first of them while it is held, and follow it', async () => {
    const tenant = await flow.createTenant();
    await flow.setStatus(tenant.tenantId, 'PAUSED');
    const [first = '', ...behind] = await postInTurn(tenant, 'order-1', 3);
    await tenant.waitFor(first, 'HELD');
    const held = { held: true, tenantId: tenant.tenantId, endpointId: 'default' };
    expect(await flow.dlq({ action: 'peek', ...held })).toMatchObject({ matched: 1 });
    await flow.setStatus(tenant.tenantId, 'ENABLED');
    await waitForAll(tenant, [first, ...behind]);
    expect(idsOf(tenant)).toEqual([first, ...behind]);
  });

  it('that come at the same moment arrive once each', async () => {
    const tenant = await flow.createTenant();
    const eventIds = await Promise.all(
      Array.from({ length: 8 }, (_, number) => postWithKey(tenant, 'order-1', number)),
    );
    await waitForAll(tenant, eventIds);
    expect(idsOf(tenant).toSorted()).toEqual(eventIds.toSorted());
  });

  it('are refused when the key is too long, by its length', async () => {
    const tenant = await flow.createTenant();
    const headers = { 'ordering-key': 'x'.repeat(129) };
    const { status, body } = await tenant.hooks.call('POST', '/v1/events', '{}', headers);
    expect([status, body]).toEqual([
      400,
      expect.objectContaining({
        errors: [expect.objectContaining({ message: expect.stringContaining('1 to 128') })],
      }),
    ]);
  });
});

it('what waits behind one that is held goes on after that is purged', async () => {
  const tenant = await flow.createTenant();
  // The calls are kept from here on.
  await flow.calls(tenant.tenantId);
  await flow.setStatus(tenant.tenantId, 'PAUSED');
  const [first = '', behind = ''] = await postInTurn(tenant, 'order-1', 2);
  await tenant.waitFor(first, 'HELD');
  await flow.cli('dlq', 'purge', '--held', '--tenant', tenant.tenantId, '--max', '1', '--yes');
  await tenant.waitFor(first, 'PURGED');
  // What a worker is sent a minute later, sent now.
  const look = await waitUntil('the message that was sent for it', async () => {
    const sent = (await flow.calls(tenant.tenantId)).findLast(({ request }) =>
      String(request.MessageBody).includes('"behind"'),
    );
    return sent === undefined ? undefined : JSON.parse(String(sent.request.MessageBody));
  });
  await flow.sendMessages('delivery', [JSON.stringify({ ...look, notBefore: 0 })]);
  await flow.setStatus(tenant.tenantId, 'ENABLED');
  await tenant.waitFor(behind, 'DELIVERED');
  expect(idsOf(tenant)).toEqual([behind]);
});
