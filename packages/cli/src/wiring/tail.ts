import { eventIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import type { Command } from 'commander';
import * as z from 'zod';
import { createTail, tailEndText } from '../commands/tail.ts';
import { stepText } from '../commands/tail-text.ts';
import { CommandError } from '../errors.ts';
import { createEventStoryStore } from '../event-story-store.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { examples, handle, type Session } from './handle.ts';
import { flag } from './inputs.ts';
import { tenantDeps } from './stores.ts';

/** Each is one key of a read; beyond this, the operator had better say whose event it is. */
const MAX_TENANTS = 1_000;
/** The exit code of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

export function addTailCommand(program: Command, session: Session): void {
  const { output, clock, sleep, setExitCode } = session;
  program
    .command('tail <event-id>')
    .description('what happened to an event, and what happens, until nothing more will')
    .option('--tenant <tenant-id>', `whose it is; without, all tenants are tried, ${MAX_TENANTS} at most`)
    .option('--follow', 'go on when it is over: it may be requeued')
    .addHelpText(
      'after',
      `${examples([
        'tail evt_06h03rpcrshnmfn6v148neygy8 --tenant acme',
        'tail evt_06h03rpcrshnmfn6v148neygy8 --follow --stack switchyard-prod',
      ])}\n\nIt reads the event once and its deliveries once a second; with --json, one step a line, and last the end.`,
    )
    .action(
      handle(
        session,
        z.object({ eventId: eventIdSchema, tenant: tenantIdSchema.optional(), follow: flag }),
        async ({ eventId, tenant, follow }, open) => {
          const deployment = await open();
          const events = createEventStoryStore({ ...deployment, clock, sleep });
          const interrupted = session.untilInterrupted();
          const tail = createTail({
            events,
            findEvent: async () =>
              tenant === undefined
                ? events.findEvent(await listTenants(deployment), eventId)
                : events.readEvent(tenant, eventId),
            tell: (step, event) => output.entry(step, stepText(step, event, output.colors)),
            sleep: (ms) => sleep(ms, interrupted),
            interrupted,
          });
          const end = await tail({ eventId, follow });
          output.entry({ kind: 'end', ...end }, tailEndText(end));
          // With --follow there is no other way to end it.
          if (!end.settled && !follow) setExitCode(INTERRUPTED);
        },
      ),
    );
}

/** @throws CommandError when there are too many to try */
async function listTenants(deployment: OpenDeployment): Promise<string[]> {
  const { keys } = tenantDeps(deployment);
  const tenantIds = [...new Set((await keys.listAll()).map(({ tenantId }) => tenantId))];
  if (tenantIds.length <= MAX_TENANTS) return tenantIds;
  throw new CommandError(
    'tenant_required',
    `There are ${tenantIds.length} tenants, too many to try each: say whose event it is with --tenant.`,
  );
}
