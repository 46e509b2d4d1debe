import { TextDecoder } from 'node:util';

/** What mail without a usable charset is in, if it is not UTF-8; it has a character for every byte. */
const LAST_RESORT = 'windows-1252';
const LOOKED_AT = 1_000;

/** What no decoder knows, by the number of the code page. */
const CODE_PAGE = /^(?:x-|cs)?(?:cp|ms|ibm|windows)?[-_]?(932|936|949|950|874|5022\d)$/;
const CODE_PAGES: Readonly<Record<string, string>> = {
  '932': 'shift_jis',
  '936': 'gbk',
  '949': 'euc-kr',
  '950': 'big5',
  '874': 'windows-874',
};
/** A program that writes nothing else says so; one that knows no better does too. */
const ASCII = /^(?:us-)?ascii$|^ansi_x3\.4|^iso-ir-6$|^iso_?646/;
const SEVERAL_BYTES = /^(?:gbk|gb18030|big5|shift_jis|euc-)/;

/**
 * Decodes a mail's text in the charset it names where the bytes can be that, else in the likeliest that they can be.
 * Never fails.
 */
export function decodeText(bytes: Uint8Array, label: string | undefined): string {
  const charsets = likelyCharsets(bytes, encodingOf(label));
  for (const charset of charsets) {
    const text = decodeStrictly(bytes, charset);
    if (text !== undefined) return text;
  }
  // None without a fault: the first whose faults are the exception, as with a text that was cut or damaged.
  for (const charset of charsets) {
    const text = new TextDecoder(charset).decode(bytes);
    if (isMostlyRight(text)) return text;
  }
  return new TextDecoder(LAST_RESORT).decode(bytes);
}

function encodingOf(label: string | undefined): string | undefined {
  const name = label
    ?.trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase();
  if (name === undefined || ASCII.test(name)) return undefined;
  const [, page] = CODE_PAGE.exec(name) ?? [];
  try {
    return new TextDecoder(page === undefined ? name : (CODE_PAGES[page] ?? 'iso-2022-jp')).encoding;
  } catch {
    return undefined;
  }
}

/** The label first, unless the bytes speak against it. */
function likelyCharsets(bytes: Uint8Array, named: string | undefined): string[] {
  const isWrong = named === undefined || named.startsWith('utf-16') || isUtf8Instead(bytes, named);
  const charsets = [utf16Of(bytes, named), japaneseOf(bytes, named), isWrong ? undefined : named, 'utf-8'];
  return [...new Set(charsets.filter((charset) => charset !== undefined))];
}

/** ESC $ begins Japanese text of seven bits, which is UTF-8 and ASCII as well; nothing else writes it. */
const japaneseOf = (bytes: Uint8Array, named: string | undefined): string | undefined =>
  (named ?? 'utf-8') === 'utf-8' &&
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('\x1b$')
    ? 'iso-2022-jp'
    : undefined;

/** By its mark, or by zeros in one half of its bytes, or by its label if the bytes are no plain text instead. */
function utf16Of(bytes: Uint8Array, named: string | undefined): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 0] as [number, number];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2 === 0 ? 0 : 1] += 1;
  });
  const [high, low] = zeros;
  const isLabelled = named?.startsWith('utf-16') === true;
  if (high !== low && (isLabelled || high + low > head.length / 4)) {
    return high > low ? 'utf-16be' : 'utf-16le';
  }
  return isLabelled && !(high === 0 && isPlainText(bytes)) ? named : undefined;
}

/** White space or more than ASCII: pairs of letters alone may be UTF-16 too. */
const isPlainText = (bytes: Uint8Array): boolean =>
  /[\s\x80-\uffff]/.test(decodeStrictly(bytes, 'utf-8') ?? '');

/**
 * Charsets of several bytes a character can make something of most UTF-8. Their own text is hardly ever valid UTF-8
 * with sequences of three bytes, as all Asian text has.
 */
const isUtf8Instead = (bytes: Uint8Array, named: string): boolean =>
  SEVERAL_BYTES.test(named) && /[\u0800-\uffff]/.test(decodeStrictly(bytes, 'utf-8') ?? '');

function decodeStrictly(bytes: Uint8Array, charset: string): string | undefined {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    // Control characters of ISO 8859 are what charsets of one byte make of bytes that they do not have.
    return charset !== 'utf-8' && /[\x80-\x84\x86-\x9f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function isMostlyRight(text: string): boolean {
  let right = 0;
  let wrong = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0xfffd) wrong += 1;
    else if (code > 0x7f) right += 1;
  }
  return right > wrong;
}
