import type { Readable, Writable } from 'node:stream';
import { parseConfig } from '@switchyard/core/config';
import { CommanderError } from 'commander';
import { configSchema } from './config.ts';
import { explainError } from './explain-error.ts';
import type { OpenDeployment, OpenDeploymentInput } from './open-deployment.ts';
import { createOutput, type Output, type Terminal } from './output.ts';
import { createProgram } from './program.ts';
import { readSecret } from './read-secret.ts';
import type { Session } from './session.ts';

/** All that a run gets from the machine. */
export type Surroundings = Omit<Session, 'output' | 'open' | 'confirm' | 'readSecret'> & {
  readonly stdin: Terminal<Readable>;
  readonly stdout: Terminal<Writable>;
  readonly stderr: Terminal<Writable>;
  readonly open: (input: OpenDeploymentInput) => Promise<OpenDeployment>;
};

/** Runs one command line. @returns the exit code: 0 done, 1 failed, 2 wrong usage */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { environment, directory, stdin, stdout, open, clock, random, sleep } = surroundings;
  // Asked of the text itself, because a command line that cannot be parsed is to be answered in JSON as well.
  const json = args.includes('--json');
  const output = createOutput({ ...surroundings, json });
  let exitCode = 0;
  try {
    const config = parseConfig(configSchema, environment);
    const session: Session = {
      ...surroundings,
      output,
      open: async (stack = config.SWITCHYARD_STACK) => ({
        ...(await open({ stack, directory })),
        clock,
        random,
        sleep,
      }),
      confirm: async (message) => {
        const { confirm } = await import('@clack/prompts');
        const options = { initialValue: false, input: stdin, output: stdout, withGuide: false };
        return (await confirm({ message, ...options })) === true;
      },
      readSecret: (question) => readSecret(surroundings, question),
    };
    const program = createProgram(surroundings, async (command, written, stack) => {
      exitCode = await command.execute(
        { ...session, open: (named) => session.open(named ?? stack) },
        written,
      );
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
function endOfParsing(error: CommanderError, json: boolean, output: Output): number {
  if (error.exitCode === 0) return 0;
  // Without a subcommand it has shown the help instead of a message.
  const isHelp = error.code === 'commander.help';
  const message = isHelp ? 'A command is missing.' : error.message.replace(/^error: /, '');
  if (!isHelp || json) output.error({ code: 'usage', message, exitCode: 2 });
  return 2;
}
