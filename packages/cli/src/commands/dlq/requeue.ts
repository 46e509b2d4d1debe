import { defineCommand } from '../../define-command.ts';
import { dlqFilterOptions, dlqFilterSchema, dlqRequestOf, malformedText, nounOf } from '../../dlq-filter.ts';
import { requeueDeadLetters } from '../../dlq-processor.ts';
import { count, plural } from '../../format.ts';
import { flag, rateSchema } from '../../input-schemas.ts';
import { follow } from '../../progress.ts';
import { runInSlices } from '../../run-in-slices.ts';

export const dlqRequeue = defineCommand({
  name: 'dlq requeue',
  summary: 'deliver them again, starting with attempt 1',
  input: dlqFilterSchema.extend({ rate: rateSchema.optional(), dryRun: flag }),
  options: {
    ...dlqFilterOptions,
    rate: ['<per-second>', 'at most so many a second, to spare an endpoint that just recovered'],
    dryRun: 'only count',
  },
  examples: [
    'dlq requeue --tenant acme --dry-run',
    'dlq requeue --tenant acme --rate 20 --max 5000',
    'dlq requeue --held --tenant acme --endpoint default',
    'dlq requeue --event evt_06h03rpcrshnmfn6v148neygy8 --event evt_06h03rpdh52czq3eykwes3d6k0',
  ],
  async run(session, { rate, dryRun, ...input }) {
    const deployment = await session.open();
    const request = dlqRequestOf(input);
    const noun = nounOf(input);
    const { matched, malformed, complete } = await follow(
      session.output.progress(`Counting ${plural(noun)}`),
      () => requeueDeadLetters(deployment, { ...request, dryRun: true }),
      (found) => `${count(found.matched, noun)} found`,
    );
    const counts = { requeued: 0, superseded: 0, event_gone: 0, failed: 0 };
    // No more than were counted, although others may come in meanwhile.
    if (!dryRun && matched > 0) {
      await runInSlices(session, {
        label: 'Requeueing',
        count: matched,
        ratePerSecond: rate,
        run: async (maxMessages) => {
          const slice = await requeueDeadLetters(deployment, {
            ...request,
            maxMessages,
            ratePerSecond: rate,
          });
          counts.requeued += slice.requeued;
          counts.superseded += slice.superseded;
          // These stay in the queue, and the next slice counts them again.
          counts.event_gone = slice.event_gone;
          counts.failed = slice.failed;
          return { ...slice, handled: slice.requeued + slice.superseded };
        },
      });
    }
    return { action: 'requeue' as const, dry_run: dryRun, matched, ...counts, malformed, complete, noun };
  },
  json: ({ noun: _, ...answer }) => answer,
  text({ dry_run, matched, requeued, superseded, event_gone, failed, malformed, complete, noun }) {
    const more = complete ? '' : ` There may be more: ${dry_run ? 'raise --max' : 'run it again'}.`;
    const lines: string[] = [];
    if (matched === 0) lines.push(`No ${noun} matches.${more}`);
    else if (dry_run) lines.push(`Dry run: ${count(matched, noun)} would be requeued.${more}`);
    else lines.push(`Requeued ${count(requeued, noun)}.${more}`);
    if (superseded > 0)
      lines.push(`${superseded} had been delivered, purged or requeued since; only the message was removed.`);
    if (event_gone > 0)
      lines.push(`${event_gone} left in the queue: the event is older than its retention. Purge them.`);
    if (failed > 0) lines.push(`${failed} failed and stay as they are; the function's log says why.`);
    if (malformed > 0) lines.push(malformedText(malformed));
    return lines.join('\n');
  },
  exitCode: ({ failed }) => (failed > 0 ? 1 : 0),
});
