import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import {
  claimExternalId,
  encodeMessageReference,
  outboundMessageKey,
  putNewOutboundMessage,
  timelineKey,
} from '@switchyard/core/messages';
import { aMessageItem, anEndpoint, NOW } from '@switchyard/core/testing';
import { type CallbackSetup, setUpCallbacks } from '../../testing/callback-setup.ts';
import { aSendGridEvent, X_MESSAGE_ID } from '../../testing/sendgrid-fixtures.ts';
import { sendGridEventsRequest } from '../../testing/signed-requests.ts';
import { anSqsRecord } from '../../testing/sqs-record.ts';
import { parseSendGridEvents } from '../providers/sendgrid/parse-events.ts';
import { receiveCallback } from '../receive-callback.ts';
import { parseSpoolMessage } from '../spool/spool-message.ts';
import { verifiedBefore } from '../verified-request.ts';
import { MAX_REPORTS_AT_ONCE } from './receive-reports.ts';

const SUCCESS = { status: 200, body: '{"success":true}' };
const UNKNOWN = { sg_message_id: 'unknown.filter' };
const ofMessage = (messageId: string) => ({ sg_message_id: `${messageId}.filter` });

async function setUp(...messageIds: readonly string[]) {
  const setup = setUpCallbacks({ endpoints: [anEndpoint()] });
  for (const externalId of [X_MESSAGE_ID, ...messageIds]) {
    const item = aMessageItem({
      messageId: externalId,
      channel: 'email',
      provider: 'sendgrid',
      recipient: 'ada@example.org',
      externalId,
    });
    await claimExternalId(setup.context, item, externalId);
    await putNewOutboundMessage(setup.context, item);
  }
  setup.table.calls.length = 0;
  return setup;
}

const callbackOf = (...events: readonly unknown[]) =>
  sendGridEventsRequest({ events, receivedAt: toIso(NOW) }).callback;
const recorded = ({ table }: CallbackSetup) =>
  table
    .items()
    .filter(({ sk }) => String(sk).startsWith('TIMELINE#'))
    .map(({ eventId }) => eventId);
const isRecorded = ({ table }: CallbackSetup, event: Readonly<Record<string, unknown>>) =>
  table.item(timelineKey('acme', X_MESSAGE_ID, String(event.sg_event_id))) !== undefined;
const spooledParts = ({ spoolQueue }: CallbackSetup) =>
  spoolQueue.sent.map(({ MessageBody = '', DelaySeconds }) => {
    const { request } = parseSpoolMessage(MessageBody);
    const { reports } = parseSendGridEvents(verifiedBefore(request));
    return { ids: reports.map(({ eventId }) => eventId), DelaySeconds };
  });
const processSpooled = (setup: CallbackSetup) =>
  setup.processSpool(
    setup.spoolQueue.sent.splice(0).map(({ MessageBody = '' }, n) => anSqsRecord(MessageBody, `m-${n}`)),
  );
const idOf = (event: Readonly<Record<string, unknown>>) => event.sg_event_id;

describe('a batch of reports', () => {
  it('is recorded as a whole, each of them once', async () => {
    const setup = await setUp();
    const events = ['delivered', 'open', 'open', 'click'].map((event) => aSendGridEvent(event));
    const batch = callbackOf(...events, events[0]);

    expect(await setup.receiveCallback(batch)).toMatchObject(SUCCESS);
    expect(await setup.receiveCallback(batch)).toMatchObject(SUCCESS);
    expect(recorded(setup).sort()).toEqual(events.map(idOf).sort());
    expect(
      setup
        .emitted()
        .map(({ event }) => event.type)
        .sort(),
    ).toEqual(['email.clicked', 'email.delivered', 'email.opened', 'email.opened']);
    expect(setup.counted).toEqual(
      expect.arrayContaining([
        ['CallbacksReceived', { provider: 'sendgrid', result: 'accepted' }],
        ['CallbacksReceived', { provider: 'sendgrid', result: 'duplicate' }],
      ]),
    );
  });

  it('finds the message that its sender named in a custom argument, where ids are embedded', async () => {
    const setup = await setUp();
    await putNewOutboundMessage(
      setup.context,
      aMessageItem({
        messageId: 'named',
        channel: 'email',
        provider: 'sendgrid',
        recipient: 'ada@example.org',
      }),
    );
    const message_id = encodeMessageReference({ tenantId: 'acme', messageId: 'named' });
    const event = aSendGridEvent('delivered', { ...ofMessage('fresh'), message_id });
    const context = { ...setup.context, mappingStrategy: 'embedded' as const };

    expect(await receiveCallback(context, callbackOf(event))).toMatchObject(SUCCESS);
    expect(setup.table.item(outboundMessageKey('acme', 'named'))).toMatchObject({
      status: 'delivered',
      externalId: 'fresh',
    });
  });

  it('without anything in it is taken', async () => {
    expect(await (await setUp()).receiveCallback(callbackOf())).toMatchObject(SUCCESS);
  });

  it('of unknown messages alone is 404, and not spooled: SendGrid repeats it', async () => {
    const setup = await setUp();
    const batch = callbackOf(aSendGridEvent('open', UNKNOWN), aSendGridEvent('click', UNKNOWN));

    expect(await setup.receiveCallback(batch)).toMatchObject({ status: 404 });
    expect(setup.spoolQueue.sent).toEqual([]);
  });

  it('lets what matches no message wait for a while, since its sender may be about to register it', async () => {
    const setup = await setUp();
    const [known, unknown] = [aSendGridEvent('open'), aSendGridEvent('open', UNKNOWN)];

    expect(await setup.receiveCallback(callbackOf(unknown, known))).toMatchObject(SUCCESS);
    expect(isRecorded(setup, known)).toBe(true);
    expect(spooledParts(setup)).toEqual([{ ids: [idOf(unknown)], DelaySeconds: 30 }]);
  });

  it('with an entry that is none is recorded but for that, and kept for a person to look at', async () => {
    const setup = await setUp();
    const open = aSendGridEvent('open');
    const unknown = aSendGridEvent('open', UNKNOWN);

    expect(await setup.receiveCallback(callbackOf('nonsense', open, unknown))).toMatchObject(SUCCESS);
    expect(isRecorded(setup, open)).toBe(true);
    expect(setup.quarantined()).toMatchObject([{ step: 'parse', code: 'callback_unreadable' }]);
    expect(spooledParts(setup)).toEqual([{ ids: [idOf(unknown)], DelaySeconds: 30 }]);
  });

  it('too large to be kept is taken, and the entry that is none is kept alone', async () => {
    const setup = await setUp();
    const events = Array.from({ length: 1_200 }, () => aSendGridEvent('open'));

    expect(await setup.receiveCallback(callbackOf('nonsense', ...events))).toMatchObject(SUCCESS);
    await processSpooled(setup);
    expect(recorded(setup).length).toBeGreaterThanOrEqual(100);
    expect(setup.quarantined().map(({ body }) => Buffer.from(Object(body)).toString())).toEqual([
      '["nonsense"]',
    ]);
  });

  it('with an entry that is none comes again when the quarantine does not take it', async () => {
    const setup = await setUp();
    setup.table.hooks.before = ({ item }) => {
      if (String(item.pk).startsWith('QUARANTINE#')) throw new Error('Throttled');
    };

    expect(await setup.receiveCallback(callbackOf(7, aSendGridEvent('open')))).toMatchObject({ status: 503 });
  });
});

describe('a report that fails', () => {
  const failing = (setup: CallbackSetup, messageId: string) => {
    setup.table.hooks.before = ({ operation, item }) => {
      if (operation === 'put' && String(item.pk).includes(messageId)) throw new Error('Throttled');
    };
  };

  it('takes no other with it, and comes back alone', async () => {
    const setup = await setUp('poison');
    const bad = aSendGridEvent('open', ofMessage('poison'));
    const good = [aSendGridEvent('open'), aSendGridEvent('click')];
    failing(setup, 'poison');

    expect(await setup.receiveCallback(callbackOf(bad, ...good))).toMatchObject(SUCCESS);
    expect(good.every((event) => isRecorded(setup, event))).toBe(true);
    expect(spooledParts(setup)).toEqual([{ ids: [idOf(bad)], DelaySeconds: 15 }]);

    expect(await processSpooled(setup)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-0' }] });
    expect(setup.spoolQueue.sent).toEqual([]);
  });

  it('is 503 when it cannot be kept: SendGrid brings all of it again', async () => {
    const setup = await setUp('poison');
    failing(setup, 'poison');
    setup.spoolQueue.hooks.before = () => {
      throw new Error('Out of reach');
    };
    const batch = callbackOf(aSendGridEvent('open', ofMessage('poison')), aSendGridEvent('open'));

    expect(await setup.receiveCallback(batch)).toMatchObject({ status: 503 });
    setup.table.hooks.before = () => undefined;
    expect(await setup.receiveCallback(batch)).toMatchObject(SUCCESS);
    expect(recorded(setup)).toHaveLength(2);
  });
});

describe('more reports than one run takes', () => {
  const events = Array.from({ length: MAX_REPORTS_AT_ONCE * 2 + 7 }, () => aSendGridEvent('open'));

  it('go on through the spool, in parts', async () => {
    const setup = await setUp();

    expect(await setup.receiveCallback(callbackOf(...events))).toMatchObject(SUCCESS);
    expect(recorded(setup)).toHaveLength(MAX_REPORTS_AT_ONCE);
    expect(spooledParts(setup).map(({ ids, DelaySeconds }) => [ids.length, DelaySeconds])).toEqual([
      [MAX_REPORTS_AT_ONCE, 0],
      [7, 0],
    ]);
    expect(await processSpooled(setup)).toEqual({ batchItemFailures: [] });
    expect(recorded(setup).sort()).toEqual(events.map(idOf).sort());
    expect(setup.spoolQueue.sent).toEqual([]);
  });

  it('are not spooled anew by each try while nothing can be recorded', async () => {
    const setup = await setUp();
    setup.table.hooks.before = () => {
      throw new Error('Throttled');
    };
    await setup.receiveCallback(callbackOf(...events));
    expect(spooledParts(setup).map(({ ids }) => ids.length)).toEqual([
      MAX_REPORTS_AT_ONCE,
      7,
      MAX_REPORTS_AT_ONCE,
    ]);

    expect((await processSpooled(setup)).batchItemFailures).toHaveLength(3);
    expect(setup.spoolQueue.sent).toEqual([]);
  });
});
