import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { attentionKey, deliveryKey, deliverySchema } from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import { newId } from '@switchyard/core/ids';
import { aDelivery, anEvent, collectLogs, createTestContext, NOW } from '@switchyard/core/testing';
import { purgeHeld } from './purge-held.ts';
import { parseDlqRequest } from './request.ts';

const ASKED = { action: 'purge', held: true, tenantId: 'acme', endpointId: 'default' };

function setUp(count: number) {
  const { context, table } = createTestContext();
  const eventIds = Array.from({ length: count }, (_, age) => {
    const createdAt = toIso(NOW - (count - age) * 1_000);
    const eventId = newId('evt', Date.parse(createdAt));
    table.store({ ...eventKey('acme', eventId), ...anEvent({ eventId, createdAt }) });
    table.store({
      ...deliveryKey('acme', eventId, 'default'),
      ...attentionKey({ tenantId: 'acme', endpointId: 'default', createdAt, eventId }, 'HELD'),
      ...aDelivery({
        eventId,
        createdAt,
        status: 'HELD',
        heldReason: 'endpoint_paused',
        nextAttempt: 2,
        uncounted: 1,
      }),
    });
    return eventId;
  });
  const purge = (changes: object = {}) =>
    purgeHeld(
      { ...context, logger: collectLogs().logger, remainingMs: () => 60_000 },
      parseDlqRequest({ ...ASKED, ...changes }),
    );
  const statuses = () =>
    eventIds.map(
      (eventId) => deliverySchema.parse(table.item(deliveryKey('acme', eventId, 'default'))).status,
    );
  return { purge, statuses, table, eventIds };
}

describe('purging what is held', () => {
  it('gives it up for good, and nothing finds it any more', async () => {
    const { purge, statuses, table } = setUp(60);
    expect(await purge()).toMatchObject({ matched: 60, purged: 60, failed: 0, complete: true });
    expect(new Set(statuses())).toEqual(new Set(['PURGED']));
    expect(table.items().filter(({ attentionPk }) => attentionPk !== undefined)).toEqual([]);
    expect(await purge()).toMatchObject({ matched: 0, complete: true });
  });

  it('only counts in a dry run', async () => {
    const { purge, statuses, table } = setUp(3);
    expect(await purge({ dryRun: true })).toMatchObject({ matched: 3, purged: 0 });
    expect([statuses(), table.writes()]).toEqual([['HELD', 'HELD', 'HELD'], []]);
  });

  it('takes the oldest, and no more than asked for', async () => {
    const { purge, statuses } = setUp(3);
    expect(await purge({ maxMessages: 2 })).toMatchObject({ purged: 2, complete: false });
    expect(statuses()).toEqual(['PURGED', 'PURGED', 'HELD']);
  });

  it('leaves what goes on at this moment', async () => {
    const { purge, statuses, table, eventIds } = setUp(1);
    const key = deliveryKey('acme', eventIds[0] ?? '', 'default');
    table.hooks.before = ({ operation }) => {
      if (operation === 'put') table.store({ ...table.item(key), status: 'PENDING' });
    };
    expect(await purge()).toMatchObject({ matched: 1, purged: 0, failed: 1 });
    expect(statuses()).toEqual(['PENDING']);
  });
});
