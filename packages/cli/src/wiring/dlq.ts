import { endpointIdSchema, eventIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import type { Command } from 'commander';
import * as z from 'zod';
import { createDlqPeek, dlqPeekText } from '../commands/dlq-peek.ts';
import { createDlqPurge, dlqPurgeText } from '../commands/dlq-purge.ts';
import { createDlqRequeue, dlqRequeueText } from '../commands/dlq-requeue.ts';
import { createDlqProcessor } from '../dlq-processor.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { requireSomebodyToAsk } from '../require-somebody-to-ask.ts';
import { MAX_MESSAGES } from '../run-in-slices.ts';
import { examples, handle, type Session } from './handle.ts';
import { rateSchema, wholeNumber } from './inputs.ts';

const MAX_EVENTS = 1_000;

const filterInput = z.object({
  tenant: tenantIdSchema.optional(),
  endpoint: endpointIdSchema.optional(),
  event: z.array(eventIdSchema).max(MAX_EVENTS, `at most ${MAX_EVENTS} at a time`).optional(),
  max: wholeNumber(1, MAX_MESSAGES),
});
const dryRun = z.boolean().default(false);

const filterOf = ({ tenant, endpoint, event }: z.output<typeof filterInput>) => ({
  tenantId: tenant,
  endpointId: endpoint,
  eventIds: event,
});

const dlqProcessorOf = ({ lambda, dlqProcessor }: OpenDeployment) =>
  createDlqProcessor({ lambda, functionName: dlqProcessor });

const withFilter = (command: Command): Command =>
  command
    .option('--tenant <tenant-id>', 'only of this tenant')
    .option('--endpoint <endpoint-id>', 'only to this endpoint')
    .option(
      '--event <event-id>',
      'only this event; may be repeated',
      (id: string, before: string[] | undefined) => [...(before ?? []), id],
    )
    .option('--max <count>', 'at most so many', '100');

export function addDlqCommands(program: Command, session: Session): void {
  const { output, clock, sleep, confirm, setExitCode } = session;
  const dlq = program
    .command('dlq')
    .description('deliveries that were given up')
    .addHelpText(
      'after',
      examples(['dlq peek', 'dlq requeue --tenant acme --rate 20', 'dlq purge --dry-run']),
    );

  withFilter(dlq.command('peek'))
    .description('show dead letters and leave them where they are')
    .addHelpText('after', examples(['dlq peek', 'dlq peek --tenant acme --max 500 --json']))
    .action(
      handle(session, filterInput, async (input, open) => {
        const peek = createDlqPeek({ dlqProcessor: dlqProcessorOf(await open()) });
        const result = await peek({ filter: filterOf(input), max: input.max });
        output.result(result, dlqPeekText(result, clock()));
      }),
    );

  withFilter(dlq.command('requeue'))
    .description('deliver them again, starting with attempt 1')
    .option('--rate <per-second>', 'at most so many a second, to spare an endpoint that just recovered')
    .option('--dry-run', 'only count')
    .addHelpText(
      'after',
      examples([
        'dlq requeue --tenant acme --dry-run',
        'dlq requeue --tenant acme --rate 20 --max 5000',
        'dlq requeue --event evt_06h03rpcrshnmfn6v148neygy8 --event evt_06h03rpdh52czq3eykwes3d6k0',
      ]),
    )
    .action(
      handle(
        session,
        filterInput.extend({ rate: rateSchema.optional(), dryRun }),
        async ({ rate, dryRun, ...input }, open) => {
          const requeue = createDlqRequeue({
            dlqProcessor: dlqProcessorOf(await open()),
            output,
            clock,
            sleep,
          });
          const result = await requeue({
            filter: filterOf(input),
            max: input.max,
            ratePerSecond: rate,
            dryRun,
          });
          output.result(result, dlqRequeueText(result));
          if (result.failed > 0) setExitCode(1);
        },
      ),
    );

  withFilter(dlq.command('purge'))
    .description('give them up for good: the deliveries become PURGED')
    .option('--dry-run', 'only count')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples(['dlq purge --tenant acme --dry-run', 'dlq purge --tenant acme --yes']))
    .action(
      handle(
        session,
        filterInput.extend({ dryRun, yes: z.boolean().default(false) }),
        async ({ dryRun, yes, ...input }, open) => {
          if (!yes && !dryRun) {
            requireSomebodyToAsk(
              output,
              'purge asks before it removes anything',
              'Add --yes to purge without being asked, or --dry-run to count.',
            );
          }
          const purge = createDlqPurge({
            dlqProcessor: dlqProcessorOf(await open()),
            output,
            confirm,
            clock,
            sleep,
          });
          const result = await purge({ filter: filterOf(input), max: input.max, dryRun, yes });
          output.result(result, dlqPurgeText(result));
          if (result.failed > 0) setExitCode(1);
        },
      ),
    );
}
