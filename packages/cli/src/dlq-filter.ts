import { endpointIdSchema, eventIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import { MAX_EVENT_IDS, MAX_MESSAGES } from '@switchyard/dlq-processor/request';
import * as z from 'zod';
import type { DlqRequest } from './dlq-processor.ts';
import { count } from './format.ts';
import { wholeNumber } from './input-schemas.ts';

/** Which dead letters a command is about. */
export const dlqFilterSchema = z.object({
  tenant: tenantIdSchema.optional(),
  endpoint: endpointIdSchema.optional(),
  event: z.array(eventIdSchema).max(MAX_EVENT_IDS, `at most ${MAX_EVENT_IDS} at a time`).optional(),
  max: wholeNumber(1, MAX_MESSAGES),
});

export const dlqFilterOptions = {
  tenant: ['<tenant-id>', 'only of this tenant'],
  endpoint: ['<endpoint-id>', 'only to this endpoint'],
  event: ['<event-id>', 'only this event; may be repeated'],
  max: ['<count>', 'at most so many', '100'],
} as const;

export const dlqRequestOf = ({
  tenant,
  endpoint,
  event,
  max,
}: z.output<typeof dlqFilterSchema>): DlqRequest => ({
  tenantId: tenant,
  endpointId: endpoint,
  eventIds: event,
  maxMessages: max,
});

export const malformedText = (malformed: number): string =>
  `${count(malformed, 'message')} in the queue ${malformed === 1 ? 'is' : 'are'} not Switchyard's; left alone.`;
