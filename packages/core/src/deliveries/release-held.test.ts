import { describe, expect, it } from '@jest/globals';
import {
  aDelivery,
  aDeliveryMessage,
  anAttempt,
  anEvent,
  createTestContext,
  ENDPOINT_ID,
  EVENT_ID,
  NOW,
  TENANT_ID,
} from '../../testing/index.ts';
import { toIso } from '../clock.ts';
import { eventKey } from '../events/event-keys.ts';
import { type Delivery, deliverySchema } from './delivery.ts';
import { attentionKey, deliveryKey } from './delivery-keys.ts';
import { readHeldPage } from './read-held-page.ts';
import { releaseHeld } from './release-held.ts';

const ID = { tenantId: TENANT_ID, eventId: EVENT_ID, endpointId: ENDPOINT_ID };
const key = deliveryKey(TENANT_ID, EVENT_ID, ENDPOINT_ID);

function setUp(changes: Partial<Delivery> = {}) {
  const { context, table, queue } = createTestContext();
  const held = aDelivery({
    status: 'HELD',
    nextAttempt: 2,
    uncounted: 1,
    heldReason: 'endpoint_paused',
    heldAt: toIso(NOW),
    ...changes,
  });
  table.store({ ...eventKey(TENANT_ID, EVENT_ID), ...anEvent() });
  table.store({ ...key, ...attentionKey(held, 'HELD'), ...held });
  return {
    table,
    queue,
    release: (probe?: string) => releaseHeld(context, ID, probe),
    page: () => readHeldPage(context, ID, { limit: 10 }),
    stored: () => deliverySchema.parse(table.item(key)),
  };
}

describe('a held delivery that is released', () => {
  it('goes on with the attempt that it had reached, and is found as held no more', async () => {
    const { release, stored, queue, page } = setUp();
    expect(await release()).toBe(true);
    expect(queue.messages()).toEqual([aDeliveryMessage({ attempt: 2 })]);
    expect(stored()).toMatchObject({ status: 'PENDING', nextAttempt: 2, uncounted: 1 });
    for (const name of ['heldReason', 'heldAt', 'releasing']) expect(stored()).not.toHaveProperty(name);
    expect(await page()).toEqual({ deliveries: [], after: undefined });
  });

  it('is FAILED when an attempt was made before', async () => {
    const { release, stored } = setUp({ attempts: [anAttempt()] });
    await release();
    expect(stored().status).toBe('FAILED');
  });

  it('as a probe says so in its message', async () => {
    const { release, queue } = setUp();
    await release('b1');
    expect(queue.messages()).toEqual([aDeliveryMessage({ attempt: 2, probe: 'b1' })]);
  });

  it('is still found when its message could not be sent, and completed by the next call', async () => {
    const { release, queue, page, stored } = setUp();
    const { before } = queue.hooks;
    queue.hooks.before = () => {
      throw new Error('outage');
    };
    await expect(release()).rejects.toThrow('outage');
    expect([(await page()).deliveries, stored().status]).toEqual([[ID], 'PENDING']);
    queue.hooks.before = before;
    expect(await release()).toBe(true);
    expect([(await page()).deliveries, queue.messages().length]).toEqual([[], 1]);
  });

  it('is sent on once by two at the same time', async () => {
    const { release, queue } = setUp();
    expect((await Promise.all([release(), release()])).toSorted()).toEqual([false, true]);
    expect(queue.messages()).toHaveLength(1);
  });
});

it.each<Partial<Delivery>>([
  { status: 'PENDING' },
  { status: 'FAILED' },
  { status: 'DELIVERED' },
  { status: 'DLQ' },
  { status: 'PURGED' },
])('a delivery that is not held stays as it is: %j', async (changes) => {
  const { release, queue, table } = setUp(changes);
  expect(await release()).toBe(false);
  expect([queue.messages(), table.writes()]).toEqual([[], []]);
});

it('a held delivery whose event is gone is not released', async () => {
  const { release, table, queue } = setUp();
  table.remove(eventKey(TENANT_ID, EVENT_ID));
  expect([await release(), queue.messages()]).toEqual([false, []]);
});
