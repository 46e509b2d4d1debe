import { describe, expect, it } from '@jest/globals';
import { anEndpoint } from '@switchyard/core/testing';
import { aConversation, anInboundMessage, setUpMessages } from '../../testing/message-setup.ts';

function setUp() {
  const setup = setUpMessages({ endpoints: [anEndpoint()] });
  setup.addConversation(aConversation({ tenantId: 'acme' }));
  const receive = (body: string, contentHash: string | undefined, requestId: string) =>
    setup.receiveMessage(anInboundMessage({ body, contentHash }), requestId);
  const ids = () =>
    setup.queue.sent.map(({ MessageBody = '' }) => JSON.parse(MessageBody).message.message_id);
  return { ...setup, receive, ids };
}

describe('two messages with one id', () => {
  it('are two where they say different things, each with an id, a place in the queue and an event', async () => {
    const { receive, ids, deliveries } = setUp();
    expect(await receive('one', 'hash-1', 'request-1')).toEqual({ kind: 'accepted' });
    expect(await receive('two', 'hash-2', 'request-2')).toEqual({ kind: 'accepted' });
    expect(ids()).toEqual(['SM1', 'SM1:hash-2']);
    expect(deliveries.sentTo()).toHaveLength(2);
  });

  it('are both recognised when they come again', async () => {
    const { receive, ids } = setUp();
    await receive('one', 'hash-1', 'request-1');
    await receive('two', 'hash-2', 'request-2');
    expect(await receive('two', 'hash-2', 'request-3')).toEqual({ kind: 'duplicate' });
    expect(await receive('one', 'hash-1', 'request-4')).toEqual({ kind: 'duplicate' });
    expect(ids()).toHaveLength(2);
  });

  it('are two as well when they come at the same time', async () => {
    const { receive, ids } = setUp();
    await Promise.all([receive('one', 'hash-1', 'request-1'), receive('two', 'hash-2', 'request-2')]);
    expect(ids().toSorted()).toEqual(['SM1', expect.stringMatching(/^SM1:hash-/)]);
  });

  it('are one where an older version stored the first', async () => {
    const { receive, ids } = setUp();
    await receive('one', undefined, 'request-1');
    expect(await receive('one', 'hash-1', 'request-2')).toEqual({ kind: 'duplicate' });
    expect(ids()).toEqual(['SM1']);
  });
});
