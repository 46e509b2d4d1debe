import { MAX_TYPE_LENGTH } from '@switchyard/core/endpoints/endpoint-fields';
import * as z from 'zod';

export const eventTypeViewSchema = z.object({
  event_type: z.string(),
  registered: z
    .object({
      description: z.string().optional(),
      schema: z.unknown().optional().meta({ description: 'JSON Schema; a list leaves it out.' }),
      validate: z.boolean().meta({ description: 'Whether events must match it to be accepted.' }),
      created_at: z.iso.datetime(),
      updated_at: z.iso.datetime(),
    })
    .nullable()
    .meta({ description: 'What you registered; null where you did not.' }),
  seen: z
    .object({
      count: z.number().int().meta({
        description:
          'Events of this type, until none came for 30 days. The last minute may be missing, and what a function had not written when it ended.',
      }),
      last_at: z.iso.datetime(),
      example_event_id: z.string().meta({ description: 'One of them, a late one.' }),
    })
    .nullable()
    .meta({ description: 'What was seen of it; null where none came in the last 30 days.' }),
});

const allowed = `must be an event type of 1 to ${MAX_TYPE_LENGTH} characters`;

export const eventTypeParams = z.object({
  event_type: z
    .string()
    .min(1, allowed)
    .max(MAX_TYPE_LENGTH, allowed)
    .meta({ description: 'As it stands in `type` of the events.', example: 'order.paid' }),
});

export const EXAMPLE_TYPE = '/v1/event-types/order.paid';
export const UNKNOWN_TYPE = '/v1/event-types/order.unheard_of';
export const LONG_TYPE = `/v1/event-types/${'x'.repeat(MAX_TYPE_LENGTH + 1)}`;
