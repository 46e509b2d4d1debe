import { isObject } from '@switchyard/aws-local/json';

/** The ids in what was answered, by the names that they have there: what a tenant could give another one. */
export type FoundIds = ReadonlyMap<string, ReadonlySet<string>>;

export const isIdName = (name: string): boolean => /_ids?$/.test(name) && name !== 'request_id';

/** What a tenant names itself, and what then stands in paths as ids do. */
const NAMES: ReadonlySet<string> = new Set(['event_type']);

export function findIds(answers: readonly unknown[]): FoundIds {
  const found = new Map<string, Set<string>>();
  const add = (name: string, value: unknown): void => {
    if (typeof value !== 'string') return;
    found.set(name, (found.get(name) ?? new Set()).add(value));
  };
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const element of value) walk(element);
    else if (isObject(value)) {
      for (const [name, field] of Object.entries(value)) {
        if (isIdName(name) || NAMES.has(name))
          for (const id of [field].flat()) add(name.replace(/s$/, ''), id);
        walk(field);
      }
    }
  };
  for (const answer of answers) walk(answer);
  return found;
}

/** One that the other has not: ids such as `default` are everybody's own. */
export function idOnlyOf(name: string, ids: FoundIds, notOf: FoundIds): string {
  const known = notOf.get(name) ?? new Set();
  const id = [...(ids.get(name) ?? [])].find((candidate) => !known.has(candidate));
  if (id === undefined) {
    throw new Error(`No ${name} was found: let the first tenant of this test make one, in "use".`);
  }
  return id;
}

/** Another id of the same form, of which there is none. */
export const unknownLike = (id: string): string => `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
