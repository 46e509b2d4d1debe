import { describe, expect, it } from '@jest/globals';
import type { MessageStatus } from '@switchyard/core/messages';
import fc from 'fast-check';
import { aResendEvent, aResendObjectEvent, EMAIL_ID } from '../../../testing/resend-fixtures.ts';
import { genuine, RECEIVED_AT, resendRequest } from '../../../testing/signed-requests.ts';
import { verifiedBefore } from '../../verified-request.ts';
import { RESEND_EVENT_TYPES } from './event-meanings.ts';
import { parseResendEvent } from './parse-event.ts';

async function receive(event: unknown, options: Partial<Parameters<typeof resendRequest>[0]> = {}) {
  return parseResendEvent(genuine(resendRequest({ event, ...options }), ['resend-events']));
}

describe('an event of a mail', () => {
  it('becomes a report', async () => {
    expect(await receive(aResendEvent('email.bounced'), { id: 'msg_1' })).toEqual({
      provider: 'resend',
      eventId: 'msg_1',
      externalId: EMAIL_ID,
      messageIdHint: undefined,
      channel: 'email',
      recipients: ['ada@example.org'],
      account: { id: 'default' },
      kind: 'status',
      status: 'bounced',
      rawStatus: 'email.bounced',
      errorCode: 'Permanent.Suppressed',
      occurredAt: '2026-03-04T05:06:06.000Z',
      receivedAt: RECEIVED_AT,
      details: {
        bounce_type: 'Permanent',
        bounce_sub_type: 'Suppressed',
        reason: "The recipient's mail server rejected the message.",
      },
    });
  });

  it.each<[string, MessageStatus]>([
    ['email.scheduled', 'accepted'],
    ['email.sent', 'sent'],
    ['email.delivery_delayed', 'delayed'],
    ['email.delivered', 'delivered'],
    ['email.complained', 'complained'],
    ['email.bounced', 'bounced'],
    ['email.failed', 'failed'],
    ['email.suppressed', 'suppressed'],
  ])('%s means %s', async (type, status) => {
    expect(await receive(aResendEvent(type))).toMatchObject({ kind: 'status', status, externalId: EMAIL_ID });
  });

  it.each(['Transient', 'transient'])(
    'email.bounced of the type %s is no end, and says why',
    async (type) => {
      const bounce = { type, subType: 'MailboxFull', message: 'The mailbox is full.' };
      expect(await receive(aResendEvent('email.bounced', { bounce }))).toMatchObject({
        status: 'delayed',
        rawStatus: 'email.bounced',
        errorCode: `${type}.MailboxFull`,
        details: { bounce_type: type, reason: 'The mailbox is full.' },
      });
    },
  );

  it.each(['Undetermined', 'Permanent', undefined])(
    'email.bounced of the type %s is the end',
    async (type) => {
      expect(await receive(aResendEvent('email.bounced', { bounce: { type } }))).toMatchObject({
        status: 'bounced',
      });
    },
  );

  it('without email_id names its mail as id', async () => {
    const report = await receive(aResendEvent('email.delivered', { email_id: undefined, id: EMAIL_ID }));
    expect(report).toMatchObject({ externalId: EMAIL_ID, status: 'delivered' });
    expect(await receive(aResendEvent('email.delivered', { id: 'other' }))).toMatchObject({
      externalId: EMAIL_ID,
    });
  });

  it.each([
    ['email.opened', 'open'],
    ['email.clicked', 'click'],
  ])('%s is no step of delivery but counts as %s', async (type, kind) => {
    const report = await receive(aResendEvent(type));
    expect(report.kind).toBe(kind);
    expect(report.status).toBeUndefined();
  });

  it('tells the link of a click, and not who clicked from where', async () => {
    expect((await receive(aResendEvent('email.clicked'))).details).toEqual({
      link: 'https://example.org/offer',
    });
  });

  it.each([
    ['email.failed', 'reached_daily_quota', { reason: 'reached_daily_quota' }],
    ['email.suppressed', 'OnAccountSuppressionList', { reason: 'Address is on the suppression list.' }],
  ])('%s tells why', async (type, errorCode, details) => {
    expect(await receive(aResendEvent(type))).toMatchObject({ errorCode, details });
  });

  it('is the same event on every retry, which is signed anew', async () => {
    const event = aResendEvent('email.opened');
    const again = { id: 'msg_7', signedAt: new Date(Date.parse(RECEIVED_AT) - 60_000) };
    expect((await receive(event, again)).eventId).toBe((await receive(event, { id: 'msg_7' })).eventId);
  });

  it('is known by its body where svix-id is not signed', async () => {
    const event = aResendEvent('email.opened');
    const { callback } = resendRequest({ event, scheme: 'sha256' });
    const headers = { ...callback.headers, 'svix-id': 'made-up' };
    const { eventId } = await parseResendEvent(verifiedBefore({ ...callback, headers }));
    expect(eventId).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect((await receive(event, { scheme: 'sha256' })).eventId).toBe(eventId);
  });
});

describe('our message id', () => {
  it.each([
    ['a tag', { tags: { message_id: 'order-1' } }],
    ['a tag in a list', { tags: [{ name: 'message_id', value: 'order-1' }] }],
    ['a header of the mail', { headers: { 'X-Message-ID': 'order-1' } }],
    ['a header in a list', { headers: [{ name: 'x-message-id', value: 'order-1' }] }],
  ])('is found in %s', async (_, data) => {
    expect((await receive(aResendEvent('email.sent', data))).messageIdHint).toBe('order-1');
  });

  it('is none in a header of the request, which no signature covers', async () => {
    const { callback } = resendRequest({ event: aResendEvent('email.sent') });
    const headers = { ...callback.headers, 'x-message-id': 'order-1' };
    expect((await parseResendEvent(verifiedBefore({ ...callback, headers }))).messageIdHint).toBeUndefined();
  });

  it.each([
    ['is no id', { message_id: 'not an id' }],
    ['is no text', { message_id: 7 }],
    ['is not there', {}],
  ])('is absent when it %s', async (_, tags) => {
    expect((await receive(aResendEvent('email.sent', { tags }))).messageIdHint).toBeUndefined();
  });
});

describe('an event of another kind', () => {
  it('knows all 37 types of the client library', () => {
    expect(new Set(RESEND_EVENT_TYPES).size).toBe(37);
  });

  it.each(RESEND_EVENT_TYPES.filter((type) => !type.startsWith('email.')))('%s is recorded', async (type) => {
    expect(await receive(aResendObjectEvent(type))).toMatchObject({
      kind: 'other',
      rawStatus: type,
      externalId: '',
    });
  });

  it.each(['email.received', 'email.somethingnew', 'constructor'])('%s is recorded', async (type) => {
    expect(await receive(aResendEvent(type))).toMatchObject({ kind: 'other', rawStatus: type });
  });
});

describe('an event that is not as documented', () => {
  it.each([
    ['no data', { type: 'email.sent' }],
    ['data that is no object', { type: 'email.sent', data: 'x' }],
    ['fields of other types', aResendEvent('email.bounced', { email_id: 7, to: 'x', tags: 1, bounce: [] })],
    ['a recipient without an address', aResendEvent('email.sent', { to: ['Ada'] })],
    ['a time that is none', { ...aResendEvent('email.sent'), created_at: 'yesterday' }],
  ])('is still a report: %s', async (_, event) => {
    expect(await receive(event)).toMatchObject({ provider: 'resend', receivedAt: RECEIVED_AT });
  });

  it('happened when it came if it does not say', async () => {
    expect((await receive({ type: 'email.sent' })).occurredAt).toBe(RECEIVED_AT);
  });

  it.each([[[]], ['text'], [null], [{}], [{ type: '' }], [{ type: 5 }]])(
    'is unreadable: %j',
    async (event) => {
      await expect(receive(event)).rejects.toEqual(expect.objectContaining({ name: 'CallbackParseError' }));
    },
  );

  it('is unreadable when it is not JSON', () => {
    const { callback } = resendRequest({ event: {} });
    expect(() => parseResendEvent(verifiedBefore({ ...callback, rawBody: Buffer.from('{') }))).toThrow(
      expect.objectContaining({ name: 'CallbackParseError' }),
    );
  });

  it('never breaks on any data', async () => {
    const data = fc.dictionary(
      fc.constantFrom('email_id', 'to', 'tags', 'headers', 'bounce', 'click', 'failed', '__proto__'),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...RESEND_EVENT_TYPES), data, async (type, odd) => {
        expect((await receive({ type, data: odd })).rawStatus).toBe(type);
      }),
    );
  });
});

describe('the recipients', () => {
  it.each([
    [
      'all of them',
      { to: ['Ann <ann@example.org>', 'Bob@Example.org'] },
      ['ann@example.org', 'bob@example.org'],
    ],
    [
      'copies and blind copies',
      { to: ['a@x.org'], cc: ['b@x.org'], bcc: ['c@x.org'] },
      ['a@x.org', 'b@x.org', 'c@x.org'],
    ],
    ['one that is no list', { to: 'a@x.org' }, ['a@x.org']],
    ['each once', { to: ['a@x.org', 'A@x.org'] }, ['a@x.org']],
    ['none', { to: undefined }, []],
    ['those that are addresses', { to: ['nobody', 'a@x.org'], cc: 7 }, ['a@x.org']],
  ])('are %s', async (_, data, recipients) => {
    expect((await receive(aResendEvent('email.sent', data))).recipients).toEqual(recipients);
  });

  it('are at most 50', async () => {
    const to = Array.from({ length: 1_000 }, (_, n) => `r${n}@x.org`);
    expect((await receive(aResendEvent('email.sent', { to }))).recipients).toEqual(to.slice(0, 50));
  });
});
