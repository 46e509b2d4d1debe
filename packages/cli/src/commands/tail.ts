import {
  type Delivery,
  type DeliveryStatus,
  type EventStatus,
  eventStatus,
} from '@switchyard/core/deliveries';
import { NotFoundError } from '@switchyard/core/errors';
import { type Event, readEvent } from '@switchyard/core/events';
import { eventIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import { listAllKeys } from '@switchyard/core/tenants';
import * as z from 'zod';
import { defineCommand } from '../define-command.ts';
import { CommandError } from '../errors.ts';
import { eventHistory, stepId } from '../event-history.ts';
import { stepText } from '../event-step-text.ts';
import { findEvent, readDeliveries } from '../find-event.ts';
import { flag } from '../input-schemas.ts';
import type { DeploymentContext } from '../session.ts';

/** A person waits: often enough to look live, seldom enough to cost nothing. */
const POLL_MS = 1_000;
/** Each is one key of a read; beyond this, the operator has to say whose event it is. */
const MAX_TENANTS = 1_000;
/** The exit code of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

export const tail = defineCommand({
  name: 'tail',
  summary: 'what happened to an event, and what happens, until nothing more will',
  input: z.object({ eventId: eventIdSchema, tenant: tenantIdSchema.optional(), follow: flag }),
  arguments: ['eventId'],
  options: {
    tenant: ['<tenant-id>', `whose it is; without, all tenants are tried, ${MAX_TENANTS} at most`],
    follow: 'go on when it is over: it may be requeued',
  },
  examples: [
    'tail evt_06h03rpcrshnmfn6v148neygy8 --tenant acme',
    'tail evt_06h03rpcrshnmfn6v148neygy8 --follow --stack switchyard-prod',
  ],
  notes:
    'It reads the event once and its deliveries once a second; with --json, one step a line, and last the end.',
  async run({ open, output, sleep, untilInterrupted }, { eventId, tenant, follow }) {
    const deployment = await open();
    const interrupted = untilInterrupted();
    const event =
      tenant === undefined
        ? await findEvent(deployment, await listTenants(deployment), eventId)
        : await readEvent(deployment, tenant, eventId);
    if (event === undefined) throw new NotFoundError('event', eventId);
    const shown = new Set<string>();
    for (;;) {
      const deliveries = await readDeliveries(deployment, event);
      for (const step of eventHistory(event, deliveries)) {
        const id = stepId(step);
        if (shown.has(id)) continue;
        shown.add(id);
        output.print(step, stepText(step, event, output.colors));
      }
      const settled = isSettled(event, deliveries);
      if ((settled && !follow) || interrupted.aborted) return endOf(event, deliveries, settled);
      await sleep(POLL_MS, interrupted);
      if (interrupted.aborted) return endOf(event, deliveries, settled);
    }
  },
  text({ event_id, tenant_id, status, settled }) {
    if (!settled) return `\nStopped watching: it is ${status}.`;
    if (status !== 'DLQ') return `\nIt is ${status}.`;
    return `\nIt is DLQ. When the endpoint is mended: \`dlq requeue --tenant ${tenant_id} --event ${event_id}\`.`;
  },
  // With --follow there is no other way to end it.
  exitCode: ({ settled }, { follow }) => (settled || follow ? 0 : INTERRUPTED),
});

/** @throws CommandError when there are too many to try */
async function listTenants(deployment: DeploymentContext): Promise<string[]> {
  const tenantIds = [...new Set((await listAllKeys(deployment)).map(({ tenantId }) => tenantId))];
  if (tenantIds.length <= MAX_TENANTS) return tenantIds;
  throw new CommandError(
    'tenant_required',
    `There are ${tenantIds.length} tenants, too many to try each: say whose event it is with --tenant.`,
  );
}

/** Whether nothing more happens to a delivery by itself. */
const SETTLED = {
  PENDING: false,
  FAILED: false,
  HELD: false,
  DELIVERED: true,
  DLQ: true,
  PURGED: true,
} as const satisfies Record<DeliveryStatus, boolean>;

/** A delivery whose item is not written yet is on its way. */
const isSettled = ({ endpointIds }: Event, deliveries: readonly Delivery[]): boolean =>
  endpointIds.every((id) =>
    deliveries.some(({ endpointId, status }) => endpointId === id && SETTLED[status]),
  );

function endOf(event: Event, deliveries: readonly Delivery[], settled: boolean) {
  const isOnItsWay = event.endpointIds.length > deliveries.length;
  const status: EventStatus = eventStatus([
    ...deliveries.map(({ status }) => status),
    ...(isOnItsWay ? (['PENDING'] as const) : []),
  ]);
  return { kind: 'end' as const, event_id: event.eventId, tenant_id: event.tenantId, status, settled };
}
