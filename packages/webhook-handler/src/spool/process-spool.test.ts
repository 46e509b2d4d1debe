import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { NOW } from '@switchyard/core/testing';
import { setUpCallbacks } from '../../testing/callback-setup.ts';
import { aMailWithFiles } from '../../testing/mail-fixtures.ts';
import { aConversation } from '../../testing/message-setup.ts';
import { sendGridRequest, twilioRequest } from '../../testing/signed-requests.ts';
import { anSqsRecord } from '../../testing/sqs-record.ts';
import { anSms } from '../../testing/twilio-fixtures.ts';
import type { CallbackRequest } from '../callback-request.ts';
import { verifiedBefore } from '../verified-request.ts';
import { handleSpoolEvent } from './handle-spool-event.ts';
import { parseSpoolMessage, toSpoolMessage } from './spool-message.ts';

const receivedAt = toIso(NOW);
const SMS = twilioRequest({ route: 'sms', form: anSms(), receivedAt }).callback;
const FORGED = twilioRequest({ route: 'sms', form: anSms(), receivedAt, authToken: 'forged' }).callback;
const UNREADABLE = twilioRequest({ route: 'sms', form: { From: '+14017122661' }, receivedAt }).callback;

const spooledRecord = (request: CallbackRequest, verified = true, messageId = 'm-1') =>
  anSqsRecord(toSpoolMessage(request, verified), messageId);
const DONE = { batchItemFailures: [] };
const COMES_BACK = { batchItemFailures: [{ itemIdentifier: 'm-1' }] };

describe('a spool message', () => {
  it('brings back the request with its exact bytes', () => {
    const content = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const { callback } = sendGridRequest({
      parts: aMailWithFiles([{ filename: 'ä.bin', type: 'application/octet-stream', content }]),
      pathSegment: 'segment',
      basicAuth: 'user:password',
    });

    const account = { id: 'AC1', tenants: ['acme'] };
    const request = verifiedBefore(callback, account);
    expect(parseSpoolMessage(toSpoolMessage(request, true))).toEqual({ request, verified: true });
  });

  it('of an earlier version names no account, and may speak for all', () => {
    const { request } = parseSpoolMessage(toSpoolMessage(SMS, true));
    expect(request).toEqual({ ...SMS, account: {} });
  });

  it('brings back an empty body and repeated query parameters', () => {
    const request: CallbackRequest = {
      ...SMS,
      rawBody: Buffer.alloc(0),
      query: [
        ['a', '1'],
        ['a', ''],
      ],
    };
    expect(parseSpoolMessage(toSpoolMessage(request, false))).toEqual({ request, verified: false });
  });

  it.each([
    ['sms', { 'x-twilio-signature': 's' }],
    ['resend-events', { 'svix-id': 'i' }],
    ['email', { authorization: 'Basic eA==' }],
  ] as const)('of %s has no header that nobody looks at', (route, needed) => {
    const all = {
      'content-type': 'text/plain',
      'x-twilio-signature': 's',
      'svix-id': 'i',
      'x-message-id': 'm',
      authorization: 'Basic eA==',
      cookie: 'c',
      host: 'h',
      'user-agent': 'u',
      'x-forwarded-for': '203.0.113.7',
    };
    const { request } = parseSpoolMessage(toSpoolMessage({ ...SMS, route, headers: all }, true));
    expect(request.headers).toEqual({ 'content-type': 'text/plain', ...needed });
  });
});

describe('a spooled callback', () => {
  it('is processed as if it had just come, at the time of its arrival', async () => {
    const setup = setUpCallbacks();
    setup.addConversation(aConversation());
    setup.time.advance(60_000);

    expect(await setup.processSpool([spooledRecord(SMS)])).toEqual(DONE);
    expect(setup.contexts()).toMatchObject([
      { message: { timestamp: receivedAt }, meta: { request_id: SMS.requestId } },
    ]);
  });

  it('that was processed after all is not routed again', async () => {
    const setup = setUpCallbacks();
    setup.addConversation(aConversation());
    await setup.receiveCallback(SMS);

    expect(await setup.processSpool([spooledRecord(SMS)])).toEqual(DONE);
    expect(setup.queue.sent).toHaveLength(1);
  });

  it('that was verified is not verified again: the secret may have been rotated since', async () => {
    const setup = setUpCallbacks();
    setup.callbackState.secretsDown = true;

    expect(await setup.processSpool([spooledRecord(SMS, true)])).toEqual(DONE);
    expect(setup.messages()).toHaveLength(1);
  });

  it('that matches no message is looked at again while its sender may be registering it', async () => {
    const form = anSms({ MessageStatus: 'delivered' });
    const { callback } = twilioRequest({ route: 'twilio-status', form, receivedAt });
    const setup = setUpCallbacks();

    expect(await setup.processSpool([spooledRecord(callback)])).toEqual(DONE);
    expect(setup.spoolQueue.sent).toMatchObject([{ DelaySeconds: 30 }]);
    expect(parseSpoolMessage(setup.spoolQueue.sent[0]?.MessageBody ?? '')).toMatchObject({
      verified: true,
      request: { receivedAt, rawBody: callback.rawBody },
    });

    setup.time.advance(120_001);
    expect(await setup.processSpool([spooledRecord(callback)])).toEqual(DONE);
    expect(setup.spoolQueue.sent).toHaveLength(1);
  });

  it('that still cannot be recorded comes back', async () => {
    const setup = setUpCallbacks();
    setup.table.hooks.before = () => {
      throw new Error('Throttled');
    };
    expect(await setup.processSpool([spooledRecord(SMS)])).toEqual(COMES_BACK);
  });

  it('that cannot be read is quarantined', async () => {
    const setup = setUpCallbacks();

    expect(await setup.processSpool([spooledRecord(UNREADABLE)])).toEqual(DONE);
    expect(setup.quarantined()).toMatchObject([{ step: 'parse', code: 'callback_unreadable' }]);
  });

  it('that can neither be read nor quarantined comes back', async () => {
    const setup = setUpCallbacks();
    setup.table.hooks.before = () => {
      throw new Error('Throttled');
    };
    expect(await setup.processSpool([spooledRecord(UNREADABLE)])).toEqual(COMES_BACK);
  });
});

describe('a callback that was spooled unverified', () => {
  it('is verified, then processed', async () => {
    const setup = setUpCallbacks();

    expect(await setup.processSpool([spooledRecord(SMS, false)])).toEqual(DONE);
    expect(setup.messages()).toHaveLength(1);
  });

  it('is quarantined when it is not genuine', async () => {
    const setup = setUpCallbacks();

    expect(await setup.processSpool([spooledRecord(FORGED, false)])).toEqual(DONE);
    expect(setup.quarantined()).toMatchObject([{ step: 'verify', code: 'signature_mismatch' }]);
    expect(setup.messages()).toEqual([]);
  });

  it('comes back when it is not genuine and the quarantine does not take it', async () => {
    const setup = setUpCallbacks();
    setup.table.hooks.before = () => {
      throw new Error('Throttled');
    };
    expect(await setup.processSpool([spooledRecord(FORGED, false)])).toEqual(COMES_BACK);
  });

  it('comes back while the secrets cannot be read', async () => {
    const setup = setUpCallbacks();
    setup.callbackState.secretsDown = true;

    expect(await setup.processSpool([spooledRecord(SMS, false)])).toEqual(COMES_BACK);
    expect(setup.messages()).toEqual([]);
  });
});

describe('a batch', () => {
  it.each([
    ['text that is no JSON', 'Hello'],
    ['another message', '{"schema":"switchyard.delivery.v1"}'],
    ['a body that is no base64', toSpoolMessage(SMS, true).replace('"bodyBase64":"', '"bodyBase64":"%')],
  ])('lets %s come back alone', async (_, body) => {
    const setup = setUpCallbacks();

    expect(await setup.processSpool([anSqsRecord(body), spooledRecord(SMS, true, 'm-2')])).toEqual(
      COMES_BACK,
    );
    expect(setup.messages()).toHaveLength(1);
  });
});

describe('the spool’s function', () => {
  function setUp() {
    const { context } = setUpCallbacks();
    const openSecrets = () => context.providerSecrets;
    return { handle: (event: object) => handleSpoolEvent({ ...context, openSecrets }, event) };
  }

  it('takes batches of its queue', async () => {
    expect(await setUp().handle({ Records: [spooledRecord(SMS)] })).toEqual(DONE);
  });

  it('takes an operator’s release', async () => {
    expect(await setUp().handle({ action: 'release', receivedAt, id: 'request-1' })).toEqual({
      released: false,
      reason: 'not_found',
    });
  });

  it.each([
    ['another action', { action: 'purge', receivedAt, id: 'request-1' }],
    ['no id', { action: 'release', receivedAt, id: '' }],
    ['a day instead of a time', { action: 'release', receivedAt: '2026-03-04', id: 'request-1' }],
    ['more than that', { action: 'release', receivedAt, id: 'request-1', force: true }],
  ])('refuses %s', async (_, event) => {
    await expect(setUp().handle(event)).rejects.toThrow();
  });
});
