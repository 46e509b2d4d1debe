/**
 * How files begin, in hexadecimal, that every browser draws and in which nothing can be executed; SVG is not among
 * them.
 */
const BEGINNINGS: readonly (readonly [type: string, begins: RegExp])[] = [
  ['image/png', /^89504e470d0a1a0a/],
  ['image/jpeg', /^ffd8ff/],
  ['image/gif', /^474946383[79]61/],
  // RIFF, the size, WEBP.
  ['image/webp', /^52494646.{8}57454250/],
];

const ENOUGH = 16;

/** What an image is by its own first bytes, whatever it is said to be. @returns undefined for all else */
export function imageType(bytes: Uint8Array): string | undefined {
  const begin = Buffer.from(bytes.subarray(0, ENOUGH)).toString('hex');
  return BEGINNINGS.find(([, begins]) => begins.test(begin))?.[0];
}
