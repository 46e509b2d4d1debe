import type { FieldCondition, Filter, LeafCondition, Matcher, ObjectCondition } from './filter.ts';
import { isObjectCondition } from './filter.ts';
import { FilterError } from './filter-error.ts';
import { isRecord, MATCHER_NAMES, onlyEntry, parseMatcher } from './parse-matcher.ts';

export const MAX_FILTER_CHARACTERS = 4_096;
export const MAX_FILTER_DEPTH = 10;
export const MAX_FILTER_ALTERNATIVES = 50;

const OR = '$or';

type Path = readonly (string | number)[];
/** Where one is in the pattern and, without `$or` and its places, in the payload. */
type Place = { readonly pattern: Path; readonly payload: readonly string[]; readonly inOr: boolean };

/**
 * Reads a pattern in the syntax of Amazon EventBridge's event patterns: its objects are the payload's, and what a field
 * may be is a list. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 *
 * `$or` is multiplied out, so that the fields of one alternative are looked for in the same element of an array.
 *
 * @throws FilterError with the place of what cannot be
 */
export function parseFilter(pattern: unknown): Filter {
  const length = JSON.stringify(pattern)?.length ?? 0;
  if (length > MAX_FILTER_CHARACTERS) {
    throw new FilterError([], `has ${length} characters, of at most ${MAX_FILTER_CHARACTERS}`);
  }
  return { alternatives: parseObject(pattern, { pattern: [], payload: [], inOr: false }) };
}

function parseObject(given: unknown, place: Place): readonly ObjectCondition[] {
  if (!isRecord(given)) throw new FilterError(place.pattern, 'must be an object');
  if (place.payload.length >= MAX_FILTER_DEPTH) {
    throw new FilterError(place.pattern, `is more than ${MAX_FILTER_DEPTH} objects deep`);
  }
  const fields = Object.entries(given);
  if (fields.length === 0) throw new FilterError(place.pattern, 'must not be empty');
  let alternatives: readonly ObjectCondition[] = [new Map()];
  for (const [name, value] of fields) {
    const pattern = [...place.pattern, name];
    const parsed =
      name === OR ? parseOr(value, { ...place, pattern }) : parseField(name, value, { ...place, pattern });
    if (alternatives.length * parsed.length > MAX_FILTER_ALTERNATIVES) {
      throw new FilterError(
        pattern,
        `makes more than ${MAX_FILTER_ALTERNATIVES} combinations of alternatives`,
      );
    }
    alternatives = alternatives.flatMap((one) => parsed.map((other) => both(one, other, pattern)));
  }
  return alternatives;
}

function parseOr(given: unknown, place: Place): readonly ObjectCondition[] {
  if (!Array.isArray(given) || given.length < 2) {
    throw new FilterError(place.pattern, 'must be a list of at least two objects');
  }
  return given.flatMap((alternative: unknown, at) =>
    parseObject(alternative, { ...place, pattern: [...place.pattern, at], inOr: true }),
  );
}

function parseField(name: string, given: unknown, place: Place): readonly ObjectCondition[] {
  if (place.inOr && MATCHER_NAMES.includes(name)) {
    throw new FilterError(place.pattern, 'is a matcher, where the name of a field is expected');
  }
  const below = { ...place, payload: [...place.payload, name] };
  if (Array.isArray(given)) return [new Map([[name, parseLeaf(given, below)]])];
  if (!isRecord(given)) {
    throw new FilterError(
      place.pattern,
      'must be a list of what the field may be, or an object of its fields',
    );
  }
  return parseObject(given, below).map((condition) => new Map([[name, condition]]));
}

function parseLeaf(given: readonly unknown[], { pattern, payload }: Place): LeafCondition {
  if (given.length === 0) throw new FilterError(pattern, 'must not be an empty list');
  const matchers: Matcher[] = [];
  let mayBeAbsent = false;
  for (const [at, value] of given.entries()) {
    const path = [...pattern, at];
    const exists = existsOf(value, path);
    if (exists === false) mayBeAbsent = true;
    else matchers.push(parseMatcher(value, path));
  }
  return { path: payload, matchers, mayBeAbsent };
}

function existsOf(given: unknown, path: Path): boolean | undefined {
  if (!isRecord(given)) return undefined;
  const [name, operand] = onlyEntry(given, path);
  if (name !== 'exists') return undefined;
  if (typeof operand !== 'boolean') throw new FilterError([...path, name], 'must be true or false');
  return operand;
}

/** The conditions of both, for one and the same object. */
function both(one: ObjectCondition, other: ObjectCondition, path: Path): ObjectCondition {
  const merged = new Map<string, FieldCondition>(one);
  for (const [name, condition] of other) {
    const existing = merged.get(name);
    if (existing === undefined) merged.set(name, condition);
    else if (isObjectCondition(existing) && isObjectCondition(condition)) {
      merged.set(name, both(existing, condition, path));
    } else throw new FilterError(path, `names the field ${JSON.stringify(name)} a second time`);
  }
  return merged;
}
