import {
  type Delivery,
  type DeliveryStatus,
  type EventStatus,
  eventStatus,
} from '@switchyard/core/deliveries';
import type { Event } from '@switchyard/core/events';
import { eventIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../define-command.ts';
import { eventHistory, stepId } from '../event-history.ts';
import { stepText } from '../event-step-text.ts';
import { MAX_TENANTS, readDeliveries, requireEvent } from '../find-event.ts';
import { flag } from '../input-schemas.ts';

/** A person waits: often enough to look live, seldom enough to cost nothing. */
const POLL_MS = 1_000;
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
    const event = await requireEvent(deployment, eventId, tenant);
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
