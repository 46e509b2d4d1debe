import * as z from 'zod';

/** As much of a JSON Schema as zod writes for what is published here. */
const jsonSchema = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  get properties() {
    return z.record(z.string(), jsonSchema).default({});
  },
  get items() {
    return jsonSchema.optional();
  },
  get anyOf() {
    return z.array(jsonSchema).optional();
  },
  get oneOf() {
    return z.array(jsonSchema).optional();
  },
});
type JsonSchema = z.infer<typeof jsonSchema>;

/**
 * What in a new schema would surprise a reader that was written for the old one, and ignores what it does not know:
 * a field that is gone or may now be absent, a value or a kind of value that there was not. An added field is none.
 *
 * @returns one line for each, with the path of the field; none when every reader can go on
 */
export const breakingChanges = (before: unknown, after: unknown): string[] =>
  compare(jsonSchema.parse(before), jsonSchema.parse(after), '$');

function compare(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const known = alternatives(before);
  return alternatives(after).flatMap((after) => {
    const match = known.find((before) => isSameKind(before, after));
    if (match === undefined) return [`${path}: may now be ${describe(after)}`];
    return [...narrowed(match, after, path), ...inside(match, after, path)];
  });
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const { type } = schema;
  if (Array.isArray(type)) return type.map((one: string) => ({ ...schema, type: one }));
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

/** Of several objects, those that have a type in common are versions of one. */
function isSameKind(before: JsonSchema, after: JsonSchema): boolean {
  if (before.type !== after.type) return false;
  const [types, newTypes] = [before, after].map(({ properties: { type } }) =>
    type === undefined ? undefined : valuesOf(type),
  );
  return types === undefined || newTypes === undefined || newTypes.some((value) => types.includes(value));
}

function narrowed(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const [values, newValues] = [valuesOf(before), valuesOf(after)];
  // A new type of event is one that a reader does not know, and ignores.
  const added = path.endsWith('.type') ? [] : (newValues ?? []).filter((value) => !values?.includes(value));
  return [
    ...(values !== undefined && newValues === undefined ? [`${path}: may now be any ${after.type}`] : []),
    ...(values === undefined ? [] : added.map((value) => `${path}: may now be ${JSON.stringify(value)}`)),
    ...(before.format !== undefined && before.format !== after.format
      ? [`${path}: is no longer a ${before.format}`]
      : []),
  ];
}

function inside(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const fields = Object.entries(before.properties).flatMap(([name, schema]) => {
    const field = `${path}.${name}`;
    const now = after.properties[name];
    if (now === undefined) return [`${field}: is gone`];
    const mayBeAbsent = before.required.includes(name) && !after.required.includes(name);
    return [...(mayBeAbsent ? [`${field}: may now be absent`] : []), ...compare(schema, now, field)];
  });
  const items =
    before.items === undefined ? [] : compare(before.items, after.items ?? jsonSchema.parse({}), `${path}[]`);
  return [...fields, ...items];
}

const valuesOf = ({ const: one, enum: several }: JsonSchema): readonly unknown[] | undefined =>
  several ?? (one === undefined ? undefined : [one]);

const describe = (schema: JsonSchema): string =>
  valuesOf(schema)
    ?.map((value) => JSON.stringify(value))
    .join(' or ') ?? String(schema.type ?? 'anything');
