import { normalizeAddress } from '@switchyard/core/channels';
import { addressParser } from 'postal-mime';

/** RFC 5321 allows 254; longer ones are not addresses, and must not become keys. */
const MAX_ADDRESS_BYTES = 320;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in an address
const ADDRESS = /^(?:"[^"\x00-\x1f]*"|[^\s<>"@\x00-\x1f]+)@[^\s<>"@,;\x00-\x1f]+$/;

/** The first address of a header such as `Ada <ada@example.org>, …`, normalised; undefined where there is none. */
export function firstMailbox(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [first] = addressParser(header.slice(0, 10_000), { flatten: true });
  return asMailbox(first?.address);
}

/** The bare address, normalised; undefined where it is none. */
export function asMailbox(address: string | undefined): string | undefined {
  const normalized = normalizeAddress('email', address ?? '').replace(/^<(.*)>$/, '$1');
  const isAddress = ADDRESS.test(normalized) && Buffer.byteLength(normalized) <= MAX_ADDRESS_BYTES;
  return isAddress ? normalized.toWellFormed() : undefined;
}
