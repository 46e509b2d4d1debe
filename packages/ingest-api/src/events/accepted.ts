import * as z from 'zod';
import { EXAMPLE_EVENT_ID } from '../examples.ts';

/** What is told of an event that was accepted. */
export const acceptedSchema = z.object({
  event_id: z.string().meta({ example: EXAMPLE_EVENT_ID }),
  status: z.enum(['PENDING', 'UNMATCHED']).meta({
    description:
      'PENDING: it will be delivered or dead-lettered, or held while its endpoint is paused, disabled or down. UNMATCHED: stored, but no endpoint subscribed to its type.',
  }),
});
