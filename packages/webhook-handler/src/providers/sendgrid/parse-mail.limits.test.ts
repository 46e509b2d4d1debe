import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '@switchyard/core/conversations';
import { isLinear } from '@switchyard/core/testing';
import fc from 'fast-check';
import * as z from 'zod';
import {
  aMail,
  aMailWithFiles,
  aRawMail,
  NESTED_MIME,
  THEIR_MAILBOX,
} from '../../../testing/mail-fixtures.ts';
import { encodeMultipart, type MultipartPart } from '../../../testing/multipart.ts';
import { genuine, sendGridRequest } from '../../../testing/signed-requests.ts';
import { verifiedBefore } from '../../verified-request.ts';
import { parseSendGridMail } from './parse-mail.ts';

const KIB = 1024;
const unreadable = expect.objectContaining({ name: 'CallbackParseError' });

const receive = async (parts: readonly MultipartPart[]): Promise<InboundMessage> =>
  parseSendGridMail(genuine(sendGridRequest({ parts })));
const receiveBytes = async (rawBody: Uint8Array, contentType?: string): Promise<InboundMessage> => {
  const { callback } = sendGridRequest({ parts: [] });
  const headers = contentType === undefined ? callback.headers : { 'content-type': contentType };
  return parseSendGridMail(verifiedBefore({ ...callback, headers, rawBody }));
};
const shorten = (text: string, times: number): string => text.slice(0, text.length / times);
const sizeOf = (message: InboundMessage): number => Buffer.byteLength(JSON.stringify(message));

describe('a mail that is too long', () => {
  it('is cut, with a marker, and says which parts', async () => {
    const { body, details, truncated } = await receive(
      aMail({
        text: 'ü'.repeat(200_000),
        html: `<p>${'🚀'.repeat(100_000)}</p>`,
        subject: 's'.repeat(9_999),
      }),
    );
    expect(body).toMatch(/^ü+\n\[cut: .*\]$/);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(96 * KIB);
    expect(details.html).toMatch(/^<p>🚀+\n\[cut: .*\]$/u);
    expect(truncated.toSorted()).toEqual(['body', 'html', 'subject']);
  });

  it('keeps the first and the nearest references', async () => {
    const ids = Array.from({ length: 1_000 }, (_, n) => `<id-${n}-${'x'.repeat(100)}@mail.example.org>`);
    const headers = `References: ${ids.join('\r\n ')}\r\n`;
    const { details, truncated } = await receive(aMail({ headers }));
    const references = z.array(z.string()).parse(details.references);
    expect([references[0], references.at(-1)]).toEqual([ids[0], ids.at(-1)]);
    expect(Buffer.byteLength(references.join(''))).toBeLessThanOrEqual(8 * KIB);
    expect(truncated).toEqual(['references']);
  });

  it('has the first 100 of its files', async () => {
    const files = Array.from({ length: 120 }, (_, n) => ({
      filename: `${n}.png`,
      type: 'image/png',
      content: Buffer.from([n]),
    }));
    expect((await receive(aMailWithFiles(files.slice(0, 100)))).media).toHaveLength(100);
    const { media, truncated } = await receive(aMailWithFiles(files));
    expect([media.length, media.at(-1)?.filename]).toEqual([100, '99.png']);
    expect(truncated).toEqual(['media']);
  });

  it('fits into an item at its worst', async () => {
    const files = Array.from({ length: 150 }, (_, n) => ({
      filename: `${n}${'ü'.repeat(400)}.png`,
      type: `image/${'x'.repeat(400)}`,
      content: Buffer.alloc(10),
    }));
    const long = '🚀'.repeat(200 * KIB);
    const message = await receive([
      ...aMailWithFiles(files).filter(({ name }) => !['text', 'html', 'subject', 'headers'].includes(name)),
      ...['text', 'html', 'subject', 'from', 'to', 'cc', 'SPF', 'dkim', 'spam_score'].map((name) => ({
        name,
        content: long,
      })),
      {
        name: 'headers',
        content: ['Message-ID', 'In-Reply-To', 'References', 'Date', 'Reply-To']
          .map((name) => `${name}: <${'x'.repeat(30 * KIB)}@x>`)
          .join('\r\n'),
      },
    ]);
    expect(sizeOf(message)).toBeLessThan(350_000);
  });

  it('is read as far as a header block may go', async () => {
    const headers = `From: Ada <ada@example.org>\r\n${'X-Filler: y\r\n'.repeat(100_000)}Message-ID: <late@x>\r\n`;
    const { truncated, details } = await receive(aMail({ headers }));
    expect(truncated).toEqual(['headers']);
    expect(details.header_from).toBe(THEIR_MAILBOX);
  });

  it.each([
    ['nested beyond all reason', nest(400)],
    ['with endless headers', `${'X-Filler: y\r\n'.repeat(100_000)}\r\nbody`],
  ])('is unreadable in the raw form %s', async (_, mime) => {
    await expect(receive(aRawMail(mime))).rejects.toEqual(unreadable);
  });

  it.each([
    ['unclosed tags', '<'.repeat(300_000)],
    ['unclosed links', '<a href='.repeat(50_000)],
    ['unclosed comments', '<!--'.repeat(80_000)],
    ['unclosed scripts', '<script>'.repeat(50_000)],
    ['entities', '&#x1F680;'.repeat(40_000)],
    ['white space', `<p>${' \t'.repeat(150_000)}x`],
    ['line feeds', `<p>${'\n'.repeat(300_000)}x`],
  ])('does not take long as html of %s', async (_, html) => {
    const act = (shorter: number) => receive(aMail({ text: undefined, html: shorten(html, shorter) }));
    expect(await isLinear(act)).toBe(true);
  });

  it.each([
    ['unclosed links', '<a href='.repeat(50_000)],
    ['unclosed tags', '<'.repeat(300_000)],
  ])('does not take long as mixed parts of the raw form, of which one is html of %s', async (_, html) => {
    const part = (type: string, content: string) => `--b\r\nContent-Type: text/${type}\r\n\r\n${content}\r\n`;
    const mixed = (content: string) =>
      [
        'Content-Type: multipart/mixed; boundary=b\r\n\r\n',
        part('plain', 'Hello'),
        part('html', content),
        `--b\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n`,
        part('plain', 'Hello').replace('--b', '--c'),
        part('html', content).replace('--b', '--c'),
        '--c--\r\n--b--\r\n',
      ].join('');
    expect(await isLinear((shorter) => receive(aRawMail(mixed(shorten(html, shorter)))))).toBe(true);
    const { body, media } = await receive(aRawMail(mixed(html)));
    expect(body).toMatch(/^Hello/);
    expect(media).toEqual([expect.objectContaining({ content_type: 'message/rfc822' })]);
  });

  it.each([
    ['From', `From: ${'<'.repeat(200_000)}`],
    ['To', `To: ${'(a'.repeat(100_000)}`],
    ['References', `References: ${'<'.repeat(200_000)}`],
    ['Message-ID', `Message-ID: ${'<a '.repeat(100_000)}`],
    ['Content-Type', `Content-Type: ${';a="'.repeat(50_000)}`],
  ])('does not take long with the header %s', async (_, headers) => {
    const act = (shorter: number) =>
      receive(aMail({ headers: shorten(headers, shorter), envelope: undefined }));
    expect(await isLinear(act)).toBe(true);
  });
});

describe('a form that is not as documented', () => {
  it.each([
    ['no field', []],
    ['no field that is known', [{ name: 'other', content: 'x' }]],
    ['neither sender nor recipient', [{ name: 'text', content: 'x' }]],
  ])('is unreadable with %s', async (_, parts) => {
    await expect(receive(parts)).rejects.toEqual(unreadable);
  });

  it('takes the first of a repeated field, and says so', async () => {
    const { body, details } = await receive([...aMail(), { name: 'text', content: 'second' }]);
    expect(body).toBe('Thanks — see you 🚀\n');
    expect(details.repeated_fields).toEqual(['text']);
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])('may have a field %s', async (name) => {
    const extra = [
      { name, content: 'x' },
      { name, filename: name, content: 'y' },
    ];
    const info = { name: 'attachment-info', content: `{"${name}":{"filename":"${name}"}}` };
    expect(await receive([...aMail(), ...extra, info])).toMatchObject({
      from: THEIR_MAILBOX,
      media: [expect.objectContaining({ filename: name })],
    });
  });

  it.each(['{', '[1]', '{"attachment1":7}', '"x"'])('may describe its files as %s', async (content) => {
    const file = { name: 'attachment1', filename: 'a.png', contentType: 'image/png', content: 'x' };
    const { media } = await receive([...aMail({ 'attachment-info': content }), file]);
    expect(media).toEqual([{ filename: 'a.png', content_type: 'image/png', size_bytes: 1 }]);
  });

  it('has nothing that a queue refuses', async () => {
    const { body } = await receive(aMail({ text: 'a\uFFFEb\uFFFFc' }));
    expect(body).toBe('a\uFFFDb\uFFFDc');
  });

  it('has only a body that is multipart', async () => {
    await expect(receiveBytes(Buffer.from('{}'), 'application/json')).rejects.toEqual(unreadable);
    await expect(receiveBytes(Buffer.from('a=b'), 'application/x-www-form-urlencoded')).rejects.toEqual(
      unreadable,
    );
    await expect(receiveBytes(Buffer.from(''), 'multipart/form-data')).rejects.toEqual(unreadable);
    await expect(receiveBytes(Buffer.from('text'))).rejects.toEqual(unreadable);
  });

  it('is a message or unreadable, wherever its bytes end', async () => {
    const whole = encodeMultipart([
      ...aMail({ headers: 'Subject: x\n' }),
      { name: 'attachment1', filename: 'a.bin', content: Buffer.from([0, 255, 13, 10, 45, 45]) },
    ]);
    const ends = Array.from({ length: whole.byteLength }, (_, end) => end);
    const outcomes = await Promise.allSettled(ends.map((end) => receiveBytes(whole.subarray(0, end))));
    const rejected = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(rejected).toEqual(rejected.map(() => unreadable));
    expect(rejected.length).toBeGreaterThan(whole.byteLength / 2);
  });

  it('is a message or unreadable, whatever was changed in it', async () => {
    const raw = encodeMultipart(aRawMail(NESTED_MIME));
    const change = fc.tuple(fc.nat({ max: raw.byteLength - 1 }), fc.nat({ max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 30 }), async (changes) => {
        const bytes = Buffer.from(raw);
        for (const [index, byte] of changes) bytes[index] = byte;
        await receiveBytes(bytes).catch((error) => expect(error).toEqual(unreadable));
      }),
      { numRuns: 300 },
    );
  });
});

function nest(depth: number): string {
  const open = Array.from(
    { length: depth },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
  );
  return `${open.join('')}Content-Type: text/plain\r\n\r\ndeep\r\n`;
}
