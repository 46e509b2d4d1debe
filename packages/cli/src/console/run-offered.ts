import { Readable } from 'node:stream';
import type { Line } from '@switchyard/console/console-answers';
import pc from 'picocolors';
import { CommandError, UsageError } from '../errors.ts';
import { explainError } from '../explain-error.ts';
import { printable } from '../format.ts';
import type { Session } from '../session.ts';
import type { Offered } from './offer.ts';
import type { Questions } from './questions.ts';
import { writtenInput } from './written-input.ts';

/** What a run is given; what it prints, asks and reads goes where it was asked for. */
export type RunSession = Omit<Session, 'output' | 'confirm' | 'readSecret' | 'stdin' | 'untilInterrupted'>;

export type RunContext = {
  readonly session: RunSession;
  readonly questions: Questions;
};

/**
 * Runs a command as its command line would.
 *
 * @param signal comes when nobody listens any more: a run that watches ends, one that changes goes on to its end
 */
export async function runOffered(
  { session, questions }: RunContext,
  { command, question }: Offered,
  given: Readonly<Record<string, unknown>>,
  tell: (line: Line) => void,
  signal: AbortSignal,
): Promise<void> {
  const confirm = (text: string) =>
    questions.ask((id) => tell({ kind: 'question', id, question: text }), signal);
  const own: Session = {
    ...session,
    output: outputTo(tell),
    confirm,
    readSecret: refuseSecret,
    stdin: Readable.from([]),
    untilInterrupted: () => signal,
  };
  try {
    const written = writtenInput(command, given);
    const text = await question?.(own, written);
    if (text !== undefined && !(await confirm(text)))
      throw new CommandError('cancelled', 'Nothing was changed.');
    tell({ kind: 'ended', exit_code: await command.execute(own, written) });
  } catch (error) {
    const { code, message } = explainError(error);
    tell({ kind: 'failed', code, message: printable(message) });
  }
}

function outputTo(tell: (line: Line) => void): Session['output'] {
  return {
    canAsk: true,
    colors: pc.createColors(false),
    print: (value, text) => tell({ kind: 'printed', value, text: printable(text) }),
    error: ({ code, message }) => tell({ kind: 'failed', code, message: printable(message) }),
    progress(label, total) {
      let done = 0;
      const say = (message: string) =>
        tell({ kind: 'progress', label, message, done, ...(total === undefined ? {} : { total }) });
      say('');
      return {
        advance(step, message) {
          done += step;
          say(message);
        },
        stop: say,
        fail: say,
      };
    },
  };
}

const refuseSecret = async (): Promise<never> => {
  throw new UsageError(
    'A secret is never typed into a browser: run the command in a terminal.',
    'not_offered',
  );
};
