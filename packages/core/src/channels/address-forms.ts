import { type Channel, normalizeAddress } from './channel.ts';

/**
 * Mobile numbers that networks and WhatsApp write in two ways: one with a digit that the other leaves out. Each is a
 * pair of patterns, with what makes the one of the other.
 */
const SPELLINGS: readonly (readonly [pattern: RegExp, other: string])[] = [
  // Brazil's ninth digit. Numbers of eight digits that begin with 2 to 5 are landlines, which never had it.
  [/^(\+55[1-9]\d)9([016-9]\d{7})$/, '$1$2'],
  [/^(\+55[1-9]\d)([016-9]\d{7})$/, '$19$2'],
  // Mexico's 1 before mobile numbers, of before 2019.
  [/^(\+52)1(\d{10})$/, '$1$2'],
  [/^(\+52)(\d{10})$/, '$11$2'],
  // Argentina's 9 before mobile numbers that are called from abroad.
  [/^(\+54)9(\d{10})$/, '$1$2'],
  [/^(\+54)([1-8]\d{9})$/, '$19$2'],
];

/** The ways in which one address is written, normalised, the given one first. */
export function addressForms(channel: Channel, address: string): string[] {
  const given = normalizeAddress(channel, address);
  const [pattern, other] = SPELLINGS.find(([form]) => form.test(given)) ?? [];
  return pattern === undefined || other === undefined ? [given] : [given, given.replace(pattern, other)];
}

/** Those of an address of ours, under which its owner is looked for: mail to `support+tag@` is for `support@` too. */
export function ownAddressForms(channel: Channel, address: string): string[] {
  const forms = addressForms(channel, address);
  const [, name, domain] =
    channel === 'email' ? (/^([^+@]+)\+[^@]*(@[^@]+)$/.exec(forms[0] ?? '') ?? []) : [];
  return name === undefined ? forms : [...forms, `${name}${domain}`];
}
