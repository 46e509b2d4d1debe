import { BlockList, isIP } from 'node:net';
import type { JsonLeaf, Matcher } from './filter.ts';
import { FilterError } from './filter-error.ts';
import { parseNumeric, requireExact } from './parse-numeric.ts';
import { matchesWildcard, parseWildcard } from './wildcard.ts';

type Path = readonly (string | number)[];

/** A text made of what is given, and whether a value is it. */
type TextTest = (value: string) => boolean;

const onlyText =
  (test: TextTest): Matcher =>
  (value) =>
    typeof value === 'string' && test(value);

/** The matchers that take a text, by the name that a pattern gives them. */
const TEXT_MATCHERS = {
  prefix: (text) => (value) => value.startsWith(text),
  suffix: (text) => (value) => value.endsWith(text),
  'equals-ignore-case': (text) => {
    const wanted = text.toLowerCase();
    return (value) => value.toLowerCase() === wanted;
  },
  wildcard: (text, path) => {
    const wildcard = parseWildcard(text);
    if ('wrong' in wildcard) throw new FilterError(path, `${JSON.stringify(text)} ${wildcard.wrong}`);
    return (value) => matchesWildcard(wildcard, value);
  },
} satisfies Record<string, (text: string, path: Path) => TextTest>;

type TextMatcherName = keyof typeof TEXT_MATCHERS;
const isTextMatcher = (name: string): name is TextMatcherName => Object.hasOwn(TEXT_MATCHERS, name);

const IGNORING_CASE = {
  prefix: (text) => (value) => value.toLowerCase().startsWith(text.toLowerCase()),
  suffix: (text) => (value) => value.toLowerCase().endsWith(text.toLowerCase()),
} satisfies Partial<Record<TextMatcherName, (text: string) => TextTest>>;

/** Names that a pattern gives to its matchers, and so no alternative of `$or` may give to a field. */
export const MATCHER_NAMES: readonly string[] = [
  ...Object.keys(TEXT_MATCHERS),
  'exists',
  'anything-but',
  'numeric',
  'cidr',
];

/**
 * Reads one value of a field's list other than `{"exists": false}`.
 *
 * @throws FilterError with the place of what cannot be
 */
export function parseMatcher(given: unknown, path: Path): Matcher {
  if (typeof given === 'number') requireExact(given, path);
  if (isLeaf(given)) return (value) => value === given;
  const [name, operand] = onlyEntry(given, path);
  const at = [...path, name];
  if (isTextMatcher(name)) return onlyText(parseTextMatcher(name, operand, at));
  switch (name) {
    case 'exists':
      return () => true;
    case 'numeric':
      return parseNumeric(operand, at);
    case 'cidr':
      return onlyText(parseCidr(operand, at));
    case 'anything-but':
      return parseAnythingBut(operand, at);
    default:
      throw new FilterError(at, `is not a matcher: use one of ${MATCHER_NAMES.join(', ')}`);
  }
}

export function onlyEntry(given: unknown, path: Path): readonly [string, unknown] {
  const entries = isRecord(given) ? Object.entries(given) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    throw new FilterError(path, 'must be text, a number, true, false, null or an object with one matcher');
  }
  return entry;
}

export const isRecord = (given: unknown): given is Record<string, unknown> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

const isLeaf = (given: unknown): given is JsonLeaf =>
  given === null || typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean';

function parseTextMatcher(name: TextMatcherName, operand: unknown, path: Path): TextTest {
  if (typeof operand === 'string') return TEXT_MATCHERS[name](operand, path);
  if (isRecord(operand) && (name === 'prefix' || name === 'suffix')) {
    const [inner, text] = onlyEntry(operand, path);
    if (inner === 'equals-ignore-case' && typeof text === 'string') return IGNORING_CASE[name](text);
    throw new FilterError([...path, inner], 'must be "equals-ignore-case" with text');
  }
  throw new FilterError(path, 'must be text');
}

function parseCidr(operand: unknown, path: Path): TextTest {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(String(operand)) ?? [];
  const version = isIP(address);
  if (version === 0 || address.includes('%') || Number(bits) > (version === 4 ? 32 : 128)) {
    throw new FilterError(path, 'must be an address range such as "10.0.0.0/24" or "2001:db8::/32"');
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(address, Number(bits), family);
  return (value) => isIP(value) === version && range.check(value, family);
}

/** Any value that is there, of whatever kind, but those. */
function parseAnythingBut(operand: unknown, path: Path): Matcher {
  if (isRecord(operand)) {
    const [name, texts] = onlyEntry(operand, path);
    const at = [...path, name];
    if (!isTextMatcher(name)) {
      throw new FilterError(at, `must be one of ${Object.keys(TEXT_MATCHERS).join(', ')}`);
    }
    const tests = requireSome(texts, at).map((text) => {
      if (text === '' && name !== 'equals-ignore-case') throw new FilterError(at, 'must not be empty');
      return parseTextMatcher(name, requireText(text, at), at);
    });
    return (value) => typeof value !== 'string' || !tests.some((test) => test(value));
  }
  const unwanted = requireSome(operand, path);
  const [kind] = unwanted.map((value) => typeof value);
  if ((kind !== 'string' && kind !== 'number') || unwanted.some((value) => typeof value !== kind)) {
    throw new FilterError(path, 'must be text or a number, or a list of only texts or only numbers');
  }
  for (const value of unwanted) if (typeof value === 'number') requireExact(value, path);
  return (value) => !unwanted.includes(value);
}

function requireSome(given: unknown, path: Path): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) throw new FilterError(path, 'must not be an empty list');
  return list;
}

function requireText(given: unknown, path: Path): string {
  if (typeof given !== 'string') throw new FilterError(path, 'must be text or a list of texts');
  return given;
}
