import type * as z from 'zod';
import { UsageError } from './errors.ts';
import { kebabCase } from './kebab-case.ts';

/** @throws UsageError that names each wrong input as it is written, with its value and what is allowed */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  written: Readonly<Record<string, unknown>>,
  argumentNames: readonly string[] = [],
): z.output<Schema> {
  const result = schema.safeParse(written);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    const given = written[name];
    // Of a repeated option, only the value that is wrong.
    const value = Array.isArray(given) ? (given[Number(path[1])] ?? given) : given;
    const shown = argumentNames.includes(name) ? `<${kebabCase(name)}>` : `--${kebabCase(name)}`;
    return `${shown} is ${JSON.stringify(value)}: ${message}`;
  });
  throw new UsageError(problems.join('; '), 'usage', result.error);
}
