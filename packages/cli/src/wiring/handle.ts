import type { Writable } from 'node:stream';
import type { Clock } from '@switchyard/core/clock';
import type { Command } from 'commander';
import * as z from 'zod';
import type { Account } from '../account.ts';
import type { Fetch } from '../doctor/check-reachable.ts';
import { UsageError } from '../errors.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import type { Output } from '../output.ts';

/** What a command works with. */
export type Session = {
  readonly output: Output;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly openAccount: () => Promise<Account>;
  readonly fetch: Fetch;
  readonly open: (stack: string | undefined) => Promise<OpenDeployment>;
  readonly confirm: (question: string) => Promise<boolean>;
  readonly readSecret: (question: string) => Promise<string>;
  readonly setExitCode: (code: number) => void;
  readonly clock: Clock;
  readonly random: (size: number) => Uint8Array;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  readonly untilInterrupted: () => AbortSignal;
};

type OpenThis = () => Promise<OpenDeployment>;

const globalSchema = z.object({
  stack: z
    .string()
    .regex(
      /^(arn:[\w:/.-]+|[a-zA-Z][a-zA-Z0-9-]{0,127})$/,
      'must be the name or ARN of a CloudFormation stack',
    )
    .optional(),
});

/**
 * A command's action: arguments and options through the schema, in one object, then `act`. Nothing is opened before
 * all of it is known to be right.
 */
export function handle<Schema extends z.ZodType>(
  session: Session,
  schema: Schema,
  act: (input: z.output<Schema>, open: OpenThis) => Promise<void>,
): (this: Command) => Promise<void> {
  return async function action(this: Command): Promise<void> {
    const written = writtenOn(this);
    const { stack } = parse(this, globalSchema, written);
    await act(parse(this, schema, written), () => session.open(stack));
  };
}

/** By the name that the schema knows: `<tenant-id>` and `--tenant-id` are both `tenantId`. */
function writtenOn(command: Command): Record<string, unknown> {
  const named = command.registeredArguments.map(
    (argument, index) =>
      [
        camelCase(argument.name()),
        argument.variadic ? command.args.slice(index) : command.args[index],
      ] as const,
  );
  return { ...command.optsWithGlobals(), ...Object.fromEntries(named) };
}

function parse<Schema extends z.ZodType>(
  command: Command,
  schema: Schema,
  written: Record<string, unknown>,
): z.output<Schema> {
  const result = schema.safeParse(written);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const key = String(path[0]);
    // Of a repeated option, only the value that is wrong.
    const value = Array.isArray(written[key])
      ? (written[key][Number(path[1])] ?? written[key])
      : written[key];
    return `${shownName(command, key)} is ${JSON.stringify(value)}: ${message}`;
  });
  throw new UsageError(problems.join('; '), 'usage', result.error);
}

function shownName(command: Command, key: string): string {
  const argument = command.registeredArguments.find((each) => camelCase(each.name()) === key);
  if (argument !== undefined) return `<${argument.name()}>`;
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const camelCase = (name: string): string =>
  name.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());

export const examples = (lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ pnpm cli ${line}`).join('\n')}`;
