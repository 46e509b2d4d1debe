import { addressParser } from 'postal-mime';
import { asMailbox } from './mailbox.ts';

/** The first address of a header such as `Ada <ada@example.org>, …`, normalised; undefined where there is none. */
export const firstMailbox = (header: string | undefined): string | undefined => mailboxesIn(header)[0];

/** Each once. What has no address is none, as `Doe` in `Doe, Jane <jane@example.org>`. */
export function mailboxesIn(header = ''): string[] {
  const addresses = addressParser(header.slice(0, 10_000), { flatten: true });
  return [...new Set(addresses.flatMap(({ address }) => asMailbox(address) ?? []))];
}
