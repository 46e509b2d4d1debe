import { describe, expect, it } from '@jest/globals';
import { encodeMessageReference, type MessageStatus } from '@switchyard/core/messages';
import { ACCOUNT_SID } from '../../../testing/provider-secrets.ts';
import { genuine, RECEIVED_AT, twilioRequest } from '../../../testing/signed-requests.ts';
import { anSmsStatus, aWhatsAppStatus, MESSAGE_SID, THEIR_NUMBER } from '../../../testing/twilio-fixtures.ts';
import { callbackCode } from '../index.ts';
import { parseTwilioStatus } from './parse-status.ts';

async function receive(form: Readonly<Record<string, string>>, query?: string) {
  const request = twilioRequest({
    route: 'twilio-status',
    form,
    ...(query === undefined ? {} : { query }),
  });
  return parseTwilioStatus(genuine(request));
}

describe('a status callback', () => {
  it('becomes a report', async () => {
    const form = anSmsStatus('undelivered', { ErrorCode: '30003', RawDlrDoneDate: '2603040506' });
    expect(await receive(form, 'message_id=order-1')).toEqual({
      provider: 'twilio',
      eventId: `${MESSAGE_SID}:undelivered:30003`,
      externalId: MESSAGE_SID,
      account: { id: ACCOUNT_SID },
      messageIdHint: 'order-1',
      channel: 'sms',
      recipients: [THEIR_NUMBER],
      kind: 'status',
      status: 'undelivered',
      rawStatus: 'undelivered',
      errorCode: '30003',
      occurredAt: RECEIVED_AT,
      receivedAt: RECEIVED_AT,
      details: { account_sid: ACCOUNT_SID, raw_dlr_done_date: '2603040506' },
    });
  });

  it.each<[string, MessageStatus]>([
    ['accepted', 'accepted'],
    ['scheduled', 'accepted'],
    ['queued', 'queued'],
    ['sending', 'sending'],
    ['sent', 'sent'],
    ['partially_delivered', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['undelivered', 'undelivered'],
    ['failed', 'failed'],
    ['canceled', 'canceled'],
  ])('%s means %s', async (rawStatus, status) => {
    expect(await receive(anSmsStatus(rawStatus))).toMatchObject({ kind: 'status', status, rawStatus });
  });

  it.each(['receiving', 'received', 'teleported'])(
    '%s is recorded, and no step of delivery',
    async (rawStatus) => {
      const report = await receive(anSmsStatus(rawStatus));
      expect(report).toMatchObject({ kind: 'other', rawStatus });
      expect(report.status).toBeUndefined();
    },
  );

  it('of WhatsApp is of WhatsApp', async () => {
    expect(await receive(aWhatsAppStatus('delivered'))).toMatchObject({
      channel: 'whatsapp',
      recipients: [THEIR_NUMBER],
      status: 'delivered',
    });
  });

  it('is a read receipt by its event type', async () => {
    const report = await receive(aWhatsAppStatus('delivered', { EventType: 'READ' }));
    expect(report).toMatchObject({ status: 'read', eventId: `${MESSAGE_SID}:read:` });
  });

  it('tells why WhatsApp refused', async () => {
    const why = { ErrorCode: '63016', ChannelStatusMessage: 'Message outside the allowed window' };
    expect(await receive(aWhatsAppStatus('undelivered', why))).toMatchObject({
      errorCode: '63016',
      details: { event_type: 'UNDELIVERED', channel_status_message: 'Message outside the allowed window' },
    });
  });

  it('tells why an SMS failed', async () => {
    const why = { ErrorCode: '30003', ErrorMessage: 'Unreachable destination handset' };
    expect(await receive(anSmsStatus('failed', why))).toMatchObject({
      errorCode: '30003',
      details: { error_message: 'Unreachable destination handset' },
    });
  });

  it('is the same event on a repeat, and another with another error', async () => {
    const first = await receive(anSmsStatus('failed', { ErrorCode: '30001' }));
    const repeat = await receive(anSmsStatus('failed', { ErrorCode: '30001' }));
    const other = await receive(anSmsStatus('failed', { ErrorCode: '30002' }));
    expect(repeat.eventId).toBe(first.eventId);
    expect(other.eventId).not.toBe(first.eventId);
  });

  it('may carry the older name of the status only', async () => {
    const { MessageStatus: _, ...form } = anSmsStatus('sent');
    expect((await receive(form)).status).toBe('sent');
  });

  it('may have no status at all, and no recipient', async () => {
    const report = await receive({ MessageSid: MESSAGE_SID, AccountSid: ACCOUNT_SID });
    expect(report).toMatchObject({ kind: 'other', rawStatus: 'unknown' });
    expect(report.recipients).toEqual([]);
  });

  it.each([
    ['as a person writes it', 'acme:order-1'],
    ['encoded', encodeMessageReference({ tenantId: 'a'.repeat(63), messageId: 'm'.repeat(128) })],
  ])('names our message %s', async (_, reference) => {
    const report = await receive(anSmsStatus('sent'), `message_id=${reference}`);
    expect(report.messageIdHint).toBe(reference);
  });

  it.each(['message_id=', 'message_id=not%20an%20id', 'other=1'])('has no hint in ?%s', async (query) => {
    expect((await receive(anSmsStatus('sent'), query)).messageIdHint).toBeUndefined();
  });

  it.each([{ MessageSid: '', SmsSid: '' }, { MessageSid: 'x'.repeat(65) }])(
    'is unreadable without a proper id: %j',
    async (changes) => {
      await expect(receive(anSmsStatus('sent', changes))).rejects.toEqual(
        expect.objectContaining({ name: 'CallbackParseError' }),
      );
    },
  );
});

describe('the answer', () => {
  it('is success', () => {
    expect(callbackCode('twilio-status').answer({ kind: 'accepted' }, { requestId: 'req-1' })).toEqual({
      status: 200,
      contentType: 'application/json',
      body: '{"success":true}',
    });
  });

  it('is 404 as a problem when no message matches', () => {
    const { status, contentType, body } = callbackCode('twilio-status').answer(
      { kind: 'no_match' },
      { requestId: 'req-1' },
    );
    expect({ status, contentType }).toEqual({ status: 404, contentType: 'application/problem+json' });
    expect(JSON.parse(body)).toMatchObject({ status: 404, code: 'message_not_found', request_id: 'req-1' });
  });
});
