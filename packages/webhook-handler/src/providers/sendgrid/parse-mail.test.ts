import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '@switchyard/core/conversations';
import { CALLBACKS } from '@switchyard/core/providers';
import { bodyOf, rows, vectors } from '../../../../core/testing/vectors.ts';
import {
  aMail,
  aMailWithFiles,
  aRawMail,
  NESTED_MIME,
  OUR_MAILBOX,
  THEIR_MAILBOX,
} from '../../../testing/mail-fixtures.ts';
import type { MultipartPart } from '../../../testing/multipart.ts';
import { genuine, RECEIVED_AT, sendGridRequest } from '../../../testing/signed-requests.ts';
import { verifiedBefore } from '../../verified-request.ts';
import { callbackCode } from '../index.ts';
import { parseSendGridMail } from './parse-mail.ts';

async function receive(parts: readonly MultipartPart[]): Promise<InboundMessage> {
  return parseSendGridMail(genuine(sendGridRequest({ parts })));
}

describe('a mail in the parsed form', () => {
  it('becomes a message', async () => {
    expect(await receive(aMail())).toEqual({
      provider: 'sendgrid',
      providerId: expect.stringMatching(/^mail:[0-9a-f]{64}$/),
      contentHash: expect.stringMatching(/^[\w-]{22}$/),
      channel: 'email',
      from: THEIR_MAILBOX,
      to: OUR_MAILBOX,
      recipients: [OUR_MAILBOX],
      headerFrom: THEIR_MAILBOX,
      senderProof: 'proven',
      authentication: {
        spf: 'pass',
        dkim: [{ domain: 'example.org', result: 'pass' }],
        aligned: true,
        from_domain: 'example.org',
        envelope_from_domain: 'example.org',
        trustworthy: true,
        anomalies: [],
      },
      body: 'Thanks — see you 🚀\n',
      media: [],
      receivedAt: RECEIVED_AT,
      details: {
        subject: 'Re: your order',
        message_id: '<CAF-reply-1@mail.example.org>',
        in_reply_to: '<0100018d-abc@email.example.com>',
        references: ['<root-1@email.example.com>', '<0100018d-abc@email.example.com>'],
        header_from: THEIR_MAILBOX,
        from_text: 'Ada Lovelace <Ada@example.org>',
        to_text: `Support <${OUR_MAILBOX}>`,
        date: 'Wed, 04 Mar 2026 05:06:00 +0000',
        recipients: [OUR_MAILBOX],
        spf: 'pass',
        dkim: '{@example.org : pass}',
        sender_ip: '203.0.113.7',
      },
      truncated: [],
    });
  });

  it.each([
    ['ISO-8859-1', 'iso-8859-1', Buffer.from('Grüße', 'latin1'), 'Grüße'],
    ['windows-1252', 'windows-1252', Buffer.from([0x93, 0x35, 0x80, 0x94]), '“5€”'],
    ['UTF-8 with emoji', 'utf-8', Buffer.from('Grüße 👋🏽 李'), 'Grüße 👋🏽 李'],
    ['Shift_JIS', 'shift_jis', Buffer.from([0x93, 0xfa, 0x96, 0x7b]), '日本'],
    ['an unknown charset that is UTF-8', 'x-nobody', Buffer.from('Grüße'), 'Grüße'],
    ['an unknown charset that is not', 'x-nobody', Buffer.from('Grüße', 'latin1'), 'Grüße'],
    ['windows-1252 that says UTF-8', 'utf-8', Buffer.from('Grüße', 'latin1'), 'Grüße'],
    ['UTF-8 that says us-ascii', 'us-ascii', Buffer.from('Grüße 🚀'), 'Grüße 🚀'],
    [
      'UTF-8 with a broken character',
      'utf-8',
      Buffer.from([...Buffer.from('Grüße'), 0xc3, 0x28]),
      'Grüße\uFFFD(',
    ],
  ])('is read in %s', async (_, charset, text, body) => {
    expect((await receive(aMail({ text, charsets: JSON.stringify({ text: charset }) }))).body).toBe(body);
  });

  it.each([undefined, '', '{', '[]', '{"text":7}', 'null'])(
    'is read with the charsets %s',
    async (charsets) => {
      expect((await receive(aMail({ charsets }))).body).toBe('Thanks — see you 🚀\n');
    },
  );

  it('has each field in its own charset', async () => {
    const { body, details } = await receive(
      aMail({
        subject: 'Grüße',
        text: Buffer.from('Grüße', 'latin1'),
        charsets: '{"subject":"UTF-8","text":"iso-8859-1"}',
      }),
    );
    expect([body, details.subject]).toEqual(['Grüße', 'Grüße']);
  });

  it('has the html besides its text', async () => {
    const { body, details } = await receive(aMail({ html: '<p>Thanks</p>' }));
    expect([body, details.html]).toEqual(['Thanks — see you 🚀\n', '<p>Thanks</p>']);
  });

  it.each([undefined, '', ' \n'])('has a text made from html when its text is "%s"', async (text) => {
    const html = '<html><style>p{}</style><body><p>Thanks &amp; bye</p><p>Ada</p></body></html>';
    const { body, details } = await receive(aMail({ text, html }));
    expect(body.split(/\s*\n\s*/)).toEqual(['Thanks & bye', 'Ada']);
    expect(details.html).toBe(html);
  });

  it('has what is known of its files, and not their content', async () => {
    const { media, details } = await receive(
      aMailWithFiles([
        { filename: 'a.png', type: 'image/png', content: Buffer.from([0x89, 0xff, 0x00]) },
        { filename: 'Rechnung €.pdf', type: 'application/pdf', content: Buffer.from('%PDF') },
      ]),
    );
    expect(media).toEqual([
      { filename: 'a.png', content_type: 'image/png', content_id: 'ii_1', size_bytes: 3 },
      { filename: 'Rechnung €.pdf', content_type: 'application/pdf', content_id: 'ii_2', size_bytes: 4 },
    ]);
    expect(JSON.stringify(details)).not.toContain('%PDF');
  });

  it('has files that the form alone describes, with a name or without', async () => {
    const { media } = await receive([
      ...aMail(),
      { name: 'attachment1', filename: 'b.txt', contentType: 'text/plain', content: 'hello' },
      { name: 'attachment2', contentType: 'image/gif', content: 'GIF' },
    ]);
    expect(media).toEqual([
      { filename: 'b.txt', content_type: 'text/plain', size_bytes: 5 },
      { content_type: 'image/gif', size_bytes: 3 },
    ]);
  });

  it('has the content ids of its files, wherever SendGrid names them', async () => {
    const [file, other] = ['attachment1', 'attachment2'].map((name) => ({
      name,
      filename: 'a.png',
      contentType: 'image/png',
      content: 'x',
    }));
    const { media } = await receive([
      ...aMail({
        attachments: '2',
        'attachment-info': '{"attachment1":{"type":"image/png"},"attachment2":{"content-id":"<two>"}}',
        'content-ids': '{"one":"attachment1","other":"attachment2"}',
      }),
      ...(file && other ? [file, other] : []),
    ]);
    expect(media.map(({ content_id }) => content_id)).toEqual(['one', 'two']);
  });

  it.each(rows(vectors.sendgrid_inbound_parse.filter(({ valid }) => valid)))(
    'reads: %s',
    async (_, vector) => {
      const { callback } = sendGridRequest({ parts: [] });
      const request = {
        ...callback,
        rawBody: bodyOf(vector),
        headers: Object.fromEntries(vector.headers),
      };
      const message = await parseSendGridMail(verifiedBefore(request));
      expect(message).toMatchObject({
        from: 'ada@example.org',
        to: 'support@parse.example.com',
        details: {
          subject: 'Re: your order',
          references: ['<root-1@email.example.com>', '<0100018d-abc@email.example.com>'],
        },
      });
      expect(message.body).not.toContain('\uFFFD');
    },
  );
});

describe('a mail in the raw form', () => {
  it('is the same message, from nested parts', async () => {
    const { body, media, details, from, to } = await receive(aRawMail());
    expect({ body: body.trim(), from, to }).toEqual({ body: 'Grüße', from: THEIR_MAILBOX, to: OUR_MAILBOX });
    expect(details).toMatchObject({
      subject: 'Re: your order',
      html: expect.stringContaining('<b>🚀</b>'),
      message_id: '<CAF-reply-1@mail.example.org>',
      references: ['<root-1@email.example.com>', '<0100018d-abc@email.example.com>'],
    });
    expect(media).toEqual([
      { filename: 'pic.png', content_type: 'image/png', content_id: 'pic@1', size_bytes: 8 },
      { filename: 'Rechnung €.pdf', content_type: 'application/pdf', size_bytes: 9 },
    ]);
  });

  it('has the same id in both forms', async () => {
    expect((await receive(aRawMail())).providerId).toBe((await receive(aMail())).providerId);
  });

  it('is read as bytes, in the charset that it names', async () => {
    const mime = Buffer.from(
      'Subject: x\r\nContent-Type: text/plain; charset=windows-1252\r\n\r\n5€\r\n',
      'latin1',
    );
    mime[mime.length - 3] = 0x80;
    expect((await receive(aRawMail(mime))).body.trim()).toBe('5€');
  });

  it('has an encoded subject decoded', async () => {
    const mime = NESTED_MIME.replace('Subject: Re: your order', 'Subject: =?utf-8?B?R3LDvMOfZSDwn5qA?=');
    expect((await receive(aRawMail(mime))).details.subject).toBe('Grüße 🚀');
  });

  it.each(['', 'no headers at all', 'Subject: only a header'])('is a message even as "%s"', async (mime) => {
    expect(await receive(aRawMail(mime))).toMatchObject({ from: THEIR_MAILBOX, to: OUR_MAILBOX });
  });
});

describe('the answer', () => {
  it('is success', () => {
    expect(callbackCode('email').answer({ kind: 'accepted' }, { requestId: 'req-1' })).toMatchObject({
      status: 200,
      body: '{"success":true}',
    });
  });

  it('is 503 for what is not proven genuine, because a 4xx would destroy the mail', () => {
    expect(CALLBACKS.email.refusalStatus).toBe(503);
  });
});
