import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  aMail,
  aRawMail,
  envelope,
  type MultipartPart,
  sendGridRequest,
} from '@switchyard/webhook-handler/testing';
import { type InboundFlow, newMailbox, openInboundFlow } from '../testing/inbound-flow.ts';
import type { InboundQueue } from '../testing/inbound-queue.ts';
import { MAIL_KEY } from '../testing/inbound-secrets.ts';

let flow: InboundFlow;
let replies: InboundQueue;
beforeAll(async () => {
  flow = await openInboundFlow();
  replies = flow.queue('email-replies');
});
afterAll(() => flow.close());

const ACCEPTED = { status: 200, text: '{"success":true}' };
const post = (parts: readonly MultipartPart[]) =>
  flow.post(
    sendGridRequest({
      baseUrl: flow.hooksUrl,
      parts,
      privateKey: MAIL_KEY,
      receivedAt: new Date().toISOString(),
    }),
  );
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
  expect(await post(aMail({ text, headers, envelope: envelope(from), SPF: 'fail' }))).toMatchObject(ACCEPTED);
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
