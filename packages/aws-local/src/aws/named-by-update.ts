import { asString, isObject, type JsonObject } from '../json.ts';

const KEYWORDS = new Set(['SET', 'REMOVE', 'ADD', 'DELETE', 'AND', 'OR', 'NOT', 'IN', 'BETWEEN']);

/** Names that are no value, no function and no part of a path: `a` of `a.b[0] = if_not_exists(a, :b)`. */
const NAME = /(?<![\w.:#])#?[A-Za-z_]\w*(?!\w|\s*\()/g;

/** The top-level attributes that an UpdateItem reads or writes: its key's, and those of its expressions. */
export function namedByUpdate(body: JsonObject): string[] {
  const names = isObject(body.ExpressionAttributeNames) ? body.ExpressionAttributeNames : {};
  const expressions = [body.UpdateExpression, body.ConditionExpression].map((text) => asString(text) ?? '');
  const inExpressions = expressions
    .flatMap((text) => text.match(NAME) ?? [])
    .filter((name) => !KEYWORDS.has(name.toUpperCase()))
    .map((name) => (name.startsWith('#') ? String(names[name]) : name));
  return [...new Set([...Object.keys(isObject(body.Key) ? body.Key : {}), ...inExpressions])];
}
