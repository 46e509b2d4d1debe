import { isObject } from '@switchyard/aws-local/json';

/** The ids in what was answered, by the names that they have there: what a tenant could give another one. */
export type FoundIds = ReadonlyMap<string, ReadonlySet<string>>;

export const isIdName = (name: string): boolean => /_ids?$/.test(name) && name !== 'request_id';

/** What a tenant names itself, and what then stands in paths and queries as ids do. */
const NAMES: ReadonlySet<string> = new Set(['event_type', 'idempotency_key']);
/** What some parameters call it. */
const OTHER_NAMES: Readonly<Record<string, string>> = { type: 'event_type' };

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

/** Those that the other has not: ids such as `default` are everybody's own. */
export function idsOnlyOf(name: string, ids: FoundIds, notOf: FoundIds): string[] {
  const known = notOf.get(OTHER_NAMES[name] ?? name) ?? new Set();
  return [...(ids.get(OTHER_NAMES[name] ?? name) ?? [])].filter((candidate) => !known.has(candidate));
}

export function idOnlyOf(name: string, ids: FoundIds, notOf: FoundIds): string {
  const [id] = idsOnlyOf(name, ids, notOf);
  if (id === undefined) throw new Error(`No ${name} was found: let a party make one, in set-up.ts.`);
  return id;
}

/** Another id of the same form, of which there is none. */
export const unknownLike = (id: string): string => `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
