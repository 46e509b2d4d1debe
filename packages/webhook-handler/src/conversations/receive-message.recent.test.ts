import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { recentConversations } from '@switchyard/core/recent-conversations';
import { NOW } from '@switchyard/core/testing';
import { aConversation, anInboundMessage, setUpMessages } from '../../testing/message-setup.ts';

const HOUR_MS = 3_600_000;
const earlier = () => aConversation({ lastActivityAt: toIso(NOW - HOUR_MS) });

function setUp(conversation = earlier()) {
  const setup = setUpMessages();
  setup.addConversation(conversation);
  const writes = () =>
    setup.table.calls
      .filter(({ operation }) => operation === 'put' || operation === 'update')
      .map(({ operation, item }) => `${operation} ${String(item.sk)}`);
  return {
    ...setup,
    writes,
    recent: async () => (await recentConversations(setup.context, { limit: 20 })).conversations,
  };
}

describe('the list of recent conversations', () => {
  it('costs one write where the message is the first of an hour, before the conversation says so', async () => {
    const { receiveMessage, writes, recent } = setUp();
    await receiveMessage(anInboundMessage(), 'request-1');
    expect(writes()).toEqual([
      'put CALLBACK',
      'put 2026-03-04T05#c-1',
      'update CONVERSATION',
      'update CALLBACK',
    ]);
    expect(await recent()).toEqual([expect.objectContaining({ conversationId: 'c-1' })]);
  });

  it('costs nothing with the next message of that hour', async () => {
    const { receiveMessage, writes } = setUp();
    await receiveMessage(anInboundMessage(), 'request-1');
    const before = writes().length;
    await receiveMessage(anInboundMessage({ providerId: 'SM2' }), 'request-2');
    expect(writes().slice(before)).toEqual(['put CALLBACK', 'update CONVERSATION', 'update CALLBACK']);
  });

  it('has it after a crash beside the write, once the callback is repeated', async () => {
    for (const when of ['before', 'after'] as const) {
      const { receiveMessage, table, time, recent } = setUp();
      table.hooks[when] = ({ item }) => {
        if (String(item.sk).endsWith('#c-1')) throw new Error('The function was stopped');
      };
      await expect(receiveMessage(anInboundMessage(), 'request-1')).rejects.toThrow('stopped');
      table.hooks[when] = () => undefined;
      time.advance(20_000);
      await receiveMessage(anInboundMessage(), 'request-2');
      expect(await recent()).toHaveLength(1);
    }
  });
});
