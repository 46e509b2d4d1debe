import { dereference, initialBaseURI } from '@cfworker/json-schema';
import * as z from 'zod';
import { compileSchema, TOO_DEEP } from './compile-schema.ts';
import { EventTypeError } from './event-type-error.ts';
import { KEYWORDS, type KeywordKind } from './schema-keywords.ts';

export const MAX_SCHEMA_BYTES = 32 * 1024;
const MAX_SCHEMA_DEPTH = 32;
const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

const objectSchema = z.record(z.string(), z.unknown());
const amount = z.number().int().min(0);
const names = z.array(z.string());
const typeName = z.enum(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']);

/** What may stand behind the keywords that hold no schema. */
const VALUES = {
  names: [names, 'a list of names'],
  names_map: [z.record(z.string(), names), 'lists of names, by name'],
  amount: [amount, 'a whole number from 0'],
  number: [z.number(), 'a number'],
  text: [z.string(), 'text'],
  flag: [z.boolean(), 'true or false'],
  list: [z.array(z.unknown()), 'a list'],
  anything: [z.unknown(), 'any value'],
  types: [z.union([typeName, z.array(typeName).min(1)]), `one or several of ${typeName.options.join(', ')}`],
  reference: [z.string().startsWith('#'), 'a place in the same schema, beginning with "#"'],
} as const satisfies Partial<Record<KeywordKind, readonly [z.ZodType, string]>>;

/**
 * A schema as it is stored, after it was found to be one that payloads can be checked by.
 *
 * @throws EventTypeError that names the place
 */
export function checkSchema(schema: unknown): string {
  const text = JSON.stringify(schema);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_SCHEMA_BYTES)
    throw wrong('', `must have at most ${MAX_SCHEMA_BYTES} bytes as JSON, not ${bytes}`);
  const references: [place: string, reference: string][] = [];
  walk(schema, '', 0, references);
  const lookup = dereference(structuredClone(schemaOf(schema)));
  for (const [place, reference] of references) {
    const url = new URL(reference, initialBaseURI);
    url.hash = `${url.hash}`;
    if (lookup[url.href] === undefined)
      throw wrong(place, `${JSON.stringify(reference)} is not in this schema`);
  }
  if (compileSchema(text)(Buffer.from('{}')).includes(TOO_DEEP))
    throw wrong('', 'refers to itself without an end');
  return text;
}

const schemaOf = (schema: unknown) => z.union([z.boolean(), objectSchema]).parse(schema);

function walk(schema: unknown, place: string, depth: number, references: [string, string][]): void {
  if (depth > MAX_SCHEMA_DEPTH) throw wrong(place, `is deeper than ${MAX_SCHEMA_DEPTH} levels`);
  if (typeof schema === 'boolean') return;
  const { data } = objectSchema.safeParse(schema);
  if (data === undefined) throw wrong(place, 'must be a schema: an object, true or false');
  for (const [keyword, value] of Object.entries(data)) {
    const at = `${place}/${escaped(keyword)}`;
    if (keyword.startsWith('x-')) continue;
    const kind = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if (kind === undefined)
      throw wrong(at, 'is no keyword of JSON Schema 2020-12 that is checked here; name your own "x-…"');
    for (const [inner, below] of inside(kind, value, at)) walk(below, inner, depth + 1, references);
    if (kind === 'reference') references.push([at, String(value)]);
    if (keyword === '$schema' && value !== DRAFT) throw wrong(at, `must be ${DRAFT}`);
    if (keyword === 'multipleOf' && !(Number(value) > 0)) throw wrong(at, 'must be more than 0');
    if (keyword === 'patternProperties')
      for (const name of Object.keys(Object(value))) requirePattern(name, at);
  }
}

/** The schemas behind a keyword, with their places. @throws EventTypeError when what stands there is something else */
function inside(kind: KeywordKind, value: unknown, at: string): (readonly [string, unknown])[] {
  switch (kind) {
    case 'schema':
      return [[at, value]];
    case 'schemas': {
      const { data } = z.array(z.unknown()).min(1).safeParse(value);
      if (data === undefined) throw wrong(at, 'must be a list of schemas');
      return data.map((each, index) => [`${at}/${index}`, each]);
    }
    case 'schema_map': {
      const { data } = objectSchema.safeParse(value);
      if (data === undefined) throw wrong(at, 'must be schemas, by name');
      return Object.entries(data).map(([name, each]) => [`${at}/${escaped(name)}`, each]);
    }
    case 'pattern':
      requirePattern(value, at);
      return [];
    default: {
      const [allowed, words] = VALUES[kind];
      if (!allowed.safeParse(value).success) throw wrong(at, `must be ${words}`);
      return [];
    }
  }
}

function requirePattern(pattern: unknown, at: string): void {
  try {
    if (typeof pattern === 'string') new RegExp(pattern, 'u');
    else throw new TypeError('it is no text');
  } catch (error) {
    throw wrong(
      at,
      `must be a regular expression: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const wrong = (place: string, message: string): EventTypeError =>
  new EventTypeError(`schema${place} ${message}.`, [{ path: `schema${place}`, message }]);
