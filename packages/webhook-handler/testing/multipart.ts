export type MultipartPart = {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly filename?: string;
  readonly contentType?: string;
};

/** SendGrid's own, in its documented samples. */
export const BOUNDARY = 'xYzZY';

export const multipartType = (boundary = BOUNDARY): string => `multipart/form-data; boundary=${boundary}`;

/** The bytes of a form as SendGrid posts it. */
export function encodeMultipart(parts: readonly MultipartPart[], boundary = BOUNDARY): Buffer {
  const encoded = parts.flatMap(({ name, content, filename, contentType }) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`,
    filename === undefined ? '' : `; filename="${filename}"`,
    contentType === undefined ? '' : `\r\nContent-Type: ${contentType}`,
    '\r\n\r\n',
    content,
    '\r\n',
  ]);
  return Buffer.concat([...encoded, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece)));
}
