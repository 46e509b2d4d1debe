import type { Readable, Writable } from 'node:stream';
import type { Clock } from '@switchyard/core/clock';
import { parseConfig } from '@switchyard/core/config';
import { CommanderError } from 'commander';
import type { Account } from './account.ts';
import { configSchema } from './config.ts';
import type { Fetch } from './doctor/check-reachable.ts';
import { explainError } from './explain-error.ts';
import type { OpenDeployment, OpenDeploymentInput } from './open-deployment.ts';
import { createOutput, type Terminal } from './output.ts';
import { createProgram } from './program.ts';
import { createReadSecret } from './read-secret.ts';

/** All that a run gets from the machine. */
export type Surroundings = {
  readonly stdin: Terminal<Readable>;
  readonly stdout: Terminal<Writable>;
  readonly stderr: Terminal<Writable>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly open: (input: OpenDeploymentInput) => Promise<OpenDeployment>;
  readonly openAccount: () => Promise<Account>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: (size: number) => Uint8Array;
  /** Ends early, and without an error, when the signal comes. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  /** From the call on, the first Ctrl-C is for the command to end itself by. */
  readonly untilInterrupted: () => AbortSignal;
};

/** Runs one command line. @returns the exit code: 0 done, 1 failed, 2 wrong usage */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { environment, directory, stdin, stdout, open } = surroundings;
  // Asked of the text itself, because a command line that cannot be parsed is to be answered in JSON as well.
  const json = args.includes('--json');
  const output = createOutput({ ...surroundings, json });
  let exitCode = 0;
  try {
    const config = parseConfig(configSchema, environment);
    const program = createProgram({
      ...surroundings,
      output,
      open: (stack) => open({ stack: stack ?? config.SWITCHYARD_STACK, directory }),
      confirm: async (question) => {
        const { confirm } = await import('@clack/prompts');
        return (
          (await confirm({
            message: question,
            initialValue: false,
            input: stdin,
            output: stdout,
            withGuide: false,
          })) === true
        );
      },
      readSecret: createReadSecret(surroundings),
      setExitCode: (code) => {
        exitCode = code;
      },
    });
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return endOfParsing(error, json, output);
    const explained = explainError(error);
    output.error(explained);
    return explained.exitCode;
  }
}

/** Commander ends by throwing: after help with 0, after a mistake with 1. */
function endOfParsing(error: CommanderError, json: boolean, output: ReturnType<typeof createOutput>): number {
  if (error.exitCode === 0) return 0;
  // Without a subcommand it has shown the help instead of a message.
  const isHelp = error.code === 'commander.help';
  const message = isHelp ? 'A command is missing.' : error.message.replace(/^error: /, '');
  if (!isHelp || json) output.error({ code: 'usage', message, exitCode: 2 });
  return 2;
}
