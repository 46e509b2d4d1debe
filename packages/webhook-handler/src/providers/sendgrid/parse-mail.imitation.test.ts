import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '@switchyard/core/conversations';
import { aMail, aMailWithFiles, aRawMail, envelope, THEIR_MAILBOX } from '../../../testing/mail-fixtures.ts';
import { BOUNDARY, encodeMultipart, type MultipartPart } from '../../../testing/multipart.ts';
import { genuine, sendGridRequest } from '../../../testing/signed-requests.ts';
import { verifiedBefore } from '../../verified-request.ts';
import { parseSendGridMail } from './parse-mail.ts';

const unreadable = expect.objectContaining({ name: 'CallbackParseError' });
const receive = async (parts: readonly MultipartPart[]): Promise<InboundMessage> =>
  parseSendGridMail(genuine(sendGridRequest({ parts })));
const receiveBytes = async (rawBody: Uint8Array): Promise<InboundMessage> =>
  parseSendGridMail(verifiedBefore({ ...sendGridRequest({ parts: [] }).callback, rawBody }));

/** A text that goes on as fields of the form; what follows it in the mail belongs to the last of them. */
const imitating = (...fields: readonly [name: string, content: string][]): string =>
  ['Hi', ...fields.map(([name, content]) => fieldOf(name, content))].join('');
const fieldOf = (name: string, content: string): string =>
  `\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}`;
const nothingProven = {
  senderProof: 'unproven',
  authentication: { trustworthy: false, aligned: false, dkim: [] },
};

describe('a mail whose text imitates fields of the form', () => {
  it.each([
    ['text', aMail({ text: imitating(['envelope', envelope('victim@example.com')]) })],
    ['html', aMail({ html: imitating(['envelope', envelope('victim@example.com')]) })],
    ['raw mail', aRawMail(imitating(['envelope', envelope('victim@example.com')]))],
  ])('does not say who sent it, nor to whom: %s', async (_, parts) => {
    await expect(receive(parts)).rejects.toEqual(unreadable);
  });

  it.each([
    ['after the text', (parts: MultipartPart[], forged: MultipartPart) => [...parts, forged]],
    ['before the real one', (parts: MultipartPart[], forged: MultipartPart) => [forged, ...parts]],
  ])('does not say so by a second envelope %s', async (_, place) => {
    const forged = { name: 'envelope', content: envelope('victim@example.com') };
    await expect(receive(place(aMail(), forged))).rejects.toEqual(unreadable);
  });

  it.each(['SPF', 'dkim', 'sender_ip', 'headers', 'from', 'charsets', 'subject'])(
    'proves nothing once it has said "%s" again',
    async (name) => {
      const text = imitating([name, name === 'dkim' ? '{@example.org : pass}' : 'pass']);
      const message = await receive(aMail({ text }));
      expect(message).toMatchObject({ from: THEIR_MAILBOX, body: 'Hi', ...nothingProven });
      expect(message.authentication?.anomalies).toContain('repeated_field');
      expect(message.details.repeated_fields).toEqual([name]);
      for (const verdict of ['spf', 'dkim', 'sender_ip']) expect(message.details).not.toHaveProperty(verdict);
      expect(message.authentication).not.toHaveProperty('spf');
      expect(message).not.toHaveProperty('headerFrom');
    },
  );

  it('proves nothing with a field that is repeated as it was', async () => {
    expect(await receive([...aMail(), { name: 'SPF', content: 'pass' }])).toMatchObject(nothingProven);
  });

  it('is not replaced by a raw mail beside its fields', async () => {
    const forged = 'From: ceo@example.com\r\nSubject: pay\r\n\r\nPay now';
    const message = await receive(aMail({ text: imitating(['email', forged]) }));
    expect(message).toMatchObject({ body: 'Hi', details: { subject: 'Re: your order' }, ...nothingProven });
    expect(message.authentication?.anomalies).toContain('raw_beside_parsed');
  });

  it('marks a raw mail that goes on as fields of the parsed form', async () => {
    const mime = `Subject: x\r\n\r\n${imitating(['headers', 'From: ceo@example.com'])}`;
    const message = await receive(aRawMail(mime));
    expect(message).toMatchObject({ from: THEIR_MAILBOX, ...nothingProven });
    expect(message).not.toHaveProperty('headerFrom');
  });

  it('says that a part of its text went into a field that nobody knows', async () => {
    const { body, authentication } = await receive(aMail({ text: imitating(['x', 'the rest']) }));
    expect([body, authentication?.anomalies]).toEqual(['Hi', ['unknown_field']]);
  });

  it('takes nobody from the From header when the envelope has nobody', async () => {
    const message = await receive([...aMail({ envelope: envelope('') }), { name: 'headers', content: 'x' }]);
    expect(message.from).toBe('<>');
  });
});

describe('a line that is nearly a delimiter', () => {
  it.each([
    ['goes on', `--${BOUNDARY}foo`],
    ['closes and goes on', `--${BOUNDARY}--foo`],
    ['has spaces behind it', `--${BOUNDARY}  `],
    ['does not begin a line', `> --${BOUNDARY}`],
  ])('belongs to the text when it %s', async (_, line) => {
    const text = `before\r\n${line}\r\nafter`;
    const message = await receive(aMail({ text }));
    expect(message).toMatchObject({ body: text, senderProof: 'proven', authentication: { anomalies: [] } });
  });

  it('belongs to the text after a bare line feed', async () => {
    const text = `before\n--${BOUNDARY}\nContent-Disposition: form-data; name="envelope"\n\n{}\nafter`;
    expect(await receive(aMail({ text }))).toMatchObject({ body: text, senderProof: 'proven' });
  });
});

describe('the end of the form', () => {
  it('inside of a text ends nothing, and is marked', async () => {
    const text = `before\r\n--${BOUNDARY}--\r\nafter`;
    const message = await receive(aMail({ text }));
    expect(message).toMatchObject({ from: THEIR_MAILBOX, body: text, ...nothingProven });
    expect(message.authentication?.anomalies).toEqual(['early_end']);
  });

  it.each([
    ['after', (whole: Buffer) => Buffer.concat([whole, Buffer.from('more')])],
    ['before', (whole: Buffer) => Buffer.concat([Buffer.from('more\r\n'), whole])],
  ])('with bytes %s the form is marked', async (_, add) => {
    const message = await receiveBytes(add(encodeMultipart(aMail())));
    expect(message).toMatchObject({ from: THEIR_MAILBOX, ...nothingProven });
    expect(message.authentication?.anomalies).toEqual(['bytes_outside']);
  });

  it('with an empty line before or after is nothing to mark', async () => {
    const whole = Buffer.concat([Buffer.from('\r\n'), encodeMultipart(aMail()), Buffer.from('\r\n\r\n')]);
    expect(await receiveBytes(whole)).toMatchObject({ authentication: { anomalies: [], trustworthy: true } });
  });
});

it('says when there are other files than SendGrid counted', async () => {
  const [first, ...others] = aMailWithFiles([
    { filename: 'a.png', type: 'image/png', content: Buffer.from('a') },
    { filename: 'b.png', type: 'image/png', content: Buffer.from('b') },
  ]);
  const { authentication } = await receive([...(first ? [first] : []), ...others.slice(0, -1)]);
  expect(authentication).toMatchObject({ trustworthy: true, anomalies: ['file_count'] });
});

it('proves nothing without an envelope that can be read', async () => {
  expect(await receive(aMail({ envelope: '{"to":' }))).toMatchObject({
    from: THEIR_MAILBOX,
    ...nothingProven,
  });
});
