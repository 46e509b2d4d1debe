import PostalMime from 'postal-mime';

/** postal-mime renders the html of a mixed message as text, in linear time; it does so only beside a text part. */
export async function htmlToText(html: string): Promise<string> {
  const message = [
    'Content-Type: multipart/mixed; boundary=part',
    '',
    '--part',
    'Content-Type: text/plain; charset=utf-8',
    '',
    '',
    '--part',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(html, 'utf8').toString('base64'),
    '--part--',
  ].join('\r\n');
  const { text = '' } = await PostalMime.parse(message);
  return text.trim();
}
