/** A string, a number, a boolean or null of an event's payload. */
export type JsonLeaf = string | number | boolean | null;

export type Matcher = (value: JsonLeaf) => boolean;

/** What one field must be: one of `matchers` holds for one of its values, or it is not there. */
export type LeafCondition = {
  readonly path: readonly string[];
  readonly matchers: readonly Matcher[];
  readonly mayBeAbsent: boolean;
};

/** What the fields of one object must be, all of them. */
export type ObjectCondition = ReadonlyMap<string, FieldCondition>;
export type FieldCondition = LeafCondition | ObjectCondition;

/** A pattern that was read: an event matches when one of the alternatives does. Without `$or` there is one. */
export type Filter = { readonly alternatives: readonly ObjectCondition[] };

export const isObjectCondition = (condition: FieldCondition): condition is ObjectCondition =>
  condition instanceof Map;
