import { describe, expect, it } from '@jest/globals';
import { createTestClock, createTestTable } from '@switchyard/core/testing';
import {
  type Conversation,
  conversationKey,
  conversationSchema,
  readConversation,
  setHandOff,
} from './conversation.ts';
import { listConversations } from './find-conversation.ts';
import { putNewConversation } from './put-new-conversation.ts';

const PERSON = '+15550001111';
const OPENED_AT = '2026-03-01T11:00:00.000Z';

const aConversation = (changes: Partial<Conversation> = {}): Conversation => ({
  conversationId: 'conv_1',
  channel: 'whatsapp',
  address: PERSON,
  status: 'open',
  handOffToHuman: false,
  lastActivityAt: OPENED_AT,
  createdAt: OPENED_AT,
  ...changes,
});

function setUp() {
  const table = createTestTable();
  const { clock, sleep } = createTestClock();
  return { table, context: { documents: table.documents, eventsTable: 'events', clock, sleep } };
}

describe('a new conversation', () => {
  it('is stored as the webhook-handler looks for it', async () => {
    const { context, table } = setUp();

    expect(await putNewConversation(context, aConversation())).toBe(true);
    const item = table.item(conversationKey('conv_1'));
    expect(conversationSchema.parse(item)).toEqual(aConversation());
    expect(item).toMatchObject({
      listPk: `CONTACT#whatsapp#${PERSON}`,
      listSk: `NOBODY#${OPENED_AT}#conv_1`,
    });
  });

  it('never takes the place of another', async () => {
    const { context } = setUp();
    await putNewConversation(context, aConversation());

    const later = aConversation({ createdAt: '2026-03-01T11:00:00.001Z' });
    expect(await putNewConversation(context, later)).toBe(false);
    expect(await putNewConversation(context, aConversation({ address: '+15550002222' }))).toBe(false);
  });

  it('may be put twice by one command, whose first answer was lost', async () => {
    const { context } = setUp();
    await putNewConversation(context, aConversation());

    expect(await putNewConversation(context, aConversation())).toBe(true);
  });
});

it('conversations are listed with the newest activity first, and whether there are more', async () => {
  const { context } = setUp();
  for (const n of [1, 3, 2]) {
    const lastActivityAt = `2026-03-01T11:00:0${n}.000Z`;
    await putNewConversation(context, aConversation({ conversationId: `conv_${n}`, lastActivityAt }));
  }
  await putNewConversation(context, aConversation({ conversationId: 'other', channel: 'sms' }));

  const list = (limit: number) => listConversations(context, { channel: 'whatsapp', address: PERSON, limit });
  const { conversations, more } = await list(2);
  expect(conversations.map(({ conversationId }) => conversationId)).toEqual(['conv_3', 'conv_2']);
  expect(more).toBe(true);
  expect(await list(3)).toMatchObject({ more: false });
});

describe('the hand-off', () => {
  it('writes one attribute and tells what was before', async () => {
    const { context, table } = setUp();
    await putNewConversation(context, aConversation());

    expect(await setHandOff(context, 'conv_1', true)).toEqual(aConversation());
    expect(await readConversation(context, 'conv_1')).toEqual(aConversation({ handOffToHuman: true }));
    expect(table.inputs('update')).toMatchObject([{ UpdateExpression: 'SET handOffToHuman = :handOff' }]);
  });

  it('makes no conversation out of nothing', async () => {
    const { context, table } = setUp();

    expect(await setHandOff(context, 'conv_1', true)).toBeUndefined();
    expect(table.items()).toEqual([]);
  });
});

describe('conversations with one person', () => {
  it('are listed also where one of them cannot be read', async () => {
    const { context, table } = setUp();
    await putNewConversation(context, aConversation());
    await putNewConversation(context, aConversation({ conversationId: 'conv_2' }));
    const broken = table.item(conversationKey('conv_2'));
    table.store({ ...broken, handOffToHuman: 'yes' });
    const { conversations } = await listConversations(context, {
      channel: 'whatsapp',
      address: PERSON,
      limit: 10,
    });
    expect(conversations).toEqual([aConversation()]);
  });
});
