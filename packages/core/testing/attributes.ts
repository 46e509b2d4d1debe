import { isDeepStrictEqual } from 'node:util';

export type Item = Record<string, unknown>;
export type Names = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, unknown>>;

/** What DynamoDB refuses as a request that makes no sense, whatever the table holds. */
export const invalid = (message: string): Error =>
  Object.assign(new Error(message), { name: 'ValidationException' });

/** What the document client does with undefined, and no sharing with what the code under test holds. */
export function copyItem(item: Readonly<Item>): Item {
  const kept = Object.entries(item).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept.map(([name, value]) => [name, copyValue(value)]));
}

function copyValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.filter((each) => each !== undefined).map(copyValue);
  if (Buffer.isBuffer(value)) return Buffer.from(value);
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Object.getPrototypeOf(value) !== Object.prototype)
    throw new TypeError(`The document client does not write a ${value.constructor.name}`);
  return copyItem({ ...value });
}

/** The value at a path such as `secrets[0].secret` or `#status`. */
export function valueAt(item: Readonly<Item> | undefined, path: string, names: Names): unknown {
  let value: unknown = item;
  for (const part of partsOf(path)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const name = nameOf(part, names);
    value = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  }
  return value;
}

const partsOf = remembered((path) => path.split(/[.[\]]+/).filter((each) => each !== ''));

/** What follows from an expression alone: a query asks it for each item of the table. */
export function remembered<Result>(of: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const result = known.get(text) ?? of(text);
    known.set(text, result);
    return result;
  };
}

export function nameOf(token: string, names: Names): string {
  if (!token.startsWith('#')) return token;
  const name = names[token];
  if (name === undefined) throw invalid(`An expression attribute name is not defined: ${token}`);
  return name;
}

export function givenValue(token: string, values: Values): unknown {
  const value = values[token];
  if (value === undefined) throw invalid(`An expression attribute value is not defined: ${token}`);
  return value;
}

/** DynamoDB refuses names and values that no expression of the request uses. */
export function requireAllUsed(
  expressions: readonly (string | undefined)[],
  names: Names,
  values: Values,
): void {
  const used = new Set(expressions.join(' ').match(/[#:]\w+/g));
  for (const given of [...Object.keys(names), ...Object.keys(values)])
    if (!used.has(given)) throw invalid(`Value provided in the request is unused in expressions: ${given}`);
}

export const isEqual = (a: unknown, b: unknown): boolean =>
  a === b ||
  (a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : isDeepStrictEqual(a, b));

/** Order of two values of one type; undefined when they have none. Texts are ordered by their UTF-8 bytes. */
export function order(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string')
    return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  return undefined;
}
