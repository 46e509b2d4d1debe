import { twilioSignedUrl } from '@switchyard/core/signatures';

type Query = readonly (readonly [name: string, value: string])[];

/** With more, only the order in which they came is tried: 5 would make 120 orders, each costing an HMAC. */
const MAX_REORDERED = 4;

const encode = encodeURIComponent;
// Characters that people type unencoded into a URL, and that may stand so in a query.
const encodeAsTyped = (text: string): string =>
  encode(text).replace(/%(?:24|2C|2F|3A|3B|3D|3F|40)/g, decodeURIComponent);
const encodeWithPlus = (text: string): string => encode(text).replaceAll('%20', '+');
const encodeAsForm = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

const SPELLINGS: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `${encode(name)}=${encode(value)}`,
  (name, value) => `${encode(name)}=${encodeAsTyped(value)}`,
  (name, value) => `${encodeWithPlus(name)}=${encodeWithPlus(value)}`,
  (name, value) => `${encodeAsForm(name)}=${encodeAsForm(value)}`,
  (name, value) => (value === '' ? encode(name) : `${encode(name)}=${encodeAsTyped(value)}`),
];

/**
 * The URLs that Twilio may have signed for this request, the likeliest first.
 *
 * Twilio signs the URL byte for byte as it was typed in. A REST API hands us the query decoded and in any order, so
 * the usual spellings are tried, and up to 4 parameters in every order. None or one parameter is the normal case.
 */
export function twilioCandidateUrls(publicUrls: readonly string[], query: Query): readonly string[] {
  const queries = queryStrings(query);
  return [...new Set(queries.flatMap((text) => publicUrls.map((url) => twilioSignedUrl(url, text))))];
}

function queryStrings(query: Query): readonly string[] {
  const pairs = query.map(([name, value]) => [name.toWellFormed(), value.toWellFormed()] as const);
  const orders = pairs.length <= MAX_REORDERED ? permutations(pairs) : [pairs];
  return SPELLINGS.flatMap((spell) =>
    orders.map((order) => order.map(([name, value]) => spell(name, value)).join('&')),
  );
}

/** The given order first. */
function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((others) => [item, ...others]),
  );
}
