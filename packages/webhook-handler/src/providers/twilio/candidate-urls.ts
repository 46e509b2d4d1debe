import { twilioSignedUrl } from '@switchyard/core/signatures';

type Query = readonly (readonly [name: string, value: string])[];

/** With more, only the order in which they came is tried: 5 would make 120 orders, each costing an HMAC. */
const MAX_REORDERED = 4;

type Encode = (text: string) => string;

const encode: Encode = encodeURIComponent;
// Characters that people type unencoded into a URL, and that may stand so in a query.
const encodeAsTyped: Encode = (text) =>
  encode(text).replace(/%(?:24|2C|2F|3A|3B|3D|3F|40)/g, decodeURIComponent);
const encodeWithPlus: Encode = (text) => encode(text).replaceAll('%20', '+');
const encodeAsForm: Encode = (text) => new URLSearchParams([['', text]]).toString().slice(1);

const SPELLINGS: readonly { readonly name: Encode; readonly value: Encode }[] = [
  { name: encode, value: encode },
  { name: encode, value: encodeAsTyped },
  { name: encodeWithPlus, value: encodeWithPlus },
  { name: encodeAsForm, value: encodeAsForm },
].flatMap((spelling) => [spelling, { name: inLowerCase(spelling.name), value: inLowerCase(spelling.value) }]);

/** Some languages write `%3a`. */
function inLowerCase(encoded: Encode): Encode {
  return (text) => encoded(text).replace(/%[0-9A-F]{2}/g, (escaped) => escaped.toLowerCase());
}

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
  return choicesOf(pairs.flatMap(([name, value]) => (value === '' ? [name] : []))).flatMap((bare) =>
    SPELLINGS.flatMap((spelling) =>
      orders.map((order) =>
        order
          .map(([name, value]) => spelling.name(name) + (bare.has(name) ? '' : `=${spelling.value(value)}`))
          .join('&'),
      ),
    ),
  );
}

/** Which of the parameters without a value stand without `=` as well: first none, then all, then each mix. */
function choicesOf(names: readonly string[]): readonly ReadonlySet<string>[] {
  const [none, all] = [new Set<string>(), new Set(names)];
  if (all.size === 0) return [none];
  if (all.size > MAX_REORDERED) return [none, all];
  const mixes = Array.from(
    { length: 2 ** all.size },
    (_, mix) => new Set([...all].filter((_name, place) => mix & (1 << place))),
  );
  return [none, all, ...mixes.slice(1, -1)];
}

/** The given order first. */
function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((others) => [item, ...others]),
  );
}
