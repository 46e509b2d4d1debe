import type { Filter, JsonLeaf, LeafCondition, ObjectCondition } from './filter.ts';
import { isObjectCondition } from './filter.ts';
import { isRecord } from './parse-matcher.ts';

/**
 * Whether an event's payload, parsed JSON, is what a filter asks for. Any element of an array may be it; conditions on
 * several fields of objects in an array must hold for one of them. A field is absent when it has no value anywhere.
 *
 * Each value of the payload is looked at once for each place of the pattern and alternative of its `$or`.
 */
export function matchesFilter({ alternatives }: Filter, payload: unknown): boolean {
  const absences = new Map<LeafCondition, boolean>();
  const isAbsent = (leaf: LeafCondition): boolean => {
    const known = absences.get(leaf) ?? !hasValue(payload, leaf.path);
    absences.set(leaf, known);
    return known;
  };
  return alternatives.some((condition) => matchesObject(condition, payload, isAbsent));
}

function matchesObject(
  condition: ObjectCondition,
  value: unknown,
  isAbsent: (leaf: LeafCondition) => boolean,
): boolean {
  const fields = [...condition];
  const objects = elementsOf(value).filter(isRecord);
  // Of nothing, all fields are absent.
  return (objects.length === 0 ? [{}] : objects).some((object) =>
    fields.every(([name, wanted]) => {
      const field = fieldOf(object, name);
      if (isObjectCondition(wanted)) return matchesObject(wanted, field, isAbsent);
      const hasOne = elementsOf(field).some(
        (element) => isLeaf(element) && wanted.matchers.some((matches) => matches(element)),
      );
      return hasOne || (wanted.mayBeAbsent && isAbsent(wanted));
    }),
  );
}

function hasValue(payload: unknown, path: readonly string[]): boolean {
  let values = elementsOf(payload);
  for (const name of path) {
    values = values.filter(isRecord).flatMap((object) => elementsOf(fieldOf(object, name)));
  }
  return values.some(isLeaf);
}

/** A field of the payload itself: not one that each object has. */
const fieldOf = (object: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

const isLeaf = (value: unknown): value is JsonLeaf =>
  value !== undefined && (value === null || typeof value !== 'object');

/** The value itself, or the elements of an array and of the arrays in it. Not by recursion: a payload may be deep. */
function elementsOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  const elements: unknown[] = [];
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (Array.isArray(next)) for (const element of next) rest.push(element);
    else elements.push(next);
  }
  return elements;
}
