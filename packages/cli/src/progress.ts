import type { Writable } from 'node:stream';
import { type ProgressResult, progress, type SpinnerOptions, spinner } from '@clack/prompts';

export type Progress = {
  readonly advance: (step: number, message: string) => void;
  /** Ends it with a line that stays. */
  readonly stop: (message: string) => void;
  readonly fail: (message: string) => void;
};

/** The exit code of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/** A bar, or a spinner while the total is not known. */
export function terminalProgress(output: Writable, label: string, total: number | undefined): Progress {
  // While it shows, clack reads the keyboard, and on Ctrl-C it leaves with code 0 as if all had been done.
  const onExit = () => {
    process.exitCode = INTERRUPTED;
  };
  process.once('exit', onExit);
  const settle = () => process.removeListener('exit', onExit);

  const cancelMessage = 'Interrupted. What was handed over already still runs to its end.';
  const options = { output, cancelMessage, withGuide: false };
  const bar =
    total === undefined ? spinnerBar(options) : progress({ ...options, max: total, style: 'block' });
  bar.start(label);
  return {
    advance: bar.advance,
    stop: (message) => {
      settle();
      bar.stop(message);
    },
    fail: (message) => {
      settle();
      bar.error(message);
    },
  };
}

/** A spinner only turns. */
function spinnerBar(options: SpinnerOptions): Pick<ProgressResult, 'start' | 'advance' | 'stop' | 'error'> {
  const { message, ...rest } = spinner(options);
  return { ...rest, advance: (_step, text) => message(text) };
}

/** One line a step, for logs and pipes. */
export function plainProgress(
  write: (line: string) => void,
  label: string,
  total: number | undefined,
): Progress {
  write(label);
  return {
    advance: (_step, message) => {
      if (total !== undefined) write(message);
    },
    stop: (message) => write(message),
    fail: (message) => write(message),
  };
}

/** Ends the progress as the work ended. */
export async function follow<Result>(
  progress: Progress,
  work: () => Promise<Result>,
  done: (result: Result) => string,
): Promise<Result> {
  try {
    const result = await work();
    progress.stop(done(result));
    return result;
  } catch (error) {
    progress.fail('Stopped');
    throw error;
  }
}
