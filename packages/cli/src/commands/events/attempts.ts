import { listAttempts } from '@switchyard/core/event-views';
import { endpointIdSchema, eventIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { count, formatTable, formatTime } from '../../format.ts';
import { wholeNumber } from '../../input-schemas.ts';

export const eventsAttempts = defineCommand({
  name: 'events attempts',
  summary: 'every attempt to deliver an event that is kept, oldest first',
  input: z.object({
    tenantId: tenantIdSchema,
    eventId: eventIdSchema,
    endpoint: endpointIdSchema.optional(),
    max: wholeNumber(1, 1_000),
  }),
  arguments: ['tenantId', 'eventId'],
  options: {
    endpoint: ['<endpoint-id>', 'only those to it'],
    max: ['<count>', 'at most so many', '100'],
  },
  examples: ['events attempts acme evt_06h03rpcrshnmfn6v148neygy8 --endpoint default'],
  async run({ open }, { tenantId, eventId, endpoint: endpointId, max: limit }) {
    const input = { tenantId, eventId, endpointId, limit, after: undefined };
    const { attempts, gone, next } = await listAttempts(await open(), input);
    return { event_id: eventId, attempts, gone, complete: next === undefined };
  },
  text({ attempts, gone, complete }) {
    const lines =
      attempts.length === 0
        ? ['No attempt was made.']
        : [
            formatTable(
              ['STARTED', 'ENDPOINT', 'GENERATION', 'ATTEMPT', 'RESULT', 'MS'],
              attempts.map((made) => [
                formatTime(made.started_at),
                made.endpoint_id,
                String(made.generation),
                String(made.attempt),
                made.error_code ?? made.error ?? String(made.status_code ?? '-'),
                String(made.duration_ms),
              ]),
            ),
          ];
    for (const { endpoint_id, attempts: many } of gone)
      lines.push(`Of ${endpoint_id}, ${count(many, 'older attempt')} are not kept any more.`);
    if (!complete) lines.push('There are more: raise --max.');
    return lines.join('\n');
  },
});
