import type * as z from 'zod';
import { SwitchyardError } from '../errors.ts';

export class ConfigError extends SwitchyardError {
  constructor(message: string) {
    super(message, { code: 'config_invalid' });
  }
}

/**
 * The environment that a function with this schema needs: what CDK must hand to it, so a missing variable does not
 * compile; one with a default may be absent.
 */
export type EnvironmentOf<Schema extends z.ZodObject> = {
  readonly [Name in keyof z.input<Schema> as Name & string]: string;
};

/**
 * Reads a function's environment through its schema.
 *
 * @throws ConfigError that names each wrong variable, its value (unless its name says it is secret) and what is allowed
 */
export function parseConfig<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  // Once in a function's life: not worth compiling, which zod does for what it parses often.
  const result = schema.safeParse(environment, { jitless: true });
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    const value = environment[name];
    const shown =
      value === undefined
        ? 'is not set'
        : /SECRET|TOKEN|KEY/.test(name)
          ? 'is set'
          : `is ${JSON.stringify(value)}`;
    return `  ${name} ${shown}: ${message}`;
  });
  throw new ConfigError(`The environment is not usable:\n${lines.join('\n')}`);
}
