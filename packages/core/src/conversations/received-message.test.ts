import { describe, expect, it } from '@jest/globals';
import { createTestClock, createTestTable, DAY_MS } from '@switchyard/core/testing';
import type { InboundMessage } from './inbound-message.ts';
import { latestMessages, putNewReceivedMessage } from './received-message.ts';

const aMessage = (providerId: string, receivedAt: string): InboundMessage => ({
  provider: 'twilio',
  providerId,
  channel: 'whatsapp',
  from: '+15550001111',
  to: '+15550009999',
  body: `body of ${providerId}`,
  media: [],
  receivedAt,
  details: {},
  truncated: [],
});

async function setUp() {
  const table = createTestTable();
  const { clock, sleep, advance } = createTestClock();
  const context = { documents: table.documents, eventsTable: 'events', clock, sleep };
  for (const n of [2, 1, 3]) {
    const message = aMessage(`SM${n}`, `2026-03-01T11:00:0${n}.000Z`);
    const addressee = { recipients: [message.to], conversationId: 'conv_1' };
    await putNewReceivedMessage(context, { message, addressee, requestId: `request-${n}` });
    if (n === 2) advance(DAY_MS);
  }
  return { context, table, advance };
}

describe('the latest messages of a conversation', () => {
  const idsOf = async (context: Parameters<typeof latestMessages>[0], limit: number) => {
    const { messages, more } = await latestMessages(context, 'conv_1', limit);
    return { ids: messages.map(({ message }) => message.providerId), more };
  };

  it('are in the order of their arrival', async () => {
    const { context } = await setUp();

    expect(await idsOf(context, 20)).toEqual({ ids: ['SM1', 'SM2', 'SM3'], more: false });
    expect(await idsOf(context, 2)).toEqual({ ids: ['SM2', 'SM3'], more: true });
  });

  it('are without expired ones', async () => {
    const { context, advance } = await setUp();
    advance(364 * DAY_MS);

    expect(await idsOf(context, 20)).toEqual({ ids: ['SM1', 'SM3'], more: false });
  });

  it('of which none are asked for read no items', async () => {
    const { context, table } = await setUp();
    table.calls.length = 0;

    expect(await idsOf(context, 0)).toEqual({ ids: [], more: true });
    expect(table.calls.map(({ operation }) => operation)).toEqual(['query']);
  });
});
