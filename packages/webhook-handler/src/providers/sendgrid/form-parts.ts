import { Busboy } from '@fastify/busboy';
import { CallbackParseError } from '../provider.ts';

export type FormPart = {
  readonly name: string;
  readonly isFile: boolean;
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Of a field. A file's content is counted and dropped. */
  readonly bytes: Uint8Array;
};

/** What SendGrid calls files, with a name or without. */
const NAMELESS_FILE = /^attachment\d+$/;

/**
 * Reads the parts of a multipart body in their order, each as bytes: a field's charset is only known when another
 * field has been read.
 *
 * @throws CallbackParseError when it is not multipart, or ends before its last boundary
 */
export async function readFormParts(
  contentType: string | undefined,
  rawBody: Uint8Array,
): Promise<FormPart[]> {
  try {
    return await collectParts(contentType ?? '', rawBody);
  } catch (cause) {
    throw new CallbackParseError('The body is not complete multipart/form-data.', { cause });
  }
}

function collectParts(contentType: string, rawBody: Uint8Array): Promise<FormPart[]> {
  return new Promise((resolve, reject) => {
    if (!/^\s*multipart\/form-data\b/i.test(contentType)) throw new TypeError('not multipart/form-data');
    const parts: Promise<FormPart>[] = [];
    // Every part "is a file": busboy would decode fields as text at once, as UTF-8.
    const parser = new Busboy({ headers: { 'content-type': contentType }, isPartAFile: () => true });
    parser.on('file', (name: string | undefined, stream, filename: string | undefined, _, type) => {
      const isFile = filename !== undefined || NAMELESS_FILE.test(name ?? '');
      const part = collectPart(stream, { name: name ?? '', isFile, filename, contentType: type });
      // A body that ends early fails the parser as well, which is where it is reported.
      part.catch(() => undefined);
      parts.push(part);
    });
    parser.on('error', reject);
    parser.on('finish', () => resolve(Promise.all(parts)));
    parser.end(Buffer.from(rawBody));
  });
}

async function collectPart(
  stream: AsyncIterable<Uint8Array>,
  head: Omit<FormPart, 'sizeBytes' | 'bytes'>,
): Promise<FormPart> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream) {
    sizeBytes += chunk.byteLength;
    if (!head.isFile) chunks.push(chunk);
  }
  return { ...head, sizeBytes, bytes: Buffer.concat(chunks) };
}
