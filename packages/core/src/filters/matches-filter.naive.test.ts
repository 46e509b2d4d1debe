import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchesFilter } from './matches-filter.ts';
import { parseFilter } from './parse-filter.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Leaf = null | boolean | number | string;

const isObject = (value: unknown): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * All payloads without arrays that come of choosing one element of each array: what docs/filters.md says of arrays,
 * read as it stands.
 */
function choices(value: Json | undefined): (Json | undefined)[] {
  if (Array.isArray(value)) return value.length === 0 ? [undefined] : value.flatMap(choices);
  if (!isObject(value)) return [value];
  return Object.entries(value).reduce<Json[]>(
    (made, [name, field]) =>
      made.flatMap((one) =>
        choices(field).map((chosen) => (chosen === undefined ? one : { ...Object(one), [name]: chosen })),
      ),
    [{}],
  );
}

const entries: Readonly<Record<string, (wanted: never, value: Leaf) => boolean>> = {
  prefix: (wanted: string, value) => typeof value === 'string' && value.startsWith(wanted),
  suffix: (wanted: string, value) => typeof value === 'string' && value.endsWith(wanted),
  'equals-ignore-case': (wanted: string, value) =>
    typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase(),
  numeric: ([, bound]: [string, number], value) => typeof value === 'number' && value > bound,
  exists: (wanted: boolean) => wanted,
  'anything-but': (wanted: Leaf[], value) => !wanted.includes(value),
};

const matchesEntry = (entry: Json, value: Leaf): boolean =>
  isObject(entry)
    ? Object.entries(entry).every(([name, wanted]) =>
        Reflect.apply(entries[name] ?? (() => false), null, [wanted, value]),
      )
    : entry === value;

/** @param isAbsent whether a path has no value in any choice */
function naive(
  pattern: Json,
  value: Json | undefined,
  path: string,
  isAbsent: (path: string) => boolean,
): boolean {
  return Object.entries(Object(pattern)).every(([name, wanted]) => {
    if (name === '$or')
      return Array.isArray(wanted) && wanted.some((one: Json) => naive(one, value, path, isAbsent));
    const field = isObject(value) ? value[name] : undefined;
    const at = `${path}.${name}`;
    if (!Array.isArray(wanted)) return naive(wanted as Json, field, at, isAbsent);
    const takesAbsence = wanted.some((entry: Json) => isObject(entry) && entry.exists === false);
    const isLeaf = field !== undefined && !isObject(field);
    return (
      (isLeaf && wanted.some((entry: Json) => matchesEntry(entry, field as Leaf))) ||
      (takesAbsence && isAbsent(at))
    );
  });
}

function read(pattern: Json, payload: Json): boolean {
  const all = choices(payload);
  const leafAt = (value: Json | undefined, names: string[]): boolean => {
    const [name, ...rest] = names;
    if (name === undefined) return value !== undefined && !isObject(value);
    return isObject(value) && leafAt(value[name], rest);
  };
  const isAbsent = (path: string) => !all.some((one) => leafAt(one, path.split('.').slice(1)));
  return all.some((one) => naive(pattern, one, '', isAbsent));
}

const NAMES = ['a', 'b'];
const leaf = fc.constantFrom<Leaf>('x', 'xy', 'XY', '', 0, 1, 2, true, null);
const { payload } = fc.letrec<{ payload: Json; value: Json; list: Json }>((tie) => ({
  payload: fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 2 }),
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, tie('list'), tie('payload')),
  list: fc.array(tie('value'), { maxLength: 3 }),
}));
const entry = fc.oneof(
  leaf,
  fc.record({ prefix: fc.constantFrom('x', 'X') }),
  fc.record({ suffix: fc.constantFrom('y', 'Y') }),
  fc.record({ 'equals-ignore-case': fc.constantFrom('xy', 'X') }),
  fc.record({ numeric: fc.tuple(fc.constant('>'), fc.constantFrom(0, 1)) }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ 'anything-but': fc.uniqueArray(fc.constantFrom('x', 1), { minLength: 1 }) }),
);
const { fields } = fc.letrec<{ fields: Json; wanted: Json }>((tie) => ({
  fields: fc.dictionary(fc.constantFrom(...NAMES), tie('wanted'), { minKeys: 1, maxKeys: 2 }),
  wanted: fc.oneof({ maxDepth: 2 }, fc.array(entry, { minLength: 1, maxLength: 2 }), tie('fields')),
}));
/** `$or` is about fields that do not stand beside it. */
const pattern = fc.oneof(
  fields,
  fc.record({ $or: fc.array(fields, { minLength: 2, maxLength: 3 }) }),
  fc.record({
    c: fc.array(entry, { minLength: 1, maxLength: 1 }),
    $or: fc.array(fields, { minLength: 2, maxLength: 2 }),
  }),
);

it('matches what the words of its definition say, whatever the filter and the payload', () => {
  let matched = 0;
  let compared = 0;
  fc.assert(
    fc.property(pattern, payload, (one, about) => {
      let filter: ReturnType<typeof parseFilter>;
      try {
        filter = parseFilter(one);
      } catch {
        return;
      }
      const is = matchesFilter(filter, about);
      compared += 1;
      matched += Number(is);
      expect(is).toBe(read(one, about));
    }),
    { numRuns: 3_000 },
  );
  // Else it would say nothing.
  expect(compared).toBeGreaterThan(1_000);
  expect(matched).toBeGreaterThan(50);
});
