import type { Command } from '../define-command.ts';
import { UsageError } from '../errors.ts';
import { kebabCase } from '../kebab-case.ts';

type Written = Readonly<Record<string, unknown>>;

/**
 * What nobody may give from a browser: to pass over the question, to write a file of this machine, and to hand over what
 * is read from stdin.
 */
const REFUSED = /^(yes|out)$|Stdin$/;

/**
 * What a page asks of a command, as the command line would have it: with the values of options that are not given.
 *
 * @throws UsageError that names what the command does not take
 */
export function writtenInput({ input: { shape }, options }: Command, given: Written): Written {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(shape, name)) throw new UsageError(`There is no input ${name}.`);
    if (REFUSED.test(name))
      throw new UsageError(`--${kebabCase(name)} is for the command line.`, 'not_offered');
  }
  const fallbacks = Object.entries(options).flatMap(([name, option]) =>
    typeof option === 'string' || option[2] === undefined ? [] : [[name, option[2]] as const],
  );
  return { ...Object.fromEntries(fallbacks), ...given };
}
