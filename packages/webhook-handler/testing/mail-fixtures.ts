import type { MultipartPart } from './multipart.ts';

export const THEIR_MAILBOX = 'ada@example.org';
export const OUR_MAILBOX = 'support@parse.example.com';

const HEADERS = [
  'Received: by mx.example.net; Wed, 04 Mar 2026 05:06:01 +0000',
  'Date: Wed, 04 Mar 2026 05:06:00 +0000',
  'MESSAGE-ID: <CAF-reply-1@mail.example.org>',
  'In-Reply-To: <0100018d-abc@email.example.com>',
  'References: <root-1@email.example.com>',
  '\t<0100018d-abc@email.example.com>',
  'Subject: Re: your order',
  `From: Ada Lovelace <Ada@example.org>`,
  `To: Support <${OUR_MAILBOX}>`,
  'MIME-Version: 1.0',
];

type Fields = Readonly<Record<string, string | Uint8Array | undefined>>;

export const envelope = (from: string, to: readonly string[] = [OUR_MAILBOX]): string =>
  JSON.stringify({ to, from });

/** A mail in the parsed form; undefined leaves a field out. */
export function aMail(changes: Fields = {}): MultipartPart[] {
  const fields: Fields = {
    headers: `${HEADERS.join('\n')}\n`,
    dkim: '{@example.org : pass}',
    to: `Support <${OUR_MAILBOX}>`,
    from: 'Ada Lovelace <Ada@example.org>',
    subject: 'Re: your order',
    text: 'Thanks — see you 🚀\n',
    sender_ip: '203.0.113.7',
    envelope: envelope(THEIR_MAILBOX),
    charsets: '{"to":"UTF-8","from":"UTF-8","subject":"UTF-8","text":"utf-8"}',
    SPF: 'pass',
    attachments: '0',
    ...changes,
  };
  return Object.entries(fields).flatMap(([name, content]) =>
    content === undefined ? [] : [{ name, content }],
  );
}

/** The same with files, as many as there are. */
export function aMailWithFiles(
  files: readonly { readonly filename: string; readonly type: string; readonly content: Uint8Array }[],
): MultipartPart[] {
  const info = files.map(({ filename, type }, index) => [
    `attachment${index + 1}`,
    { filename, name: filename, type, 'content-id': `ii_${index + 1}` },
  ]);
  return [
    ...aMail({
      attachments: String(files.length),
      'attachment-info': JSON.stringify(Object.fromEntries(info)),
    }),
    ...files.map(({ filename, type, content }, index) => ({
      name: `attachment${index + 1}`,
      filename,
      contentType: type,
      content,
    })),
  ];
}

/** Nested as mail programs do it: text beside html with an inline picture, and a file. */
export const NESTED_MIME = [
  ...HEADERS,
  'Content-Type: multipart/mixed; boundary="outer"',
  '',
  '--outer',
  'Content-Type: multipart/alternative; boundary="inner"',
  '',
  '--inner',
  'Content-Type: text/plain; charset=iso-8859-1',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Gr=FC=DFe',
  '--inner',
  'Content-Type: multipart/related; boundary="related"',
  '',
  '--related',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('<p>Grüße <b>🚀</b><img src="cid:pic@1"></p>').toString('base64'),
  '--related',
  'Content-Type: image/png; name="pic.png"',
  'Content-Transfer-Encoding: base64',
  'Content-ID: <pic@1>',
  'Content-Disposition: inline; filename="pic.png"',
  '',
  'iVBORw0KGgo=',
  '--related--',
  '--inner--',
  '--outer',
  'Content-Type: application/pdf',
  'Content-Transfer-Encoding: base64',
  "Content-Disposition: attachment; filename*=UTF-8''Rechnung%20%E2%82%AC.pdf",
  '',
  'JVBERi0xLjcK',
  '--outer--',
  '',
].join('\r\n');

/** A mail in the raw form: the whole MIME message in one field. */
export function aRawMail(mime: string | Uint8Array = NESTED_MIME, changes: Fields = {}): MultipartPart[] {
  const absent = { headers: undefined, text: undefined, attachments: undefined };
  return aMail({ ...absent, email: mime, ...changes });
}
