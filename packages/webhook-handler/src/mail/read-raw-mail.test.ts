import { describe, expect, it } from '@jest/globals';
import { readRawMail } from './read-raw-mail.ts';

const unreadable = expect.objectContaining({ name: 'CallbackParseError' });
const read = (...lines: readonly (string | Buffer)[]) =>
  readRawMail(Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\r\n')]))));
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('the text of a raw mail', () => {
  it.each([
    ['us-ascii', Buffer.from('Grüße')],
    ['utf-8', latin1('Grüße')],
    ['x-nobody', latin1('Grüße')],
    ['iso-8859-1', latin1('Grüße')],
  ])('that says %s is read as what it is', (charset, text) => {
    expect(read(`Content-Type: text/plain; charset=${charset}`, '', text).text).toBe('Grüße\n');
    expect(read(`Content-Type: text/html; charset=${charset}`, '', text).html).toBe('Grüße\n');
  });

  it('is decoded from quoted-printable and base64', () => {
    const quoted = ['Content-Transfer-Encoding: quoted-printable', '', 'a=3Db=', 'c= ', 'd=zz', 'e='];
    expect(read(...quoted).text).toBe('a=bcd=zz\ne');
    expect(read('Content-Transfer-Encoding: BASE64', '', 'R3LDvMOf', 'ZQ==').text).toBe('Grüße');
  });

  it('is joined where it flows, but for quotes and signatures', () => {
    const lines = ['one ', 'two', '> quoted ', '> text ', ' > stuffed', '-- ', 'Ada'];
    expect(read('Content-Type: text/plain; format=flowed', '', ...lines).text).toBe(
      'one two\n> quoted \n> text \n> stuffed\n-- \nAda\n',
    );
    expect(read('Content-Type: text/plain; format=flowed; delsp=yes', '', 'on ', 'e').text).toBe('one\n');
  });

  it('is the plain one of alternatives, and all of what is mixed', () => {
    const part = (type: string, text: string) => ['--m', `Content-Type: text/${type}`, '', text];
    const alternative = ['--m', 'Content-Type: multipart/alternative; boundary=a', ''];
    const inner = ['--a', '', 'plain', '--a', 'Content-Type: text/html', '', '<b>html</b>', '--a--'];
    const mail = read(
      'Content-Type: multipart/mixed; boundary="m"',
      '',
      ...alternative,
      ...inner,
      ...part('html', '<p>more</p>'),
      ...part('plain', 'end'),
      '--m--',
    );
    expect(mail).toMatchObject({ text: 'plain\nmore\nend', html: '<b>html</b>\n<p>more</p>' });
  });

  it.each([
    ['has no boundary', 'Content-Type: multipart/mixed'],
    ['has another boundary than it says', 'Content-Type: multipart/mixed; boundary=other'],
  ])('is what it has when a multipart %s', (_, header) => {
    expect(read(header, '', 'Hello').text).toBe('Hello\n');
  });

  it('ends where an inner part is never closed', () => {
    const inner = ['--a', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Hello'];
    const file = ['--a', 'Content-Type: image/png; name=x.png', '', 'PNG', '--a--'];
    const mail = read('Content-Type: multipart/mixed; boundary=a', '', ...inner, ...file);
    expect(mail).toMatchObject({
      text: 'Hello',
      attachments: [{ filename: 'x.png', content_type: 'image/png', size_bytes: 3 }],
    });
  });
});

describe('the headers of a raw mail', () => {
  it('are read in the charset that they are in, each line in its own', () => {
    const { headers, subject } = read('X-One: Grüße', latin1('Subject: Grüße'), '', 'x');
    expect(headers).toEqual([
      ['x-one', 'Grüße'],
      ['subject', 'Grüße'],
    ]);
    expect(subject).toBe('Grüße');
  });

  it('have no name that only another charset makes', () => {
    const hidden = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('From: a@b.c', 'utf16le')]);
    const { headers } = read(hidden, Buffer.from('\uFEFFFrom: a@b.c'), 'From: x@y.z', '', 'x');
    expect(headers.filter(([name]) => name === 'from')).toEqual([['from', 'x@y.z']]);
  });

  it('name a file in encoded words and in RFC 2231', () => {
    const part = (disposition: string) => ['--a', `Content-Disposition: attachment; ${disposition}`, '', 'x'];
    const { attachments } = read(
      'Content-Type: multipart/mixed; boundary=a',
      '',
      ...part('filename="=?us-ascii?q?Gr=C3=BC=C3=9Fe?="'),
      ...part("filename*=utf-8''Gr%C3%BC%C3%9Fe"),
      '--a--',
    );
    expect(attachments.map(({ filename }) => filename)).toEqual(['Grüße', 'Grüße']);
  });
});

it('is not read when its messages are digests of digests, but kept as files', () => {
  const { attachments } = read('Content-Type: multipart/digest; boundary=a', '', '--a', '', 'x', '--a--');
  expect(attachments).toEqual([{ content_type: 'message/rfc822', size_bytes: 1 }]);
});

it.each([
  ['parts', ['Content-Type: multipart/mixed; boundary=a', '', ...Array(1_001).fill('--a')]],
  ['parts in all', manyNestedParts()],
  ['lines of headers', Array(20_001).fill('a:')],
  ['bytes of headers', [`a: ${'x'.repeat(512 * 1024)}`]],
])('is unreadable with too many %s', (_, lines: string[]) => {
  expect(() => read(...lines)).toThrow(unreadable);
});

function manyNestedParts(): string[] {
  const inner = Array.from({ length: 40 }, (_, n) => [
    '--a',
    `Content-Type: multipart/mixed; boundary=b${n}`,
    '',
    ...Array.from({ length: 30 }, () => `--b${n}`),
  ]);
  return ['Content-Type: multipart/mixed; boundary=a', '', ...inner.flat()];
}
