import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

const DAY_MS = 86_400_000;

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

/** Makes a held delivery so many days older than it is. */
async function age({ tenantId }: FlowTenant, eventId: string, days: number): Promise<void> {
  const TableName = flow.local.tables.Events;
  const pk = `TENANT#${tenantId}#EVENT#${eventId}`;
  const earlier = (time: unknown) => new Date(Date.parse(String(time)) - days * DAY_MS).toISOString();
  for (const sk of ['EVENT', 'DELIVERY#default']) {
    const { Item = {} } = await flow.documents.get({ TableName, Key: { pk, sk } });
    const createdAt = earlier(Item.createdAt);
    const position = `${createdAt}#${eventId}#default`;
    const delivery =
      sk === 'EVENT' ? {} : { heldSince: earlier(Item.heldSince), attentionSk: position, listSk: position };
    const expiresAt = Number(Item.expiresAt) - days * 86_400;
    await flow.documents.put({ TableName, Item: { ...Item, createdAt, expiresAt, ...delivery } });
  }
}

async function heldEvents(count: number): Promise<{ tenant: FlowTenant; eventIds: string[] }> {
  const tenant = await flow.createTenant();
  await flow.setStatus(tenant.tenantId, 'PAUSED');
  const eventIds: string[] = [];
  for (let number = 0; number < count; number += 1) eventIds.push(await tenant.post());
  await Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, 'HELD')));
  return { tenant, eventIds };
}

/** Runs the schedule of the template, as EventBridge does once an hour. */
async function fire(): Promise<void> {
  const [file = ''] = Object.values(
    JSON.parse(await readFile(join(flow.assemblyDirectory, 'manifest.json'), 'utf8')).artifacts,
  ).flatMap((artifact) => Object(Object(artifact).properties).templateFile ?? []);
  const { Resources } = JSON.parse(await readFile(join(flow.assemblyDirectory, file), 'utf8'));
  const rules = Object.keys(Resources).filter((name) => Resources[name].Type === 'AWS::Events::Rule');
  const answers = await Promise.all(
    rules.map((rule) => fetch(`${flow.controlUrl}/fire?rule=${rule}`, { method: 'POST' })),
  );
  expect(answers.map(({ status }) => status)).toEqual([204]);
}

describe('a delivery that was held for 30 days', () => {
  it('is a dead letter, which can be listed, requeued and delivered; what is younger goes on waiting', async () => {
    const { tenant, eventIds } = await heldEvents(3);
    const [old = '', middle = '', young = ''] = eventIds;
    await age(tenant, old, 30);
    await age(tenant, middle, 16);
    await fire();
    await tenant.waitFor(old, 'DLQ');
    expect(await flow.waitForDeadLetter(old)).toMatchObject({ reason: 'held_too_long', attempts: 0 });
    const { body } = await tenant.hooks.call('GET', `/v1/events/${old}`);
    expect(body).toMatchObject({ deliveries: [{ status: 'DLQ', reason: 'held_too_long', attempts: [] }] });
    expect([
      (await tenant.hooks.getEvent(middle)).status,
      (await tenant.hooks.getEvent(young)).status,
    ]).toEqual(['HELD', 'HELD']);
    const expires = await Promise.all(
      eventIds.map(async (eventId) => {
        const { Item } = await flow.documents.get({
          TableName: flow.local.tables.Events,
          Key: { pk: `TENANT#${tenant.tenantId}#EVENT#${eventId}`, sk: 'EVENT' },
        });
        return Number(Item?.expiresAt) * 1_000 - Date.now();
      }),
    );
    for (const left of expires) expect(left).toBeGreaterThan(29 * DAY_MS);

    await flow.setStatus(tenant.tenantId, 'ENABLED');
    const requeued = await flow.dlq({ action: 'requeue', eventIds: [old], maxMessages: 1 });
    expect(requeued).toMatchObject({ requeued: 1, failed: 0 });
    await Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, 'DELIVERED')));
    expect(tenant.endpoint.deliveries).toHaveLength(3);
  });
});

it('what is held for an endpoint that was taken out of the table by hand ends', async () => {
  const { tenant, eventIds } = await heldEvents(2);
  const { tenantId } = tenant;
  await flow.documents.delete({
    TableName: flow.local.tables.TenantWebhookConfig,
    Key: { tenantId, endpointId: 'default' },
  });
  await fire();
  await Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, 'DLQ')));
  const [eventId = ''] = eventIds;
  expect(await flow.waitForDeadLetter(eventId)).toMatchObject({ reason: 'endpoint_deleted' });
});

it('how many are held, and for how long, is measured', async () => {
  const { eventIds } = await heldEvents(1);
  await fire();
  await waitUntil(`${eventIds} is among those that are counted`, async () => {
    const [counted] = (await flow.loggedNow((json) => Number(json.DeliveriesHeldNow) > 0)).toReversed();
    return counted === undefined ? undefined : true;
  });
});
