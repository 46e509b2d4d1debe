import type { Matcher } from './filter.ts';
import { FilterError } from './filter-error.ts';

type Path = readonly (string | number)[];

const COMPARISONS = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
} satisfies Record<string, (value: number, bound: number) => boolean>;

type Comparison = { readonly sign: keyof typeof COMPARISONS; readonly bound: number };

const isSign = (given: unknown): given is keyof typeof COMPARISONS =>
  typeof given === 'string' && Object.hasOwn(COMPARISONS, given);

/**
 * Reads `[">", 0, "<=", 5]`: one comparison, or a lower bound and then an upper one.
 *
 * @throws FilterError when no number could be in the range
 */
export function parseNumeric(given: unknown, path: Path): Matcher {
  const [first, second] = parseComparisons(given, path);
  if (first === undefined) throw new FilterError(path, 'must be a list such as [">", 0, "<=", 5]');
  if (second !== undefined) {
    if (!first.sign.startsWith('>') || !second.sign.startsWith('<')) {
      throw new FilterError(
        path,
        'must give the lower bound first, with > or >=, then the upper, with < or <=',
      );
    }
    if (first.bound >= second.bound) {
      throw new FilterError(path, `holds for no number: ${first.bound} is not below ${second.bound}`);
    }
  }
  return (value) =>
    typeof value === 'number' &&
    COMPARISONS[first.sign](value, first.bound) &&
    (second === undefined || COMPARISONS[second.sign](value, second.bound));
}

function parseComparisons(given: unknown, path: Path): readonly Comparison[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  if (list.length !== 2 && list.length !== 4) return [];
  return [0, 2]
    .filter((at) => at < list.length)
    .map((at) => {
      const [sign, bound] = [list[at], list[at + 1]];
      if (!isSign(sign)) throw new FilterError([...path, at], 'must be one of =, <, <=, > and >=');
      if (typeof bound !== 'number') throw new FilterError([...path, at + 1], 'must be a number');
      return { sign, bound: requireExact(bound, [...path, at + 1]) };
    });
}

/** @throws FilterError for a number that JSON in JavaScript cannot tell from the next one */
export function requireExact(given: number, path: Path): number {
  if (Math.abs(given) <= Number.MAX_SAFE_INTEGER) return given;
  throw new FilterError(path, `must be between -${Number.MAX_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}`);
}
