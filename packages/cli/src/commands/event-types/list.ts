import { eventTypeView, listTypes } from '@switchyard/core/event-types';
import { tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { formatTable, formatTime } from '../../format.ts';
import { wholeNumber } from '../../input-schemas.ts';

export const eventTypesList = defineCommand({
  name: 'event-types list',
  summary: 'types of its events: registered, or seen in the last 30 days',
  input: z.object({ tenantId: tenantIdSchema, max: wholeNumber(1, 1_000) }),
  arguments: ['tenantId'],
  options: { max: ['<count>', 'at most so many', '100'] },
  examples: ['event-types list acme'],
  async run({ open }, { tenantId, max: limit }) {
    const { types, next } = await listTypes(await open(), { tenantId, limit, after: undefined });
    return {
      tenant_id: tenantId,
      event_types: types.map(eventTypeView).map(({ event_type, registered, seen }) => ({
        event_type,
        registered: registered !== null,
        validate: registered?.validate ?? false,
        description: registered?.description ?? null,
        seen,
      })),
      complete: next === undefined,
    };
  },
  text({ event_types: types, complete }) {
    if (types.length === 0) return 'No event types.';
    const table = formatTable(
      ['TYPE', 'REGISTERED', 'CHECKED', 'SEEN', 'LAST', 'EXAMPLE'],
      types.map(({ event_type, registered, validate, seen }) => [
        event_type,
        registered ? 'yes' : 'no',
        validate ? 'yes' : 'no',
        String(seen?.count ?? 0),
        seen === null ? '-' : formatTime(seen.last_at),
        seen?.example_event_id ?? '-',
      ]),
    );
    return complete ? table : `${table}\n\nThere are more: raise --max.`;
  },
});
