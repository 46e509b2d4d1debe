import { eventStatusSchema } from '@switchyard/core/deliveries';
import { listEvents } from '@switchyard/core/event-views';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { formatTable, formatTime } from '../../format.ts';
import { textSchema, timeSchema, wholeNumber } from '../../input-schemas.ts';

const STATUSES = eventStatusSchema.options;

export const eventsList = defineCommand({
  name: 'events list',
  summary: 'its events, newest first: all, or those that the options leave',
  input: z.object({
    tenantId: tenantIdSchema,
    status: z.enum(STATUSES, `must be one of ${STATUSES.join(', ')}`).optional(),
    type: textSchema(128).optional(),
    endpoint: endpointIdSchema.optional(),
    since: timeSchema.optional(),
    until: timeSchema.optional(),
    key: textSchema(255).optional(),
    max: wholeNumber(1, 1_000),
  }),
  arguments: ['tenantId'],
  options: {
    status: ['<status>', `${STATUSES.join(', ')}; with --endpoint, of the delivery to it`],
    type: ['<type>', 'only of this type: order.paid, or all of order.*'],
    endpoint: ['<endpoint-id>', 'only those with a delivery to it'],
    since: ['<time>', 'accepted from then on'],
    until: ['<time>', 'and up to then'],
    key: ['<text>', 'the one that was sent with this idempotency key'],
    max: ['<count>', 'at most so many', '20'],
  },
  examples: [
    'events list acme --status DLQ',
    "events list acme --type 'order.*' --since 2026-03-02T07:00:00Z",
  ],
  async run({ open }, { tenantId, type, endpoint, key, max, ...times }) {
    const deployment = await open();
    const filter = { ...times, eventType: type, endpointId: endpoint, idempotencyKey: key };
    const events: Awaited<ReturnType<typeof listEvents>>['events'] = [];
    let after: string | undefined;
    do {
      const limit = Math.min(100, max - events.length);
      const page = await listEvents(deployment, { tenantId, filter, limit, after });
      events.push(...page.events);
      after = page.next;
    } while (after !== undefined && events.length < max);
    return { tenant_id: tenantId, events, complete: after === undefined };
  },
  text({ events, complete }) {
    if (events.length === 0) return 'No events.';
    const table = formatTable(
      ['EVENT', 'TYPE', 'STATUS', 'ACCEPTED', 'DELIVERIES'],
      events.map((event) => [
        event.event_id,
        event.event_type ?? '-',
        event.status,
        formatTime(event.created_at),
        event.deliveries.map(({ endpoint_id, status }) => `${endpoint_id} ${status}`).join(', ') || '-',
      ]),
    );
    return complete ? table : `${table}\n\nThere are more: raise --max.`;
  },
});
