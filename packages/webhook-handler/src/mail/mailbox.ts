import { normalizeAddress } from '@switchyard/core/channels';
import { addressParser } from 'postal-mime';

/** RFC 5321 allows 254; longer ones are not addresses, and must not become keys. */
const MAX_ADDRESS_BYTES = 320;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in an address
const ADDRESS = /^(?:"[^"\x00-\x1f]*"|[^\s<>"@\x00-\x1f]+)@[^\s<>"@,;\x00-\x1f]+$/;

/** The first address of a header such as `Ada <ada@example.org>, …`, normalised; undefined where there is none. */
export const firstMailbox = (header: string | undefined): string | undefined => mailboxesIn(header)[0];

/** Each once. What has no address is none, as `Doe` in `Doe, Jane <jane@example.org>`. */
export function mailboxesIn(header = ''): string[] {
  const addresses = addressParser(header.slice(0, 10_000), { flatten: true });
  return [...new Set(addresses.flatMap(({ address }) => asMailbox(address) ?? []))];
}

export const domainOf = (mailbox: string): string => mailbox.slice(mailbox.lastIndexOf('@') + 1);

/** The bare address, normalised; undefined where it is none. */
export function asMailbox(address: string | undefined): string | undefined {
  const normalized = normalizeAddress('email', address ?? '').replace(/^<(.*)>$/, '$1');
  const isAddress = ADDRESS.test(normalized) && Buffer.byteLength(normalized) <= MAX_ADDRESS_BYTES;
  return isAddress ? normalized.toWellFormed() : undefined;
}
