import type { Clock } from '@switchyard/core/clock';
import { MAX_MESSAGES } from '@switchyard/dlq-processor/request';
import { CommandError } from './errors.ts';
import { explainError } from './explain-error.ts';
import type { Output } from './output.ts';
import { follow } from './progress.ts';

// About twenty steps to see, each far inside the function's 300 seconds.
const STEPS = 20;
const MIN_SLICE = 25;
const MAX_SLICE = 500;
const RATED_SLICE_SECONDS = 15;

export type SliceResult = {
  readonly matched: number;
  /** Of these, the ones that left the queue. The others are there again for the next slice. */
  readonly handled: number;
  readonly complete: boolean;
};

export type SlicesContext = {
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly output: Pick<Output, 'progress'>;
};

export type SlicesInput = {
  /** What is done, for the progress. */
  readonly label: string;
  /** How many messages at most. */
  readonly count: number;
  readonly ratePerSecond?: number | undefined;
  readonly run: (maxMessages: number) => Promise<SliceResult>;
};

/** One action on many messages as several short calls, so that it can be watched and no call runs out of time. */
export function runInSlices(context: SlicesContext, input: SlicesInput): Promise<void> {
  const { label, count } = input;
  const bar = context.output.progress(label, count);
  const advance = (step: number, handled: number) => bar.advance(step, `${handled} of ${count}`);
  return follow(
    bar,
    () => runSlices(context, input, advance),
    () => 'Done',
  );
}

async function runSlices(
  { clock, sleep }: SlicesContext,
  { count, ratePerSecond, run }: SlicesInput,
  advance: (step: number, handled: number) => void,
): Promise<void> {
  const size = sliceSize(count, ratePerSecond);
  let handled = 0;
  let left = 0;
  while (handled + left < count) {
    const startedAt = clock();
    const before = handled + left;
    // Those that stayed are met again, so there must be room for them beside the next ones.
    const maxMessages = Math.min(size, count - before) + left;
    const slice = await run(Math.min(maxMessages, MAX_MESSAGES)).catch((error: unknown) => {
      throw interrupted(error, handled, count);
    });
    handled += slice.handled;
    left = slice.matched - slice.handled;
    advance(slice.handled, handled);
    const isStuck = handled + left <= before && slice.handled === 0;
    if (slice.complete || isStuck) return;
    // Each call begins at once: between two calls the rate is kept here.
    const dueMs = ratePerSecond === undefined ? 0 : (slice.handled / ratePerSecond) * 1_000;
    const waitMs = startedAt + dueMs - clock();
    if (waitMs > 0 && handled + left < count) await sleep(waitMs);
  }
}

function sliceSize(count: number, ratePerSecond: number | undefined): number {
  const size = Math.min(MAX_SLICE, Math.max(MIN_SLICE, Math.ceil(count / STEPS)));
  if (ratePerSecond === undefined) return size;
  return Math.max(1, Math.min(size, Math.floor(ratePerSecond * RATED_SLICE_SECONDS)));
}

function interrupted(error: unknown, handled: number, count: number): unknown {
  if (handled === 0) return error;
  const { code, message } = explainError(error);
  return new CommandError(code, `After ${handled} of ${count}: ${message}`, error);
}
