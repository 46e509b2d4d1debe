import { deadReasonSchema } from '@switchyard/core/deliveries';
import { heldReasonSchema } from '@switchyard/core/endpoints';
import { endpointIdSchema, eventIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import { MAX_EVENT_IDS, MAX_MESSAGES } from '@switchyard/dlq-processor/request';
import * as z from 'zod';
import type { DlqRequest } from './dlq-processor.ts';
import { count } from './format.ts';
import { wholeNumber } from './input-schemas.ts';

/** Which dead letters, or held deliveries, a command is about. */
export const dlqFilterSchema = z.object({
  tenant: tenantIdSchema.optional(),
  endpoint: endpointIdSchema.optional(),
  event: z.array(eventIdSchema).max(MAX_EVENT_IDS, `at most ${MAX_EVENT_IDS} at a time`).optional(),
  reason: z.enum([...new Set([...deadReasonSchema.options, ...heldReasonSchema.options])]).optional(),
  held: z.boolean().optional(),
  max: wholeNumber(1, MAX_MESSAGES),
});

export const dlqFilterOptions = {
  tenant: ['<tenant-id>', 'only of this tenant'],
  endpoint: ['<endpoint-id>', 'only to this endpoint'],
  event: ['<event-id>', 'only this event; may be repeated'],
  reason: ['<reason>', 'only those given up, or held, for this reason'],
  held: 'not dead letters, but what waits for endpoints that are not in service',
  max: ['<count>', 'at most so many', '100'],
} as const;

export const dlqRequestOf = ({
  tenant,
  endpoint,
  event,
  reason,
  held,
  max,
}: z.output<typeof dlqFilterSchema>): DlqRequest => ({
  tenantId: tenant,
  endpointId: endpoint,
  eventIds: event,
  reason,
  ...(held ? { held } : {}),
  maxMessages: max,
});

/** What a command is about, in words. */
export const nounOf = ({ held }: { readonly held?: boolean | undefined }): string =>
  held ? 'held delivery' : 'dead letter';

export const malformedText = (malformed: number): string =>
  `${count(malformed, 'message')} in the queue ${malformed === 1 ? 'is' : 'are'} not Switchyard's; left alone.`;
