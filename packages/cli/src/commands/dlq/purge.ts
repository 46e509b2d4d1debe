import { defineCommand } from '../../define-command.ts';
import { dlqFilterOptions, dlqFilterSchema, dlqRequestOf, malformedText, nounOf } from '../../dlq-filter.ts';
import { purgeDeadLetters } from '../../dlq-processor.ts';
import { CommandError } from '../../errors.ts';
import { count, plural } from '../../format.ts';
import { flag } from '../../input-schemas.ts';
import { follow } from '../../progress.ts';
import { requireSomebodyToAsk } from '../../require-somebody-to-ask.ts';
import { runInSlices } from '../../run-in-slices.ts';

export const dlqPurge = defineCommand({
  name: 'dlq purge',
  summary: 'give them up for good: the deliveries become PURGED',
  input: dlqFilterSchema.extend({ dryRun: flag, yes: flag }),
  options: { ...dlqFilterOptions, dryRun: 'only count', yes: 'do not ask' },
  examples: [
    'dlq purge --tenant acme --dry-run',
    'dlq purge --tenant acme --yes',
    'dlq purge --held --tenant acme --endpoint default',
  ],
  async run(session, { dryRun, yes, ...input }) {
    const { output, confirm, open } = session;
    if (!yes && !dryRun) {
      requireSomebodyToAsk(
        output,
        'purge asks before it removes anything',
        'Add --yes to purge without being asked, or --dry-run to count.',
      );
    }
    const deployment = await open();
    const request = dlqRequestOf(input);
    const noun = nounOf(input);
    const { matched, malformed, complete } = await follow(
      output.progress(`Counting ${plural(noun)}`),
      () => purgeDeadLetters(deployment, { ...request, dryRun: true }),
      (found) => `${count(found.matched, noun)} found`,
    );
    const counts = { purged: 0, failed: 0 };
    // Never more than were counted and agreed to.
    if (!dryRun && matched > 0) {
      const question = `Purge ${count(matched, noun)} for good? Their events will not be delivered.`;
      if (!yes && !(await confirm(question))) throw new CommandError('cancelled', 'Nothing was purged.');
      await runInSlices(session, {
        label: 'Purging',
        count: matched,
        run: async (maxMessages) => {
          const slice = await purgeDeadLetters(deployment, { ...request, maxMessages });
          counts.purged += slice.purged;
          // These stay in the queue, and the next slice counts them again.
          counts.failed = slice.failed;
          return { ...slice, handled: slice.purged };
        },
      });
    }
    return { action: 'purge' as const, dry_run: dryRun, matched, ...counts, malformed, complete, noun };
  },
  json: ({ noun: _, ...answer }) => answer,
  text({ dry_run, matched, purged, failed, malformed, complete, noun }) {
    const more = complete ? '' : ` There may be more: ${dry_run ? 'raise --max' : 'run it again'}.`;
    const lines: string[] = [];
    if (matched === 0) lines.push(`No ${noun} matches.${more}`);
    else if (dry_run) lines.push(`Dry run: ${count(matched, noun)} would be purged.${more}`);
    else lines.push(`Purged ${count(purged, noun)}.${more}`);
    if (failed > 0) lines.push(`${failed} failed and stay as they are; the function's log says why.`);
    if (malformed > 0) lines.push(malformedText(malformed));
    return lines.join('\n');
  },
  exitCode: ({ failed }) => (failed > 0 ? 1 : 0),
});
