import { describe, expect, it } from '@jest/globals';
import { aMessageItem, aTimelineEntry, createTestStore, DAY_MS, NOW } from '../../testing/index.ts';
import { toIso } from '../clock.ts';
import { NotFoundError } from '../errors.ts';
import type { MessageItem } from './outbound-messages.ts';
import { MAX_ENTRIES_READ, readMessage } from './read-message.ts';
import type { TimelineEntry } from './timeline.ts';

function setUp(item: MessageItem = aMessageItem(), entries: readonly TimelineEntry[] = []) {
  const store = createTestStore();
  store.storeMessage(item, entries);
  return {
    store,
    read: (tenantId: string, messageId: string, page: { limit?: number; after?: string | undefined } = {}) =>
      readMessage(store.context, { tenantId, messageId, limit: 200, ...page }),
  };
}

const at = (seconds: number) => toIso(NOW + seconds * 1000);
const open = (n: number) =>
  aTimelineEntry({
    eventId: `msg_${n}`,
    kind: 'open',
    status: undefined,
    rawStatus: 'email.opened',
    occurredAt: at(n),
  });

describe('a message that is read', () => {
  it('is there before anything is reported on it', async () => {
    const { read } = setUp();

    expect(await read('acme', 'order-1')).toEqual({
      message: { ...aMessageItem(), opens: 0, clicks: 0 },
      timeline: [],
      next: undefined,
    });
  });

  it('has its timeline in the order in which it happened', async () => {
    const { read } = setUp(aMessageItem({ status: 'delivered' }), [
      aTimelineEntry({ eventId: 'c', status: 'delivered', occurredAt: at(9), receivedAt: at(10) }),
      aTimelineEntry({ eventId: 'b', status: 'sending', occurredAt: at(2), receivedAt: at(12) }),
      aTimelineEntry({ eventId: 'a', status: 'sent', occurredAt: at(2), receivedAt: at(11) }),
      aTimelineEntry({ eventId: 'd', status: 'queued', occurredAt: at(1), receivedAt: at(13) }),
    ]);

    const { timeline } = await read('acme', 'order-1');

    expect(timeline.map(({ eventId }) => eventId)).toEqual(['d', 'a', 'b', 'c']);
  });

  it('has its opens and clicks counted', async () => {
    const click = aTimelineEntry({ eventId: 'click', kind: 'click', status: undefined });
    const { read } = setUp(aMessageItem(), [open(1), open(2), click, aTimelineEntry()]);

    expect(await read('acme', 'order-1')).toMatchObject({ message: { opens: 2, clicks: 1 } });
  });

  it('has more opens than its timeline when the others were counted only', async () => {
    const { read } = setUp(aMessageItem({ opens: 4_711, clicks: 0 }), [open(1), open(2)]);

    expect(await read('acme', 'order-1')).toMatchObject({ message: { opens: 4_711, clicks: 0 } });
  });

  it('of before, with more entries than are read, has a timeline all the same', async () => {
    const { read, store } = setUp(
      aMessageItem(),
      Array.from({ length: MAX_ENTRIES_READ * 3 }, (_, n) => open(n)),
    );
    const { message, timeline } = await read('acme', 'order-1');

    expect(message.opens).toBeGreaterThanOrEqual(MAX_ENTRIES_READ - 1);
    expect(timeline).toHaveLength(200);
    expect(store.table.calls.filter(({ operation }) => operation === 'query')).toHaveLength(1);
  });

  it.each([1, 3, 7, 200])('has its timeline in pages of %d, each entry once', async (limit) => {
    const entries = Array.from({ length: 7 }, (_, n) => open(n % 3)).map((entry, n) => ({
      ...entry,
      eventId: `msg_${n}`,
    }));
    const { read } = setUp(aMessageItem(), entries);
    const whole = (await read('acme', 'order-1')).timeline;
    const pages: TimelineEntry[] = [];
    let after: string | undefined;
    do {
      const page = await read('acme', 'order-1', { limit, after });
      expect(page.timeline.length).toBeLessThanOrEqual(limit);
      expect(page.message).toMatchObject({ opens: 7 });
      pages.push(...page.timeline);
      after = page.next;
    } while (after !== undefined);

    expect(pages).toEqual(whole);
    expect(pages).toHaveLength(7);
  });

  it('has the status that its timeline says, also after a crash that nobody has completed', async () => {
    const { read } = setUp(aMessageItem({ status: 'sent', statusAt: at(1) }), [
      aTimelineEntry({ eventId: 'a', status: 'sent', occurredAt: at(1) }),
      aTimelineEntry({ eventId: 'b', status: 'delivered', occurredAt: at(5) }),
    ]);

    expect(await read('acme', 'order-1')).toMatchObject({
      message: { status: 'delivered', statusAt: at(5) },
    });
  });

  it('keeps its status when a late report says less', async () => {
    const { read } = setUp(aMessageItem({ status: 'failed', statusAt: at(3) }), [
      aTimelineEntry({ eventId: 'b', status: 'delivered', occurredAt: at(5) }),
    ]);

    expect(await read('acme', 'order-1')).toMatchObject({
      message: { status: 'failed', statusAt: at(3) },
    });
  });

  it('is without what a former message of the same id has left', async () => {
    const { read } = setUp(aMessageItem(), [aTimelineEntry({ expiresAt: NOW / 1000 })]);

    expect(await read('acme', 'order-1')).toMatchObject({
      message: { status: 'registered' },
      timeline: [],
    });
  });
});

describe('a message is not found', () => {
  it.each([
    ['there is none', 'acme', 'order-2'],
    ['it is another tenant’s', 'globex', 'order-1'],
  ])('when %s', async (_, tenantId, messageId) => {
    const { read } = setUp();

    await expect(read(tenantId, messageId)).rejects.toThrow(NotFoundError);
  });

  it('when it has expired', async () => {
    const { read, store } = setUp();
    store.time.advance(30 * DAY_MS);

    await expect(read('acme', 'order-1')).rejects.toThrow(NotFoundError);
  });
});

it('a store that does not answer is told from a message that is not there', async () => {
  const { read, store } = setUp();
  store.takeDown();

  await expect(read('acme', 'order-1')).rejects.toMatchObject({ code: 'unavailable' });
});
