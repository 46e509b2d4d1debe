import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { isObject } from '@switchyard/aws-local/json';
import * as z from 'zod';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

const EVENTS = 40;
const HOUR_MS = 3_600_000;

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

/** As if it had sent 2,000 events a second for an hour: its lists are in four partitions each. */
async function spreadLists({ tenantId }: FlowTenant): Promise<void> {
  const [from, until] = [-HOUR_MS, HOUR_MS].map((ms) => new Date(Date.now() + ms).toISOString());
  await flow.documents.put({
    TableName: flow.local.tables.TenantWebhookConfig,
    Item: { tenantId, endpointId: '#spread', spans: [{ from, until, shards: 4 }], version: 'one' },
  });
}

async function heldPartition({ tenantId }: FlowTenant, eventId: string): Promise<unknown> {
  const { Item } = await flow.documents.get({
    TableName: flow.local.tables.Events,
    Key: { pk: `TENANT#${tenantId}#EVENT#${eventId}`, sk: 'DELIVERY#default' },
  });
  return Item?.attentionPk;
}

const pageSchema = z.object({
  events: z.array(z.object({ event_id: z.string() })),
  next_token: z.string().nullable(),
});

async function list({ hooks }: FlowTenant, query: Record<string, string>): Promise<string[]> {
  const ids: string[] = [];
  let next: string | null = '';
  do {
    const asked = new URLSearchParams({ limit: '9', ...query, ...(next === '' ? {} : { next_token: next }) });
    const page = pageSchema.parse((await hooks.call('GET', `/v1/events?${asked}`)).body);
    ids.push(...page.events.map(({ event_id: id }) => id));
    next = page.next_token;
  } while (next !== null);
  return ids;
}

it('a tenant whose lists are spread lists, drains and replays each event once, in order', async () => {
  const tenant = await flow.createTenant();
  await spreadLists(tenant);
  await flow.setStatus(tenant.tenantId, 'PAUSED');
  const lines = Array.from({ length: EVENTS }, (_, n) => JSON.stringify({ type: 'order.paid', n })).join(
    '\n',
  );
  const { body } = await tenant.hooks.call('POST', '/v1/events', lines, {
    'content-type': 'application/x-ndjson',
  });
  const { results } = z.object({ results: z.array(z.object({ event_id: z.string() })) }).parse(body);
  const eventIds = results.map(({ event_id: id }) => id);
  await Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, 'HELD')));

  expect(await list(tenant, {})).toEqual(eventIds.toReversed());
  expect(await list(tenant, { status: 'HELD', endpoint_id: 'default' })).toEqual(eventIds.toReversed());
  const { body: endpoint } = await tenant.hooks.call('GET', '/v1/endpoints/default');
  expect(endpoint).toMatchObject({ health: { held: { count: EVENTS } } });
  const partitions = await Promise.all(eventIds.map((eventId) => heldPartition(tenant, eventId)));
  expect(new Set(partitions).size).toBeGreaterThan(2);

  await flow.setStatus(tenant.tenantId, 'ENABLED');
  await Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, 'DELIVERED')));
  expect(await list(tenant, { status: 'DELIVERED' })).toEqual(eventIds.toReversed());

  const replay = await tenant.hooks.call(
    'POST',
    '/v1/replays',
    JSON.stringify({ status: 'DELIVERED', endpoint_id: 'default', rate: 100 }),
  );
  if (!isObject(replay.body)) throw new Error(replay.text);
  const path = `/v1/replays/${replay.body.replay_id}`;
  const done = await waitUntil('the end of the replay', async () => {
    const { body: now } = await tenant.hooks.call('GET', path);
    return isObject(now) && now.state === 'done' ? now : undefined;
  });
  expect(done).toMatchObject({ scanned: EVENTS, matched: EVENTS, replayed: EVENTS });
});
