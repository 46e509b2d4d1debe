import { type Entity, readHead, splitEntity } from '../../mail/read-head.ts';
import { splitMultipart } from '../../mail/split-multipart.ts';
import { CallbackParseError, CallbackTooComplexError } from '../provider.ts';

/** A mail with more files than this is none that a person sends. */
const MAX_PARTS = 1_000;
/** Of all parts together: names of files are most of it. */
const MAX_HEAD_BYTES = 256 * 1024;
const MAX_TYPE_BYTES = 1_000;

/** What SendGrid calls files, with a name or without. */
const NAMELESS_FILE = /^attachment\d+$/;

export type FormPart = {
  readonly name: string;
  readonly isFile: boolean;
  readonly filename: string | undefined;
  readonly contentType: string;
  /** A part of the request's own bytes. */
  readonly bytes: Uint8Array;
};

export type FormParts = {
  readonly parts: readonly FormPart[];
  /** Whether closing delimiters stand among the parts. */
  readonly endsEarly: boolean;
  readonly hasBytesOutside: boolean;
};

/**
 * Reads the parts of a multipart body in their order, each as bytes: a field's charset is only known when another
 * field has been read.
 *
 * @throws CallbackParseError when it is not multipart, ends before its last boundary, or is beyond all reason
 */
export function readFormParts(contentType: string | undefined, rawBody: Uint8Array): FormParts {
  const { type, parameters } = readHead(
    Buffer.from(`Content-Type: ${contentType?.slice(0, MAX_TYPE_BYTES)}`),
  );
  const { boundary = '' } = parameters;
  if (type !== 'multipart/form-data' || boundary === '') {
    throw new CallbackParseError('The body is not multipart/form-data with a boundary.');
  }
  const body = Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.length);
  const multipart = splitMultipart(body, boundary, { exact: true, maxParts: MAX_PARTS });
  if (multipart === undefined)
    throw new CallbackTooComplexError(`The form has more than ${MAX_PARTS} parts.`);
  const { parts, isClosed, earlyEnds, before, after } = multipart;
  if (!isClosed) throw new CallbackParseError('The form ends before its last boundary.');
  // No signature covers the content type: another boundary than the body's own would split it at what a mail says.
  if (/^[\r\n]*--/.test(Buffer.from(before).toString('latin1'))) {
    throw new CallbackParseError('The form begins with another boundary than the one of its content type.');
  }
  const entities = parts.map(splitEntity);
  if (entities.reduce((sum, { head }) => sum + head.length, 0) > MAX_HEAD_BYTES) {
    throw new CallbackTooComplexError(`The form's parts have more than ${MAX_HEAD_BYTES} bytes of headers.`);
  }
  return {
    parts: entities.map(readPart),
    endsEarly: earlyEnds > 0,
    hasBytesOutside: [before, after].some((bytes) => bytes.some((byte) => byte !== 0x0d && byte !== 0x0a)),
  };
}

function readPart({ head, content }: Entity): FormPart {
  const { type, disposition } = readHead(head);
  const { name = '', filename } = disposition.parameters;
  const isFile = filename !== undefined || NAMELESS_FILE.test(name);
  return { name, isFile, filename, contentType: type, bytes: content };
}
