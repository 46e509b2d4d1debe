import { copyItem, givenValue, type Item, type Names, nameOf, type Values } from './attributes.ts';

/** An item after `SET a = :a, #b = :b REMOVE c ADD d :one`: the part of the language that this project uses. */
export function applyUpdate(expression: string, item: Item, names: Names, values: Values): Item {
  const next = copyItem(item);
  const clauses = expression.split(/(?:^| )(SET|REMOVE|ADD|DELETE) /).slice(1);
  if (clauses.length === 0) throw new Error(`Not understood: ${expression}`);
  for (let index = 0; index < clauses.length; index += 2) {
    for (const part of (clauses[index + 1] ?? '').split(',')) {
      const [, name, value] = /^ *(#?\w+)(?:(?: *= *| +)(:\w+))? *$/.exec(part) ?? [];
      if (clauses[index] === 'ADD' && name !== undefined && value !== undefined) {
        const attribute = nameOf(name, names);
        next[attribute] = Number(next[attribute] ?? 0) + Number(givenValue(value, values));
      } else if (clauses[index] === 'SET' && name !== undefined && value !== undefined) {
        next[nameOf(name, names)] = givenValue(value, values);
      } else if (clauses[index] === 'REMOVE' && name !== undefined && value === undefined) {
        delete next[nameOf(name, names)];
      } else {
        throw new Error(`Not understood: ${expression}`);
      }
    }
  }
  return copyItem(next);
}
