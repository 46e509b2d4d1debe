import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '@switchyard/core/conversations';
import { aMail, envelope, OUR_MAILBOX, THEIR_MAILBOX } from '../../../testing/mail-fixtures.ts';
import type { MultipartPart } from '../../../testing/multipart.ts';
import { genuine, sendGridRequest } from '../../../testing/signed-requests.ts';
import { parseSendGridMail } from './parse-mail.ts';

const receive = async (parts: readonly MultipartPart[]): Promise<InboundMessage> =>
  parseSendGridMail(genuine(sendGridRequest({ parts })));
const headers = (...lines: string[]): string => `${lines.join('\r\n')}\r\n`;

describe('sender and recipient', () => {
  it.each([
    [
      'of the envelope before the header’s',
      { envelope: envelope('Bounce+1@Lists.example.net') },
      'bounce+1@lists.example.net',
    ],
    ['of the header when the envelope has none', { envelope: envelope('') }, THEIR_MAILBOX],
    ['of the header without an envelope', { envelope: undefined }, THEIR_MAILBOX],
    ['of the header with a broken envelope', { envelope: '{"to":' }, THEIR_MAILBOX],
    [
      'of the field when there are no headers',
      { envelope: undefined, headers: undefined, from: '"Lovelace, Ada" <ADA@x.example>' },
      'ada@x.example',
    ],
    ['nobody when none is said', { envelope: envelope(''), headers: undefined, from: undefined }, '<>'],
    [
      'nobody when it is too long to be one',
      { envelope: envelope(`${'a'.repeat(400)}@x.example`), headers: undefined, from: '' },
      '<>',
    ],
  ])('the sender is %s', async (_, changes, from) => {
    expect((await receive(aMail(changes))).from).toBe(from);
  });

  it.each([
    [
      'the first of the envelope',
      { envelope: envelope('a@b.c', ['X@parse.example.com', 'y@parse.example.com']) },
      'x@parse.example.com',
    ],
    ['the header’s without an envelope', { envelope: undefined }, OUR_MAILBOX],
    ['the field’s without headers', { envelope: undefined, headers: undefined }, OUR_MAILBOX],
    ['empty when none is said', { envelope: undefined, headers: undefined, to: undefined }, ''],
  ])('the recipient is %s', async (_, changes, to) => {
    expect((await receive(aMail(changes))).to).toBe(to);
  });

  it('keeps every recipient of the envelope that is an address, once, as it is looked up', async () => {
    const to = ['no address', 'a@parse.example.com', 'B@Parse.example.com', '<a@parse.example.com>', 'x y@z'];
    const message = await receive(aMail({ envelope: envelope('x@y.z', to) }));
    const kept = ['a@parse.example.com', 'b@parse.example.com'];
    expect(message).toMatchObject({ to: kept[0], recipients: kept, details: { recipients: kept } });
  });

  it('keeps the first 50 recipients, and says that there were more', async () => {
    const to = Array.from({ length: 60 }, (_, n) => `r${n}@parse.example.com`);
    const { recipients, truncated } = await receive(aMail({ envelope: envelope('x@y.z', to) }));
    expect([recipients, truncated]).toEqual([to.slice(0, 50), ['recipients']]);
  });

  it('names the person of the From header beside the sender of the envelope', async () => {
    const headers = 'From: =?utf-8?Q?J=C3=B6rg?= <Joerg@Example.org>\r\n';
    const message = await receive(aMail({ headers, envelope: envelope('bounces+7@mailer.example.net') }));
    expect(message).toMatchObject({
      from: 'bounces+7@mailer.example.net',
      headerFrom: 'joerg@example.org',
    });
  });
});

describe('the person of the From header', () => {
  it.each([
    ['with a comma in the name', 'Doe, Jane <Jane@x.example>', 'jane@x.example'],
    ['with a quoted comma', '"Doe, Jane" <jane@x.example>', 'jane@x.example'],
    ['of several', 'a@x.example, b@x.example', 'a@x.example'],
    ['in a group', 'Team: a@x.example;', 'a@x.example'],
    ['without an address', 'Jane Doe', undefined],
    ['with what is no address', 'Jane <jane at x.example>', undefined],
    ['empty', '', undefined],
  ])('is found %s, beside the sender of the envelope', async (_, author, address) => {
    const message = await receive(aMail({ headers: headers(`From: ${author}`), from: author }));
    expect([message.from, message.headerFrom]).toEqual([THEIR_MAILBOX, address]);
  });
});

describe('threading headers', () => {
  it('are found whatever their case, folded or not', async () => {
    const block = headers(
      'message-id:<A@x>',
      'IN-REPLY-TO: <B@x> (a remark)',
      'References: <C@x>',
      '  <D@x>',
      '\t<E@x>',
      'From: a@b.c',
    );
    expect((await receive(aMail({ headers: block }))).details).toMatchObject({
      message_id: '<A@x>',
      in_reply_to: '<B@x>',
      references: ['<C@x>', '<D@x>', '<E@x>'],
    });
  });

  it('are absent when the mail has none', async () => {
    const { details } = await receive(aMail({ headers: headers('Subject: x') }));
    for (const name of ['message_id', 'in_reply_to', 'references']) expect(details).not.toHaveProperty(name);
  });
});

describe('mail from a machine', () => {
  it.each([
    ['a bounce', { envelope: envelope('') }],
    ['an automatic reply', { headers: headers('Auto-Submitted: auto-replied') }],
    ['a mailing list', { headers: headers('List-Id: <news.example.org>') }],
    ['bulk mail', { headers: headers('Precedence: bulk') }],
    ['an out-of-office reply', { headers: headers('X-Auto-Response-Suppress: DR, OOF, AutoReply') }],
    ['a delivery report', { headers: headers('Content-Type: multipart/report; boundary=x') }],
  ])('is marked: %s', async (_, changes) => {
    expect((await receive(aMail(changes))).details.auto_submitted).toBe(true);
  });

  it.each([
    ['a person', {}],
    ['a program that says so', { headers: headers('Auto-Submitted: no') }],
    ['nobody knows whom', { envelope: undefined }],
  ])('is not marked when it is from %s', async (_, changes) => {
    expect((await receive(aMail(changes))).details).not.toHaveProperty('auto_submitted');
  });
});

describe('the id', () => {
  const idOf = async (changes: Parameters<typeof aMail>[0]) => (await receive(aMail(changes))).providerId;

  it('stays when SendGrid repeats the mail with other scores', async () => {
    expect(await idOf({ spam_score: '1.2', sender_ip: '203.0.113.8' })).toBe(await idOf({}));
  });

  it.each([
    ['recipient', { envelope: envelope(THEIR_MAILBOX, ['other@parse.example.com']) }],
    ['sender, so that nobody can take a mail’s place', { envelope: envelope('eve@example.org') }],
    ['Message-ID', { headers: headers('Message-ID: <other@x>') }],
  ])('differs by %s', async (_, changes) => {
    expect(await idOf(changes)).not.toBe(await idOf({}));
  });

  it('is what an older version gave the mail', async () => {
    const parts = ['<CAF-reply-1@mail.example.org>', THEIR_MAILBOX, OUR_MAILBOX];
    const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
    expect(await idOf({})).toBe(`mail:${hash}`);
  });

  it.each([
    ['text', { text: 'other' }],
    ['html', { html: '<p>other</p>' }],
    ['subject', { subject: 'other' }],
  ])('stays with another %s, and the hash of what it says does not', async (_, changes) => {
    const [mail, other] = [await receive(aMail()), await receive(aMail(changes))];
    expect(other.providerId).toBe(mail.providerId);
    expect(other.contentHash).not.toBe(mail.contentHash);
    expect((await receive(aMail({ spam_score: '1.2' }))).contentHash).toBe(mail.contentHash);
  });

  it('is of the bytes when there is no Message-ID', async () => {
    const id = await idOf({ headers: undefined });
    expect(id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await idOf({ headers: undefined, text: 'other' })).not.toBe(id);
  });
});
