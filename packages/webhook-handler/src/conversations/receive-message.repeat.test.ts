import { beforeAll, describe, expect, it } from '@jest/globals';
import { ACCEPT_LEASE_MS } from '@switchyard/core/accept-event';
import { toIso } from '@switchyard/core/clock';
import { eventSchema } from '@switchyard/core/events';
import {
  MESSAGE_LEASE_MS,
  markRouted,
  putNewReceivedMessage,
  receivedMessageKey,
  takeMessageLease,
} from '@switchyard/core/received-messages';
import { anEndpoint, NOW } from '@switchyard/core/testing';
import {
  aConversation,
  anInboundMessage,
  type MessageSetup,
  setUpMessages,
  stopAtEachCall,
} from '../../testing/message-setup.ts';

const OUTAGE = 'Internal server error';
const outage = (): never => {
  throw new Error(OUTAGE);
};

function setUp(): MessageSetup {
  const setup = setUpMessages({ endpoints: [anEndpoint()] });
  setup.addConversation(aConversation({ tenantId: 'acme' }));
  return setup;
}

const receipt = ({ table }: MessageSetup) =>
  table.item(receivedMessageKey({ provider: 'twilio', providerId: 'SM1' }));
const first = (setup: MessageSetup) => setup.receiveMessage(anInboundMessage(), 'request-1');
/** As the spool or the provider brings it again: with another id, or at another time. */
const again = (setup: MessageSetup) =>
  setup.receiveMessage(anInboundMessage({ receivedAt: toIso(NOW + 90_000) }), 'request-2');

/** Whoever was stopped holds its leases until they run out. */
function waitForLeases({ time }: MessageSetup): void {
  time.advance(ACCEPT_LEASE_MS);
}

describe('a callback that comes again', () => {
  it('is answered alike and routed no second time', async () => {
    const setup = setUp();

    expect(await first(setup)).toEqual({ kind: 'accepted' });
    expect(await again(setup)).toEqual({ kind: 'duplicate' });
    expect(setup.queue.sent).toHaveLength(1);
    expect(setup.messages()).toHaveLength(1);
    expect(setup.deliveries.sentTo()).toEqual(['default']);
  });

  it('keeps the message as it came first', async () => {
    const setup = setUp();
    await first(setup);
    await again(setup);

    expect(receipt(setup)).toMatchObject({ requestId: 'request-1', message: { receivedAt: toIso(NOW) } });
  });

  it('is a new one when the first has expired, deleted or not', async () => {
    const setup = setUp();
    await first(setup);
    setup.time.advance(366 * 86_400_000);

    await again(setup);
    expect(setup.queue.sent).toHaveLength(2);
  });
});

describe('a repeat while the first is at work', () => {
  it('waits, and finds that all is done', async () => {
    const setup = setUp();
    const { promise, resolve } = Promise.withResolvers<void>();
    setup.queue.hooks.before = () => promise;
    const working = first(setup);
    setup.state.onSleep = async () => {
      resolve();
      await working;
    };

    expect(await again(setup)).toEqual({ kind: 'duplicate' });
    expect(setup.time.slept).toEqual([50]);
    expect(setup.queue.sent).toHaveLength(1);
  });

  it('gives up when the first takes too long, and changes nothing', async () => {
    const setup = setUp();
    const { promise, resolve } = Promise.withResolvers<void>();
    setup.queue.hooks.before = () => promise;
    const working = first(setup);
    await new Promise(setImmediate);

    await expect(again(setup)).rejects.toMatchObject({ code: 'unavailable' });
    resolve();
    await working;
    expect(setup.queue.sent).toHaveLength(1);
  });

  it('takes over when the lease has run out', async () => {
    const setup = setUp();
    setup.queue.hooks.before = () => new Promise(() => undefined);
    void first(setup);
    await new Promise(setImmediate);
    setup.queue.hooks.before = () => undefined;
    setup.time.advance(MESSAGE_LEASE_MS);

    await again(setup);
    expect(setup.queue.sent).toHaveLength(1);
    expect(receipt(setup)).toHaveProperty('routedAt');
  });

  it('of two, takes over in exactly one when the lease has run out', async () => {
    const setup = setUp();
    setup.queue.hooks.before = () => new Promise(() => undefined);
    void first(setup);
    await new Promise(setImmediate);
    setup.queue.hooks.before = () => new Promise((resolve) => setImmediate(resolve));
    setup.state.onSleep = () => new Promise((resolve) => setImmediate(() => resolve()));
    setup.time.advance(MESSAGE_LEASE_MS);

    const results = await Promise.all([again(setup), again(setup)]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['accepted', 'duplicate']);
    expect(setup.queue.sent).toHaveLength(1);
  });
});

describe('a worker whose lease has run out', () => {
  it('sends nothing any more, as when Lambda froze it and thaws it', async () => {
    const setup = setUp();
    const { promise: frozen, resolve: thaw } = Promise.withResolvers<void>();
    setup.table.hooks.after = async ({ operation, item }) => {
      if (operation === 'update' && item.sk === 'CONVERSATION') await frozen;
    };
    const working = first(setup);
    await new Promise(setImmediate);
    setup.table.hooks.after = () => undefined;
    setup.time.advance(ACCEPT_LEASE_MS);
    await again(setup);
    thaw();

    await expect(working).rejects.toMatchObject({ code: 'unavailable' });
    expect(setup.queue.sent).toHaveLength(1);
  });

  it('does not give back the lease of whoever took over', async () => {
    const setup = setUp();
    const { promise: stuck, reject: fail } = Promise.withResolvers<void>();
    setup.queue.hooks.before = () => stuck;
    const working = first(setup);
    await new Promise(setImmediate);
    setup.time.advance(MESSAGE_LEASE_MS);
    const { promise, resolve } = Promise.withResolvers<void>();
    setup.queue.hooks.before = () => promise;
    const successor = again(setup);
    await new Promise(setImmediate);
    fail(new Error(OUTAGE));
    await expect(working).rejects.toThrow(OUTAGE);

    expect(receipt(setup)).toMatchObject({ leaseUntil: NOW + 2 * MESSAGE_LEASE_MS });
    resolve();
    await successor;
  });
});

describe('a failure', () => {
  it('gives the lease back, so that a repeat can start at once', async () => {
    const setup = setUp();
    setup.queue.hooks.before = outage;
    await expect(first(setup)).rejects.toThrow(OUTAGE);
    setup.queue.hooks.before = () => undefined;

    expect(receipt(setup)).toMatchObject({ leaseUntil: 0 });
    await again(setup);
    expect(setup.time.slept).toEqual([]);
    expect(setup.queue.sent).toHaveLength(1);
  });

  it('to give the lease back is not what is told', async () => {
    const setup = setUp();
    setup.queue.hooks.before = () => {
      setup.table.hooks.before = () => {
        throw new Error('Also down');
      };
      outage();
    };

    await expect(first(setup)).rejects.toThrow(OUTAGE);
  });

  it('to make the event routes nothing, so that a repeat does not route twice', async () => {
    const setup = setUp();
    setup.deliveries.hooks.before = outage;
    for (const receive of [first, again, again]) {
      await expect(receive(setup)).rejects.toMatchObject({ code: 'unavailable' });
    }
    setup.deliveries.hooks.before = () => undefined;

    await again(setup);
    expect(setup.queue.sent).toHaveLength(1);
    expect(setup.deliveries.sentTo()).toEqual(['default']);
  });

  it('to note that all is done is no failure: coming back would route twice', async () => {
    const setup = setUp();
    setup.queue.hooks.after = () => {
      setup.table.hooks.before = outage;
    };

    expect(await first(setup)).toEqual({ kind: 'accepted' });
    expect(setup.queue.sent).toHaveLength(1);
    expect(setup.logs.text()).toContain('not_marked');
  });
});

describe('a write that DynamoDB took and whose answer was lost, when the SDK repeats it', () => {
  const message = anInboundMessage();
  const addressee = { recipients: [message.to], conversationId: 'c-1' };
  const NEW = { message, addressee, requestId: 'request-1' };

  it('is recognised as the first, not as a duplicate', async () => {
    const { context } = setUp();

    const put = await putNewReceivedMessage(context, NEW, 'first');
    expect(put).toMatchObject({ message });
    expect(await putNewReceivedMessage(context, NEW, 'first')).toEqual(put);
  });

  it('does not undo what was done since', async () => {
    const { context } = setUp();
    await putNewReceivedMessage(context, NEW, 'first');
    await markRouted(context, { message });

    expect(await putNewReceivedMessage(context, NEW, 'first')).toBeUndefined();
  });

  it('is recognised as the taking of the lease', async () => {
    const { context } = setUp();
    const put = await putNewReceivedMessage(context, NEW, 'first');
    if (put === undefined) throw new Error('It was not put');

    expect(await takeMessageLease(context, put, 'second')).toMatchObject({ leaseOwner: 'second' });
    expect(await takeMessageLease(context, put, 'second')).toMatchObject({ leaseOwner: 'second' });
    expect(await takeMessageLease(context, put, 'first')).toBeUndefined();
  });
});

describe('after a stop at any call, a repeat', () => {
  const byStop = async (prepare: () => MessageSetup) => {
    const sends: Record<string, number> = {};
    const setups: MessageSetup[] = [];
    const stops = await stopAtEachCall(
      prepare,
      first,
      async (setup) => {
        waitForLeases(setup);
        await again(setup);
      },
      (setup, stop) => {
        sends[stop] = Math.max(sends[stop] ?? 0, setup.queue.sent.length);
        setups.push(setup);
      },
    );
    return { sends, setups, stops };
  };
  let known: Awaited<ReturnType<typeof byStop>>;
  beforeAll(async () => {
    known = await byStop(setUp);
  });

  it('routes the message, and routes it twice only between the send and its mark', async () => {
    const { sends, stops } = known;

    expect(stops).toBe(18);
    const twice = Object.entries(sends).filter(([, count]) => count !== 1);
    expect(twice).toEqual([
      ['before update CALLBACK', 2],
      ['after send', 2],
    ]);
  });

  it('sends, where it must send again, what a consumer recognises', async () => {
    const { setups } = known;

    for (const setup of setups) {
      const ids = setup
        .contexts()
        .map(({ meta, message }) => [meta.request_id, message.message_id, message.timestamp]);
      expect(new Set(ids.map((id) => id.join())).size).toBe(1);
    }
  });

  it('makes one event of one content, however often it is tried', async () => {
    const { setups } = known;

    for (const setup of setups) {
      const [event, ...others] = setup.events().map((item) => eventSchema.parse(item));
      expect(others).toEqual([]);
      expect(JSON.parse(Buffer.from(event?.payload ?? []).toString())).toMatchObject({
        timestamp: expect.any(String),
        data: { message_id: 'SM1', conversation_id: 'c-1' },
      });
      expect(setup.deliveries.sentTo()).toContain('default');
      expect(setup.logs.text()).not.toContain('idempotency_conflict');
    }
  });

  it('leaves one message, marked as routed', async () => {
    const { setups } = known;

    for (const setup of setups) {
      expect(setup.messages()).toHaveLength(1);
      expect(receipt(setup)).toHaveProperty('routedAt');
    }
  });

  it('answers an unknown sender at most once', async () => {
    const { setups } = await byStop(() => {
      const setup = setUpMessages({ endpoints: [anEndpoint()] });
      setup.ownAddress('acme');
      return setup;
    });

    for (const setup of setups) {
      expect(setup.fallbacks.length).toBeLessThanOrEqual(1);
      expect(setup.events()).toHaveLength(1);
      expect(receipt(setup)).toHaveProperty('routedAt');
    }
  });
});

describe('the event of a repeat', () => {
  it('has the bytes and the correlation id of the first', async () => {
    const setup = setUp();
    setup.queue.hooks.before = outage;
    const media = [{ content_type: 'image/png', url: 'https://media.example/1' }];
    await expect(setup.receiveMessage(anInboundMessage({ media }), 'request-1')).rejects.toThrow(OUTAGE);
    setup.queue.hooks.before = () => undefined;

    await setup.receiveMessage(anInboundMessage({ media, receivedAt: toIso(NOW + 90_000) }), 'request-2');
    const [one, two] = setup.emitted();
    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
  });

  it('has them also when the conversation was deleted in between', async () => {
    const setup = setUp();
    setup.ownAddress('acme');
    setup.queue.hooks.before = outage;
    await expect(first(setup)).rejects.toThrow(OUTAGE);
    setup.queue.hooks.before = () => undefined;
    setup.table.remove({ pk: 'CONVERSATION#c-1', sk: 'CONVERSATION' });

    await again(setup);
    const [one, two] = setup.emitted();
    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
  });
});
