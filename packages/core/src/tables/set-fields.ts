/**
 * The parts of an update that sets top-level attributes.
 *
 * @param fields one that is there and undefined is removed
 */
export function setFields(fields: Readonly<Record<string, unknown>>) {
  const names = Object.keys(fields);
  const set = names.filter((name) => fields[name] !== undefined);
  const removed = names.filter((name) => fields[name] === undefined);
  const clause = (keyword: string, parts: readonly string[]) =>
    parts.length === 0 ? [] : [`${keyword} ${parts.join(', ')}`];
  return {
    expression: [
      ...clause(
        'SET',
        set.map((name) => `#${name} = :${name}`),
      ),
      ...clause(
        'REMOVE',
        removed.map((name) => `#${name}`),
      ),
    ].join(' '),
    names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    values: Object.fromEntries(set.map((name) => [`:${name}`, fields[name]])),
  };
}
