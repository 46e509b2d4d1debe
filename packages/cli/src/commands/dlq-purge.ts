import type { DlqFilter, DlqProcessor } from '../dlq-processor.ts';
import { CommandError } from '../errors.ts';
import { count } from '../format.ts';
import type { Output } from '../output.ts';
import { follow } from '../progress.ts';
import { createRunInSlices, type RunInSlicesDeps } from '../run-in-slices.ts';
import { malformedText } from './dlq-peek.ts';

export type DlqPurgeDeps = RunInSlicesDeps & {
  readonly dlqProcessor: Pick<DlqProcessor, 'purge'>;
  readonly output: Pick<Output, 'progress'>;
  readonly confirm: (question: string) => Promise<boolean>;
};

export type DlqPurgeInput = {
  readonly filter: DlqFilter;
  readonly max: number;
  readonly dryRun: boolean;
  /** Do not ask. */
  readonly yes: boolean;
};

/** Gives matching dead letters up for good: never more than were counted and agreed to. */
export function createDlqPurge(deps: DlqPurgeDeps) {
  const { dlqProcessor, output, confirm } = deps;
  const runInSlices = createRunInSlices(deps);

  return async ({ filter, max, dryRun, yes }: DlqPurgeInput) => {
    const { matched, malformed, complete } = await countMatching(filter, max);
    const counts = { purged: 0, failed: 0 };
    if (!dryRun && matched > 0) {
      const question = `Purge ${count(matched, 'dead letter')} for good? Their events will not be delivered.`;
      if (!yes && !(await confirm(question))) throw new CommandError('cancelled', 'Nothing was purged.');
      await purge(filter, matched, counts);
    }
    return { action: 'purge' as const, dry_run: dryRun, matched, ...counts, malformed, complete };
  };

  function countMatching(filter: DlqFilter, maxMessages: number) {
    return follow(
      output.progress('Counting dead letters'),
      () => dlqProcessor.purge({ ...filter, maxMessages, dryRun: true }),
      ({ matched }) => `${count(matched, 'dead letter')} found`,
    );
  }

  async function purge(
    filter: DlqFilter,
    matched: number,
    counts: { purged: number; failed: number },
  ): Promise<void> {
    const bar = output.progress('Purging', matched);
    await follow(
      bar,
      () =>
        runInSlices({
          count: matched,
          run: async (maxMessages) => {
            const slice = await dlqProcessor.purge({ ...filter, maxMessages });
            counts.purged += slice.purged;
            // These stay in the queue, and the next slice counts them again.
            counts.failed = slice.failed;
            return { ...slice, handled: slice.purged };
          },
          onHandled: (step, handled) => bar.advance(step, `${handled} of ${matched}`),
        }),
      () => 'Done',
    );
  }
}

export type DlqPurgeResult = Awaited<ReturnType<ReturnType<typeof createDlqPurge>>>;

export function dlqPurgeText(result: DlqPurgeResult): string {
  const { dry_run, matched, purged, failed, malformed, complete } = result;
  const more = complete ? '' : ` There may be more: ${dry_run ? 'raise --max' : 'run it again'}.`;
  const lines: string[] = [];
  if (matched === 0) lines.push(`No dead letter matches.${more}`);
  else if (dry_run) lines.push(`Dry run: ${count(matched, 'dead letter')} would be purged.${more}`);
  else lines.push(`Purged ${count(purged, 'dead letter')}.${more}`);
  if (failed > 0) lines.push(`${failed} failed and stay in the queue; the function's log says why.`);
  if (malformed > 0) lines.push(malformedText(malformed));
  return lines.join('\n');
}
