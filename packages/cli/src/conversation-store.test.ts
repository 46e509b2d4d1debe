import { describe, expect, it } from '@jest/globals';
import { callbackKey, conversationKey, conversationSchema } from '@switchyard/core/inbound';
import { createTestTable } from '@switchyard/core/testing';
import { aConversation, aConversationMessage, clock } from '../testing/builders.ts';
import { awsError, fakeDocuments } from '../testing/fake-client.ts';
import { createConversationStore } from './conversation-store.ts';

const deps = { eventsTable: 'events', clock, sleep: async () => undefined };

describe('a new conversation', () => {
  it('is stored as the webhook-handler looks for it', async () => {
    const table = createTestTable();
    const store = createConversationStore({ ...deps, documents: table.documents });
    expect(await store.putNew(aConversation())).toBe(true);
    const item = table.item(conversationKey('conv_1'));
    expect(conversationSchema.parse(item)).toEqual(aConversation());
    expect(item).toMatchObject({
      listPk: 'CONTACT#whatsapp#+15550001111',
      listSk: '2026-03-01T11:00:00.000Z#conv_1',
    });
  });

  it('never takes the place of another', async () => {
    const table = createTestTable();
    const store = createConversationStore({ ...deps, documents: table.documents });
    await store.putNew(aConversation());
    expect(await store.putNew(aConversation({ createdAt: '2026-03-01T11:00:00.001Z' }))).toBe(false);
    expect(await store.putNew(aConversation({ address: '+15550002222' }))).toBe(false);
  });

  it('may be put twice by one command, whose first answer was lost', async () => {
    const table = createTestTable();
    const store = createConversationStore({ ...deps, documents: table.documents });
    await store.putNew(aConversation());
    expect(await store.putNew(aConversation())).toBe(true);
  });
});

describe('lists', () => {
  /** An index of keys, newest first, and items that come in any order. */
  const listing = (keys: object[], items: object[]) =>
    fakeDocuments((input) =>
      'RequestItems' in input ? { Responses: { events: [...items].reverse() } } : { Items: keys },
    );

  it('are of conversations as the index has them, newest activity first', async () => {
    const [second, first] = ['conv_2', 'conv_1'].map((conversationId) => ({
      ...conversationKey(conversationId),
      ...aConversation({ conversationId }),
    }));
    const { client, sent } = listing(
      [conversationKey('conv_2'), conversationKey('conv_1'), conversationKey('conv_0')],
      [second ?? {}, first ?? {}],
    );
    const store = createConversationStore({ ...deps, documents: client });
    const { conversations, more } = await store.listOf('whatsapp', '+15550001111', 2);
    expect(conversations.map(({ conversationId }) => conversationId)).toEqual(['conv_2', 'conv_1']);
    expect(more).toBe(true);
    expect(sent()[0]?.input).toMatchObject({
      IndexName: 'list',
      ExpressionAttributeValues: { ':listPk': 'CONTACT#whatsapp#+15550001111' },
      ScanIndexForward: false,
      Limit: 3,
    });
    expect(sent()[1]?.input.RequestItems).toMatchObject({
      events: { Keys: [conversationKey('conv_2'), conversationKey('conv_1')] },
    });
  });

  it('are of the latest messages, oldest of them first, without expired ones', async () => {
    const keys = ['SM3', 'SM2', 'SM1'].map((id) => callbackKey('twilio', id));
    const items = [
      { ...keys[0], ...aConversationMessage('SM3') },
      { ...keys[1], ...aConversationMessage('SM2') },
      { ...keys[2], ...aConversationMessage('SM1', { expiresAt: 1 }) },
    ];
    const { client, sent } = listing(keys, items);
    const store = createConversationStore({ ...deps, documents: client });
    const { messages, more } = await store.latestMessages('conv_1', 20);
    expect(messages.map(({ message }) => message.providerId)).toEqual(['SM2', 'SM3']);
    expect(more).toBe(false);
    expect(sent()[0]?.input.ExpressionAttributeValues).toEqual({ ':listPk': 'CONVERSATION#conv_1' });
  });

  it('of no messages read no items', async () => {
    const { client, sent } = listing([callbackKey('twilio', 'SM1')], []);
    const store = createConversationStore({ ...deps, documents: client });
    expect(await store.latestMessages('conv_1', 0)).toEqual({ messages: [], more: true });
    expect(sent().map(({ name }) => name)).toEqual(['query']);
  });
});

describe('the hand-off', () => {
  it('writes one attribute and tells what was before', async () => {
    const { client, sent } = fakeDocuments(() => ({ Attributes: aConversation() }));
    const store = createConversationStore({ ...deps, documents: client });
    expect(await store.setHandOff('conv_1', true)).toEqual(aConversation());
    expect(sent()[0]?.input).toMatchObject({
      Key: conversationKey('conv_1'),
      UpdateExpression: 'SET handOffToHuman = :handOff',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':handOff': true },
      ReturnValues: 'ALL_OLD',
    });
  });

  it('makes no conversation out of nothing', async () => {
    const { client } = fakeDocuments(() => {
      throw awsError('ConditionalCheckFailedException');
    });
    const store = createConversationStore({ ...deps, documents: client });
    expect(await store.setHandOff('conv_1', true)).toBeUndefined();
  });
});
