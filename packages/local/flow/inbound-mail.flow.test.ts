import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  aMail,
  aMailWithFiles,
  aRawMail,
  createSendGridKeys,
  envelope,
  type MultipartPart,
  OUR_MAILBOX,
  sendGridRequest,
  tampered,
} from '@switchyard/webhook-handler/testing';
import { type InboundFlow, newMailbox, openInboundFlow, waitForEvent } from '../testing/inbound-flow.ts';
import type { InboundQueue } from '../testing/inbound-queue.ts';
import { MAIL_KEY, RESEND_API_KEY } from '../testing/inbound-secrets.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: InboundFlow;
let replies: InboundQueue;
let handoff: InboundQueue;
beforeAll(async () => {
  flow = await openInboundFlow();
  replies = flow.queue('email-replies');
  handoff = flow.queue('email-handoff');
});
afterAll(() => flow.close());

const ACCEPTED = { status: 200, text: '{"success":true}' };

const signed = (parts: readonly MultipartPart[], privateKey = MAIL_KEY) =>
  sendGridRequest({ baseUrl: flow.hooksUrl, parts, privateKey, receivedAt: new Date().toISOString() });

describe('a mail', () => {
  const refused: { readonly id: string; readonly code: string }[] = [];

  it('with a binary file arrives intact, in the conversation, the queue and the tenant’s event', async () => {
    const tenant = await flow.createTenant();
    const from = newMailbox();
    const id = await flow.putConversation('email', from, { tenantId: tenant.tenantId });
    const content = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256);
    const files = [{ filename: 'Grüße.bin', type: 'application/octet-stream', content }];
    const parts = aMailWithFiles(files).map((part) =>
      part.name === 'envelope' ? { ...part, content: envelope(from) } : part,
    );
    const request = signed(parts);
    const answers = await Promise.all([flow.post(request), flow.post(request)]);
    for (const answer of answers) expect(answer).toMatchObject(ACCEPTED);

    const { context } = await replies.take(from);
    const { message_id: messageId } = context.message;
    expect(context.message).toMatchObject({
      from,
      to: OUR_MAILBOX,
      body: expect.stringContaining('Thanks — see you 🚀'),
      media: [
        { filename: 'Grüße.bin', content_type: 'application/octet-stream', size_bytes: content.length },
      ],
      details: { subject: 'Re: your order', in_reply_to: expect.stringContaining('0100018d-abc') },
      truncated: [],
    });
    expect(await replies.count(from)).toBe(1);
    expect(await flow.cli('conversations', 'show', id)).toMatchObject({
      status: 'user_reply_received',
      messages: [{ message_id: messageId }],
    });
    const { data } = await waitForEvent(tenant, 'message.received', messageId);
    expect(data).toMatchObject({
      channel: 'email',
      from,
      conversation_id: id,
      subject: 'Re: your order',
      recipient: OUR_MAILBOX,
      media: [{ filename: 'Grüße.bin' }],
      details: { in_reply_to: expect.stringContaining('0100018d-abc') },
      authentication: { spf: 'pass', aligned: true, trustworthy: true },
    });
    expect(data.details).not.toHaveProperty('recipients');
  });

  it('as a raw MIME message is read with its text, html and files', async () => {
    const from = newMailbox();
    await flow.putConversation('email', from, { handOffToHuman: true });
    expect(await flow.post(signed(aRawMail(undefined, { envelope: envelope(from) })))).toMatchObject(
      ACCEPTED,
    );
    const { message } = (await handoff.take(from)).context;
    expect(message.body).toContain('Grüße');
    expect(message.details).toMatchObject({ html: expect.stringContaining('<b>🚀</b>') });
    expect(message.media).toMatchObject([{ filename: 'pic.png' }, { filename: 'Rechnung €.pdf' }]);
  });

  it('in ISO-8859-1 is read as it was written', async () => {
    const from = newMailbox();
    await flow.putConversation('email', from, { handOffToHuman: true });
    const parts = aMail({
      envelope: envelope(from),
      text: Buffer.from('Schöne Grüße', 'latin1'),
      charsets: '{"to":"UTF-8","from":"UTF-8","subject":"UTF-8","text":"iso-8859-1"}',
    });
    expect(await flow.post(signed(parts))).toMatchObject(ACCEPTED);
    expect((await handoff.take(from)).context.message.body).toContain('Schöne Grüße');
  });

  it('too large for a queue message is referred to, and kept whole', async () => {
    const from = newMailbox();
    const id = await flow.putConversation('email', from, { handOffToHuman: true });
    const html = `<p>${'ö"\\'.repeat(30_000)}</p>`;
    const parts = aMail({ envelope: envelope(from), text: 'ü"\\'.repeat(24_000), html });
    expect(await flow.post(signed(parts))).toMatchObject(ACCEPTED);
    const { message } = (await handoff.take(from)).context;
    expect(message.stored_at).toMatchObject({ pk: expect.any(String), sk: expect.any(String) });
    expect(message.truncated).toEqual(expect.arrayContaining(['html']));
    const { messages } = await flow.cli('conversations', 'show', id);
    expect(messages).toMatchObject([{ body: expect.stringMatching(/^.{72000}/s) }]);
  });

  it.each([
    ['by another key', () => signed(aMail(), createSendGridKeys().privateKey), 'signature_mismatch'],
    [
      'but was changed on its way',
      () => {
        const request = signed(aMail());
        return tampered(request, Buffer.concat([request.http.body, Buffer.from('\r\n')]));
      },
      'signature_mismatch',
    ],
    [
      'not at all',
      () =>
        sendGridRequest({ baseUrl: flow.hooksUrl, parts: aMail(), privateKey: undefined, basicAuth: 'a:b' }),
      'header_missing',
    ],
  ])('that is signed %s is refused so that SendGrid keeps it', async (_name, make, code) => {
    const { status, text, requestId } = await flow.post(make());
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ code, request_id: requestId });
    refused.push({ id: requestId, code });
  });

  it('that is refused is kept in quarantine', async () => {
    const { requests } = await flow.cli('quarantine', 'list', '--limit', '1000');
    expect(refused).toHaveLength(3);
    expect(requests).toEqual(
      expect.arrayContaining(
        refused.map((each) => expect.objectContaining({ ...each, step: 'verify', route: 'email' })),
      ),
    );
  });

  it('by somebody unknown is answered by mail, once a day', async () => {
    const from = newMailbox();
    const mail = (subject: string) =>
      aMail({ envelope: envelope(from), subject, headers: `Message-ID: <${subject}@x>\n` });
    expect(await flow.post(signed(mail('one')))).toMatchObject(ACCEPTED);
    expect(await flow.post(signed(mail('two')))).toMatchObject(ACCEPTED);
    const sent = await waitUntil('the mail at Resend', async () => {
      const found = await flow.sent(from);
      return found.length > 0 ? found : undefined;
    });
    expect(sent).toMatchObject([{ path: '/emails', authorization: `Bearer ${RESEND_API_KEY}` }]);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      from: 'Acme <hello@example.com>',
      to: [from],
      subject: 'Your mail to us',
      text: 'Nobody reads email messages here.',
      headers: { 'Auto-Submitted': 'auto-replied', 'In-Reply-To': '<one@x>' },
    });
  });

  it('that is not proven to be from whom it says is not answered, which is logged', async () => {
    const from = newMailbox();
    const forged = { SPF: 'fail', dkim: '{@example.org : fail}', subject: 'Win $1000' };
    const reply = await flow.post(signed(aMail({ envelope: envelope(from), ...forged })));
    expect(reply).toMatchObject(ACCEPTED);
    await flow.logged(
      'what stood against it',
      (json) => json.msg === 'fallback' && json.requestId === reply.requestId && json.cause === 'unproven',
    );
    expect(await flow.sent(from)).toEqual([]);
  });

  it('by a machine is not answered', async () => {
    const from = newMailbox();
    const headers = 'Message-ID: <auto@x>\nAuto-Submitted: auto-replied\n';
    expect(await flow.post(signed(aMail({ envelope: envelope(from), headers })))).toMatchObject(ACCEPTED);
    expect(await flow.sent(from)).toEqual([]);
  });
});

/** In this file, since one file may have the queue: its consumer keeps what it takes. */
describe('a hostile mail', () => {
  const post = (parts: readonly MultipartPart[]) => flow.post(signed(parts));
  const imitating = (name: string, content: string): string =>
    `Hi\r\n--xYzZY\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}`;

  async function newSender(): Promise<{ readonly from: string; readonly conversationId: string }> {
    const from = newMailbox();
    return { from, conversationId: await flow.putConversation('email', from) };
  }

  it('a mail whose text says that it is from somebody else goes to quarantine, and to nobody', async () => {
    const [victim, attacker] = [await newSender(), await newSender()];
    const text = imitating('envelope', envelope(victim.from));
    const answer = await post(aMail({ text, envelope: envelope(attacker.from) }));
    expect(answer).toMatchObject(ACCEPTED);
    expect(await flow.cli('quarantine', 'show', answer.requestId)).toMatchObject({
      step: 'parse',
      code: 'callback_unreadable',
    });
    for (const { conversationId } of [victim, attacker]) {
      expect(await flow.cli('conversations', 'show', conversationId)).toMatchObject({ messages: [] });
    }
  });

  it('a mail whose text says that it is proven arrives without proof', async () => {
    const { from } = await newSender();
    const headers = `Message-ID: <${from}>\r\nFrom: Ada <${from}>\r\n`;
    const text = imitating('SPF', 'pass');
    expect(await post(aMail({ text, headers, envelope: envelope(from), SPF: 'fail' }))).toMatchObject(
      ACCEPTED,
    );
    const { message } = (await replies.take(from)).context;
    expect(message).toMatchObject({ from, body: 'Hi', details: { repeated_fields: ['SPF'] } });
    expect(message).toMatchObject({
      authentication: { trustworthy: false, aligned: false, anomalies: ['repeated_field'] },
    });
    expect(message.details).not.toHaveProperty('spf');
  });

  it('a mail that names a charset which it is not in is read as it was written', async () => {
    const { from } = await newSender();
    const mime = Buffer.concat([
      Buffer.from(`Message-ID: <${from}>\r\nFrom: ${from}\r\nSubject: =?us-ascii?q?Gr=C3=BC=C3=9Fe?=\r\n`),
      Buffer.from('Content-Type: text/plain; charset=utf-8\r\n\r\n'),
      Buffer.from('Schöne Grüße', 'latin1'),
    ]);
    expect(await post(aRawMail(mime, { envelope: envelope(from) }))).toMatchObject(ACCEPTED);
    const { message } = (await replies.take(from)).context;
    expect(message).toMatchObject({ body: 'Schöne Grüße', details: { subject: 'Grüße' } });
  });

  it('a raw mail of bare line feeds is read as any other', async () => {
    const { from } = await newSender();
    const mime = `Message-ID: <${from}>\r\nSubject: lines\r\n\r\nHello${'\n'.repeat(700_000)}`;
    expect(await post(aRawMail(mime, { envelope: envelope(from) }))).toMatchObject(ACCEPTED);
    const { message } = (await replies.take(from)).context;
    expect(message).toMatchObject({
      body: expect.stringMatching(/^Hello\n/),
      truncated: expect.arrayContaining(['body']),
    });
  });

  it('a raw mail of more parts than anybody sends goes to quarantine, and does not come again', async () => {
    const parts = '--b\r\n\r\nx\r\n'.repeat(60_000);
    const answer = await post(aRawMail(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`));
    expect(answer).toMatchObject(ACCEPTED);
    expect(await flow.cli('quarantine', 'show', answer.requestId)).toMatchObject({
      step: 'parse',
      code: 'callback_too_complex',
    });
  });
});
