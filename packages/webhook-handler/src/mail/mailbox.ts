import { normalizeAddress } from '@switchyard/core/channels';

/** RFC 5321 allows 254; longer ones are not addresses, and must not become keys. */
const MAX_ADDRESS_BYTES = 320;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in an address
const ADDRESS = /^(?:"[^"\x00-\x1f]*"|[^\s<>"@\x00-\x1f]+)@[^\s<>"@,;\x00-\x1f]+$/;

export const domainOf = (mailbox: string): string => mailbox.slice(mailbox.lastIndexOf('@') + 1);

/** The bare address, normalised; undefined where it is none. */
export function asMailbox(address: string | undefined): string | undefined {
  const normalized = normalizeAddress('email', address ?? '').replace(/^<(.*)>$/, '$1');
  const isAddress = ADDRESS.test(normalized) && Buffer.byteLength(normalized) <= MAX_ADDRESS_BYTES;
  return isAddress ? normalized.toWellFormed() : undefined;
}
