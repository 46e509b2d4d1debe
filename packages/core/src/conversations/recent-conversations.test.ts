import { describe, expect, it } from '@jest/globals';
import { createTestClock, createTestTable, DAY_MS, NOW } from '../../testing/index.ts';
import { toIso } from '../clock.ts';
import { isFirstOfHour, noteActivity } from './activity-rows.ts';
import { type Conversation, conversationKey } from './conversation.ts';
import { putNewConversation } from './put-new-conversation.ts';
import { RECENT_DAYS, recentConversations } from './recent-conversations.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const aConversation = (conversationId: string, agoMs: number, changes: Partial<Conversation> = {}) => ({
  conversationId,
  channel: 'whatsapp' as const,
  address: '+15550001111',
  status: 'open',
  handOffToHuman: false,
  lastActivityAt: toIso(NOW - agoMs),
  createdAt: toIso(NOW - agoMs),
  ...changes,
});

async function setUp(...conversations: Conversation[]) {
  const table = createTestTable();
  const time = createTestClock();
  const context = { documents: table.documents, eventsTable: 'events', ...time };
  for (const each of conversations) await putNewConversation(context, each);
  const list = async (input: Partial<Parameters<typeof recentConversations>[1]> = {}) => {
    const { conversations: found, ...rest } = await recentConversations(context, { limit: 20, ...input });
    return { ids: found.map(({ conversationId }) => conversationId), ...rest };
  };
  return { table, time, context, list };
}

describe('recent conversations', () => {
  it('are those of all tenants and channels, the newest activity first, also within an hour', async () => {
    const { list } = await setUp(
      aConversation('a', 2 * MINUTE_MS, { tenantId: 'acme' }),
      aConversation('c', 0),
      aConversation('b', MINUTE_MS, { channel: 'email', address: 'ann@example.com', tenantId: 'globex' }),
      aConversation('d', 3 * DAY_MS),
    );
    expect(await list()).toEqual({ ids: ['c', 'b', 'a', 'd'], lookedAt: 4, more: false });
  });

  it('are as many as are asked for, and say whether there are more', async () => {
    const { list } = await setUp(
      aConversation('new', 0),
      aConversation('old', HOUR_MS),
      aConversation('older', 2 * HOUR_MS),
    );
    expect(await list({ limit: 1 })).toEqual({ ids: ['new'], lookedAt: 3, more: true });
    expect(await list({ limit: 3 })).toMatchObject({ more: false });
  });

  it('read an hour that they begin to its end, over its pages', async () => {
    const many = Array.from({ length: 150 }, (_, index) =>
      aConversation(`conv_${String(index).padStart(3, '0')}`, index),
    );
    const { list } = await setUp(...many);
    expect(await list({ limit: 2 })).toEqual({ ids: ['conv_000', 'conv_001'], lookedAt: 150, more: true });
  });

  it('of one tenant, or answered by a person, say how many were looked at', async () => {
    const { list } = await setUp(
      aConversation('theirs', 0, { tenantId: 'globex', handOffToHuman: true }),
      aConversation('own', HOUR_MS, { tenantId: 'acme' }),
    );
    expect(await list({ tenantId: 'acme' })).toEqual({ ids: ['own'], lookedAt: 2, more: false });
    expect(await list({ handedOff: true })).toEqual({ ids: ['theirs'], lookedAt: 2, more: false });
  });

  it('stand where their last activity is, once, however many hours they were active in', async () => {
    const { list, context } = await setUp(aConversation('a', 0), aConversation('b', MINUTE_MS));
    for (const ago of [1, 2, 3])
      await noteActivity(context, { conversationId: 'a', at: toIso(NOW - ago * HOUR_MS) });
    expect(await list()).toMatchObject({ ids: ['a', 'b'], lookedAt: 2 });
  });

  it('leave out what is gone, and what cannot be read', async () => {
    const { list, table } = await setUp(aConversation('a', 0), aConversation('b', 0), aConversation('c', 0));
    table.remove(conversationKey('a'));
    table.store({ ...conversationKey('b'), status: 7 });
    expect(await list()).toEqual({ ids: ['c'], lookedAt: 3, more: false });
  });

  it('go back 30 days, whether or not DynamoDB has deleted what is older', async () => {
    const { list, time, table } = await setUp(aConversation('a', 0));
    time.advance(RECENT_DAYS * DAY_MS);
    expect(await list()).toEqual({ ids: [], lookedAt: 0, more: false });
    expect(table.items()).toHaveLength(2);
  });
});

it.each([
  ['the same hour', '2026-03-04T05:00:00.000Z', false],
  ['an hour before', '2026-03-04T04:59:59.999Z', true],
  ['another day', '2026-03-03T05:06:07.000Z', true],
  ['an earlier version, which does not say', undefined, true],
])(
  'a message is the first of an hour where the conversation was last active in %s',
  (_, before, expected) => {
    expect(isFirstOfHour(before, '2026-03-04T05:06:07.000Z')).toBe(expected);
  },
);
