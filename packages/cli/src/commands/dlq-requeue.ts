import type { DlqFilter, DlqProcessor } from '../dlq-processor.ts';
import { count } from '../format.ts';
import type { Output } from '../output.ts';
import { follow } from '../progress.ts';
import { createRunInSlices, type RunInSlicesDeps } from '../run-in-slices.ts';
import { malformedText } from './dlq-peek.ts';

export type DlqRequeueDeps = RunInSlicesDeps & {
  readonly dlqProcessor: Pick<DlqProcessor, 'requeue'>;
  readonly output: Pick<Output, 'progress'>;
};

export type DlqRequeueInput = {
  readonly filter: DlqFilter;
  readonly max: number;
  readonly ratePerSecond?: number | undefined;
  readonly dryRun: boolean;
};

/** Starts matching dead letters anew, as many as a count found first. */
export function createDlqRequeue(deps: DlqRequeueDeps) {
  const { dlqProcessor, output } = deps;
  const runInSlices = createRunInSlices(deps);

  return async ({ filter, max, ratePerSecond, dryRun }: DlqRequeueInput) => {
    const { matched, malformed, complete } = await countMatching(filter, max);
    const counts = { requeued: 0, superseded: 0, event_gone: 0, failed: 0 };
    if (!dryRun && matched > 0) await requeue(filter, matched, ratePerSecond, counts);
    return { action: 'requeue' as const, dry_run: dryRun, matched, ...counts, malformed, complete };
  };

  function countMatching(filter: DlqFilter, maxMessages: number) {
    return follow(
      output.progress('Counting dead letters'),
      () => dlqProcessor.requeue({ ...filter, maxMessages, dryRun: true }),
      ({ matched }) => `${count(matched, 'dead letter')} found`,
    );
  }

  async function requeue(
    filter: DlqFilter,
    matched: number,
    ratePerSecond: number | undefined,
    counts: { requeued: number; superseded: number; event_gone: number; failed: number },
  ): Promise<void> {
    const bar = output.progress('Requeueing', matched);
    await follow(
      bar,
      () =>
        runInSlices({
          count: matched,
          ratePerSecond,
          run: async (maxMessages) => {
            const slice = await dlqProcessor.requeue({ ...filter, maxMessages, ratePerSecond });
            counts.requeued += slice.requeued;
            counts.superseded += slice.superseded;
            // These stay in the queue, and the next slice counts them again.
            counts.event_gone = slice.event_gone;
            counts.failed = slice.failed;
            return { ...slice, handled: slice.requeued + slice.superseded };
          },
          onHandled: (step, handled) => bar.advance(step, `${handled} of ${matched}`),
        }),
      () => 'Done',
    );
  }
}

export type DlqRequeueResult = Awaited<ReturnType<ReturnType<typeof createDlqRequeue>>>;

export function dlqRequeueText(result: DlqRequeueResult): string {
  const { dry_run, matched, requeued, superseded, event_gone, failed, malformed, complete } = result;
  const more = complete ? '' : ` There may be more: ${dry_run ? 'raise --max' : 'run it again'}.`;
  const lines: string[] = [];
  if (matched === 0) lines.push(`No dead letter matches.${more}`);
  else if (dry_run) lines.push(`Dry run: ${count(matched, 'dead letter')} would be requeued.${more}`);
  else lines.push(`Requeued ${count(requeued, 'dead letter')}.${more}`);
  if (superseded > 0)
    lines.push(`${superseded} had been delivered, purged or requeued since; only the message was removed.`);
  if (event_gone > 0)
    lines.push(`${event_gone} left in the queue: the event is older than its retention. Purge them.`);
  if (failed > 0) lines.push(`${failed} failed and stay in the queue; the function's log says why.`);
  if (malformed > 0) lines.push(malformedText(malformed));
  return lines.join('\n');
}
