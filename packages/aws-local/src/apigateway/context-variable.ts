import { isObject } from '../json.ts';

/** @returns the text that stands for `context.identity.sourceIp` and the like; undefined when there is none */
export function contextVariable(
  variables: Readonly<Record<string, unknown>>,
  path: string,
): string | undefined {
  let value: unknown = variables;
  for (const name of path.split('.')) value = isObject(value) ? value[name] : undefined;
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
