import type { CallbackRequest } from '../src/callback-request.ts';
import { aMail, aRawMail } from './mail-fixtures.ts';
import { encodeMultipart, type MultipartPart, multipartType } from './multipart.ts';

/** The largest body of each kind that API Gateway and Lambda let through. */
export const LARGEST_BODY = 4_500_000;

export type HostileBody = Pick<CallbackRequest, 'route' | 'rawBody'> & { readonly contentType: string };

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

const fill = (piece: string, bytes: number): string => piece.repeat(Math.floor(bytes / piece.length));
const count = (bytes: number, make: (n: number) => string): string => {
  const pieces: string[] = [];
  for (let size = 0; size < bytes; size += pieces.at(-1)?.length ?? 1) pieces.push(make(pieces.length));
  return pieces.join('');
};

const form = (parts: readonly MultipartPart[]): HostileBody => ({
  route: 'email',
  rawBody: encodeMultipart(parts),
  contentType: multipartType(),
});
const raw = (mime: string) => form(aRawMail(Buffer.from(mime, 'latin1')));
const typed = (type: string, body: string) => raw(`Content-Type: ${type}\r\n\r\n${body}`);
const mixed = (parts: string) => typed('multipart/mixed; boundary=b', `${parts}--b--\r\n`);
const field = (name: string) => (content: string) => form(aMail({ [name]: content }));
const body =
  (route: CallbackRequest['route'], contentType: string) =>
  (text: string): HostileBody => ({ route, rawBody: Buffer.from(text), contentType });

function nested(bytes: number): string {
  const levels = Math.min(Math.floor(bytes / 70), 5_000);
  const open = Array.from(
    { length: levels },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
  );
  return `${open.join('')}\r\n${fill('--b1x\n', bytes - open.join('').length)}`;
}

const htmlParts = (parts: number, html: string): string =>
  `--b\r\nContent-Type: text/html\r\n\r\n${html}\r\n`.repeat(parts);

function alike(bytes: number): string {
  const names = Array.from({ length: 29 }, (_, n) => 'b'.repeat(n + 1));
  const open = names.map((name) => `Content-Type: multipart/mixed; boundary=${name}\r\n\r\n--${name}\r\n`);
  return `${open.join('')}\r\n${fill(`--${'b'.repeat(40)}\n`, bytes)}`;
}

const nestedMessages = (bytes: number): string =>
  `${fill('Content-Type: message/rfc822\r\n\r\n', bytes)}text`;

/** Bodies that cost by line, part, key or level, by what they are made of; each for about so many bytes. */
export const hostileBodies: Readonly<Record<string, (bytes: number) => HostileBody>> = {
  'raw mail: bare line feeds': (bytes) => raw(`Subject: x\r\n\r\n${fill('\n', bytes)}`),
  'raw mail: bare carriage returns': (bytes) => raw(`Subject: x\r\n\r\n${fill('\r', bytes)}`),
  'raw mail: short lines': (bytes) => raw(`Subject: x\r\n\r\n${fill('a\r\n', bytes)}`),
  'raw mail: text parts': (bytes) => mixed(fill('--b\r\n\r\nx\r\n', bytes)),
  'raw mail: html parts': (bytes) => mixed(fill('--b\r\nContent-Type: text/html\r\n\r\n<\r\n', bytes)),
  'raw mail: near delimiters': (bytes) => mixed(fill('--bx\n', bytes)),
  'raw mail: nested message/rfc822': (bytes) => raw(nestedMessages(bytes)),
  'raw mail: message/rfc822 parts': (bytes) =>
    mixed(fill('--b\r\nContent-Type: message/rfc822\r\n\r\n\n\n\n\n\n\n', bytes)),
  'raw mail: nested multiparts': (bytes) => raw(nested(bytes)),
  'raw mail: levels that begin alike': (bytes) => raw(alike(bytes)),
  'raw mail: html beside a text': (bytes) =>
    mixed(`--b\r\n\r\nx\r\n${htmlParts(8, fill('<div>', bytes / 8))}`),
  'raw mail: format=flowed': (bytes) => typed('text/plain; format=flowed', fill(' \n', bytes)),
  'raw mail: flowed quotes': (bytes) => typed('text/plain; format=flowed', fill('>>> a \n', bytes)),
  'raw mail: quoted-printable': (bytes) =>
    raw(`Content-Transfer-Encoding: quoted-printable\r\n\r\n${fill('=\n', bytes)}`),
  'raw mail: base64 lines': (bytes) =>
    raw(`Content-Transfer-Encoding: base64\r\n\r\n${fill('Cg==\n', bytes)}`),
  'raw mail: short headers': (bytes) => raw(`${fill('a:\n', bytes)}\r\nx`),
  'raw mail: folded header': (bytes) => raw(`Subject: x\n${fill(' \n', bytes)}\r\nx`),
  'raw mail: one long header': (bytes) => raw(`Subject: ${fill('x ', bytes)}\r\n\r\nx`),
  'raw mail: header parameters': (bytes) =>
    typed(`text/plain${count(bytes, (n) => `; p${n}*0*=utf-8''x`)}`, 'x'),
  'raw mail: encoded words': (bytes) => raw(`Subject: ${fill('=?utf-8?Q?=C3=BC?= ', bytes)}\r\n\r\nx`),
  'raw mail: addresses': (bytes) =>
    raw(`From: ${fill('a@b.c, ', bytes)}\r\nTo: ${fill('<a@', 1e5)}\r\n\r\nx`),
  'raw mail: open tags of html': (bytes) => typed('text/html', fill('<div>', bytes)),
  'field headers: short headers': (bytes) => field('headers')(fill('a:\n', bytes)),
  'field headers: folded header': (bytes) => field('headers')(`a: b\n${fill(' \n', bytes)}`),
  'field headers: line feeds': (bytes) => field('headers')(fill('\n', bytes)),
  'field subject: encoded words': (bytes) => field('subject')(fill('=?x?Q?a?= ', bytes)),
  'field text: line feeds': (bytes) => field('text')(fill('\n', bytes)),
  'field text: near delimiters': (bytes) => field('text')(fill('\r\n--xYzZYx', bytes)),
  'field text: early ends': (bytes) => field('text')(fill('\r\n--xYzZY--', bytes)),
  'field html: open tags': (bytes) => form(aMail({ text: undefined, html: fill('<div>', bytes) })),
  'field html: entities': (bytes) => form(aMail({ text: undefined, html: fill('&amp;', bytes) })),
  'field envelope: recipients': (bytes) =>
    field('envelope')(`{"from":"a@b.c","to":[${fill('"a@b.c",', bytes)}""]}`),
  'field envelope: keys': (bytes) => field('envelope')(`{${count(bytes, (n) => `"${n}":1,`)}"to":[]}`),
  'field envelope: nested': (bytes) => field('envelope')(`${fill('[', bytes / 2)}${fill(']', bytes / 2)}`),
  'field charsets: keys': (bytes) =>
    field('charsets')(`{${count(bytes, (n) => `"${n}":"x",`)}"text":"utf-8"}`),
  'field attachment-info: objects': (bytes) =>
    field('attachment-info')(`{${count(bytes, (n) => `"${n}":{},`)}"x":{}}`),
  'field dkim: verdicts': (bytes) => field('dkim')(`{${fill('@b.c : pass, ', bytes)}}`),
  'form: parts': (bytes) =>
    form([...aMail(), ...Array.from({ length: bytes / 56 }, () => ({ name: 'a', content: '' }))]),
  'form: files': (bytes) =>
    form([
      ...aMail(),
      ...Array.from({ length: bytes / 75 }, () => ({ name: 'a', filename: 'b', content: '' })),
    ]),
  'form: parameters of parts': (bytes) =>
    form(
      Array.from({ length: Math.ceil(bytes / 9_000) }, () => ({
        name: `a"${count(8_900, (n) => `; p${n}*0*=utf-8''x`)}; b="`,
        content: '',
      })),
    ),
  'form: headers of a part': (bytes) => ({
    ...form([]),
    rawBody: Buffer.from(`--xYzZY\r\n${fill('a:\r\n', bytes)}\r\n\r\n--xYzZY--\r\n`),
  }),
  'Twilio form: parameters': (bytes) => body('sms', FORM)(`From=%2B1&${count(bytes, (n) => `${n}&`)}`),
  'Twilio JSON: keys': (bytes) => body('sms', JSON_TYPE)(`{${count(bytes, (n) => `"${n}":1,`)}"From":"1"}`),
  'Twilio JSON: nested': (bytes) =>
    body('sms', JSON_TYPE)(`{"a":${fill('[', bytes / 2)}${fill(']', bytes / 2)}}`),
  'Resend JSON: keys': (bytes) =>
    body('resend-events', JSON_TYPE)(`{"type":"email.sent",${count(bytes, (n) => `"${n}":1,`)}"data":{}}`),
  'Resend JSON: empty objects': (bytes) =>
    body('resend-events', JSON_TYPE)(`{"type":"email.sent","data":{"to":[${fill('{},', bytes)}{}]}}`),
  'SendGrid events: keys': (bytes) =>
    body('sendgrid-events', JSON_TYPE)(`[{"event":"open",${count(bytes, (n) => `"${n}":1,`)}"a":1}]`),
  'Resend JSON: nested': (bytes) =>
    body('resend-events', JSON_TYPE)(`{"type":"x","data":${fill('[', bytes / 2)}${fill(']', bytes / 2)}}`),
};
