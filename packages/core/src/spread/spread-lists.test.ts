import { describe, expect, it } from '@jest/globals';
import { aBatch } from '../../testing/accept-batch-setup.ts';
import { anEndpoint, createTestContext, ENDPOINT_ID, NOW, TENANT_ID } from '../../testing/index.ts';
import { acceptBatch } from '../batches/accept-batch.ts';
import { toIso } from '../clock.ts';
import type { DeliveryStatus } from '../deliveries/delivery.ts';
import { loadDelivery, replaceDelivery } from '../deliveries/delivery-store.ts';
import { scanHeldPage } from '../deliveries/held-deliveries.ts';
import { readHeldPage } from '../deliveries/read-held-page.ts';
import { releaseHeld } from '../deliveries/release-held.ts';
import type { EventFilter } from '../event-views/event-filter.ts';
import { listEvents } from '../event-views/list-events.ts';
import { acceptEvent } from '../events/accept-event.ts';
import { readEvent } from '../events/event-store.ts';
import { readHealth } from '../health/read-health.ts';
import { findMatches } from '../replays/find-matches.ts';
import type { ReplayedStatus } from '../replays/replay.ts';
import { readTargets } from '../replays/replay-targets.ts';
import { SPREAD_ID, type Spread } from './spread.ts';

const EVENTS = 80;
/** The 20th event comes before the lists are spread, the 60th when they are not any more. */
const SPREAD: Spread = [{ from: toIso(NOW + 20_000), until: toIso(NOW + 60_000), shards: 4 }];

/** A tenant whose events came a second after another, some while its lists were spread, each with this status. */
async function setUp(status?: DeliveryStatus, spread: Spread = SPREAD) {
  const setup = createTestContext({ endpoints: [anEndpoint()] });
  const { context, table, endpoints, time } = setup;
  endpoints.store({ tenantId: TENANT_ID, endpointId: SPREAD_ID, spans: spread, version: 'one' });
  const eventIds: string[] = [];
  for (let n = 0; n < EVENTS; n += 1) {
    const payload = Buffer.from('{}');
    const eventType = n % 2 === 0 ? 'order.paid' : 'order.sent';
    const input = { tenantId: TENANT_ID, payload, eventType, idempotencyKey: undefined };
    const { eventId } = await acceptEvent(context, { ...input, correlationId: 'c' });
    eventIds.push(eventId);
    const loaded = await loadDelivery(context, { tenantId: TENANT_ID, eventId, endpointId: ENDPOINT_ID });
    if (loaded !== undefined && status !== undefined)
      await replaceDelivery(context, loaded.delivery, { ...loaded.delivery, status });
    time.advance(1_000);
  }
  /** Newer events, while the lists come to be in more shards. */
  const acceptMore = async () => {
    const spans = [...spread, { from: toIso(time.clock()), until: toIso(time.clock() + 60_000), shards: 8 }];
    endpoints.store({ tenantId: TENANT_ID, endpointId: SPREAD_ID, spans, version: 'two' });
    await acceptBatch(context, aBatch(20, { idempotencyKey: undefined }));
  };
  /** All pages of a list. */
  const list = async (filter: EventFilter, limit = 7, beforeNext = async () => undefined as unknown) => {
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await listEvents(context, { tenantId: TENANT_ID, filter, limit, after });
      found.push(...page.events.map(({ event_id }) => event_id));
      after = page.next;
      await beforeNext();
    } while (after !== undefined);
    return found;
  };
  const partitions = (name: 'listPk' | 'attentionPk') =>
    [
      ...new Set(table.items().flatMap((item) => (item[name] === undefined ? [] : [String(item[name])]))),
    ].toSorted();
  return { ...setup, eventIds, newest: eventIds.toReversed(), list, acceptMore, partitions };
}

const shards = (partition: string) => [partition, `${partition}#1`, `${partition}#2`, `${partition}#3`];

describe('the events of a tenant whose lists are spread', () => {
  it('stand in several partitions, and in the list in their order', async () => {
    const { newest, list, partitions } = await setUp();
    expect(partitions('listPk')).toEqual(shards('TENANT#acme'));
    expect(await list({})).toEqual(newest);
    expect(await list({}, 100)).toEqual(newest);
  });

  it.each<[EventFilter, (id: string, age: number) => boolean]>([
    [{ eventType: 'order.paid' }, (_, age) => (EVENTS - 1 - age) % 2 === 0],
    [{ since: toIso(NOW + 30_000), until: toIso(NOW + 45_000) }, (_, age) => age >= 34 && age <= 49],
    [{ status: 'PENDING', endpointId: ENDPOINT_ID }, () => true],
    [{ status: 'UNMATCHED' }, () => false],
  ])('are filtered as ever: %j', async (filter, isExpected) => {
    const { newest, list } = await setUp();
    expect(await list(filter)).toEqual(newest.filter(isExpected));
  });

  it('keep their places in the pages of a list while newer ones come', async () => {
    const { newest, list, acceptMore } = await setUp();
    expect(await list({}, 7, acceptMore)).toEqual(newest);
  });

  it('stand there in the order of the lines of a batch', async () => {
    const always = [{ from: toIso(NOW), until: toIso(NOW + 3_600_000), shards: 8 }];
    const { context, list, partitions } = await setUp(undefined, always);
    const outcomes = await acceptBatch(context, aBatch(300, { idempotencyKey: undefined }));
    const ids = outcomes.map((outcome) => ('eventId' in outcome ? outcome.eventId : ''));
    expect((await list({}, 100)).slice(0, 300)).toEqual(ids.toReversed());
    expect(partitions('listPk')).toHaveLength(8);
  });

  it('keep their place when they are accepted again with their key, whatever the plan is by then', async () => {
    const { context, endpoints, time } = await setUp();
    time.advance(-40_000);
    const input = {
      ...{ tenantId: TENANT_ID, payload: Buffer.from('{}'), eventType: undefined },
      ...{ idempotencyKey: 'order-1', correlationId: 'c' },
    };
    const { eventId } = await acceptEvent(context, input);
    const shardOfEvent = async () => (await readEvent(context, TENANT_ID, eventId))?.shard;
    const before = await shardOfEvent();
    endpoints.remove({ tenantId: TENANT_ID, endpointId: SPREAD_ID });
    expect(await acceptEvent(context, input)).toMatchObject({ eventId, repeated: true });
    expect(await shardOfEvent()).toBe(before);
  });

  it('are all found where somebody broke the plan', async () => {
    const { endpoints, list, newest } = await setUp();
    endpoints.store({ tenantId: TENANT_ID, endpointId: SPREAD_ID, spans: 'many' });
    expect(await list({})).toEqual(newest);
  });
});

describe('dead letters of such a tenant', () => {
  it('are in several partitions, listed in their order, and counted', async () => {
    const { context, newest, list, partitions } = await setUp('DLQ');
    expect(partitions('attentionPk')).toEqual(shards('TENANT#acme#DLQ'));
    expect(await list({ status: 'DLQ' })).toEqual(newest);
    expect(await readHealth(context, TENANT_ID, [anEndpoint()])).toMatchObject([
      { health: { dead: { count: EVENTS, at_least: false } } },
    ]);
  });
});

describe('what is held for an endpoint of such a tenant', () => {
  it('is found oldest first, page by page, and counted', async () => {
    const { context, eventIds, list, newest, partitions } = await setUp('HELD');
    expect(partitions('attentionPk')).toEqual(shards(`TENANT#acme#${ENDPOINT_ID}#HELD`));
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await readHeldPage(context, anEndpoint(), { limit: 9, after });
      found.push(...page.deliveries.map(({ eventId }) => eventId));
      after = page.after;
    } while (after !== undefined);
    expect(found).toEqual(eventIds);
    expect(await list({ status: 'HELD', endpointId: ENDPOINT_ID })).toEqual(newest);
    const { entries } = await scanHeldPage(context, { limit: 1_000 });
    expect(entries.map(({ eventId }) => eventId).toSorted()).toEqual(eventIds.toSorted());
    expect(await readHealth(context, TENANT_ID, [anEndpoint()])).toMatchObject([
      { health: { held: { count: EVENTS } } },
    ]);
  });

  it('leaves its list when it is sent on', async () => {
    const { context, eventIds, partitions } = await setUp('HELD');
    for (const eventId of eventIds)
      expect(await releaseHeld(context, { tenantId: TENANT_ID, eventId, endpointId: ENDPOINT_ID })).toBe(
        true,
      );
    expect(partitions('attentionPk')).toEqual([]);
  });
});

describe('a replay of such a tenant', () => {
  it.each<ReplayedStatus & DeliveryStatus>(['DELIVERED', 'DLQ', 'HELD'])(
    'finds each %s once, oldest first, while newer ones come',
    async (status) => {
      const { context, eventIds, time, acceptMore } = await setUp(status);
      const filter = { status, endpointId: ENDPOINT_ID, until: toIso(context.clock()) };
      const targets = await readTargets(context, TENANT_ID, filter);
      if (typeof targets === 'string') throw new Error(targets);
      const found: string[] = [];
      let cursor: string | undefined;
      for (let walked = false; !walked; ) {
        const page = await findMatches(context, { tenantId: TENANT_ID, filter, cursor }, targets, 11);
        found.push(...page.page.map(({ eventId }) => eventId));
        walked = page.walked;
        time.advance(1_000);
        await acceptMore();
        cursor = page.cursor ?? cursor;
      }
      expect(found).toEqual(eventIds);
    },
  );
});
