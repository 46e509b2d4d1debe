import * as z from 'zod';
import {
  attemptNumber,
  type attemptSchema,
  type Delivery,
  deadReasonSchema,
  deliveryStatusSchema,
  ENDS_WITH_REQUEST,
  eventStatusSchema,
} from '../deliveries/delivery.ts';
import { heldReasonSchema } from '../endpoints/endpoint-state.ts';

/** What the API shows of an event; snake_case, and never more than the tenant gave or was answered. */
export const attemptViewSchema = z.object({
  attempt: z.number().int().meta({
    description:
      'Which of the attempts that there may be. One that does not count, such as a probe, has the number of the next one too.',
  }),
  generation: z.number().int().meta({ description: '1 at first, and one more for each requeue.' }),
  started_at: z.iso.datetime(),
  duration_ms: z.number().int(),
  status_code: z.number().int().optional(),
  error: z.string().optional().meta({
    description:
      'timeout, dns, connection, tls, protocol, target_refused, auth: no access token was had for it, or client_certificate: it has expired, was not had, or was refused there.',
  }),
  error_code: z.string().optional().meta({
    description:
      'The exact cause: ENOTFOUND, ETIMEOUT (the name), ECONNREFUSED, ECONNRESET, ETIMEDOUT (the connection), ATTEMPT_TIMEOUT (no status in time), CERT_HAS_EXPIRED, ERR_TLS_CERT_ALTNAME_INVALID (TLS), HPE_HEADER_OVERFLOW (HTTP), ADDRESS_NOT_PUBLIC (refused); others are those of Node.js and OpenSSL.',
  }),
  response_body: z.string().optional().meta({ description: 'The first KiB of the answer.' }),
});

export const deliverySummarySchema = z.object({
  endpoint_id: z.string(),
  status: deliveryStatusSchema,
  attempts: z.number().int().meta({ description: 'Attempts made in this generation.' }),
  next_attempt_at: z.iso.datetime().optional(),
  reason: deadReasonSchema.optional().meta({ description: 'Why it was given up.' }),
  held_reason: heldReasonSchema
    .optional()
    .meta({ description: 'Why it is HELD: it goes on by itself once the endpoint is back, or is enabled.' }),
  held_at: z.iso.datetime().optional().meta({ description: 'Since when it is HELD.' }),
});

export const deliveryViewSchema = deliverySummarySchema.omit({ attempts: true }).extend({
  generation: z.number().int(),
  delivered_at: z.iso.datetime().optional(),
  waits_for: z.string().optional().meta({
    description:
      'While it is PENDING and its turn has not come: the event with the same ordering key that is being delivered to this endpoint.',
  }),
  attempts: z.array(attemptViewSchema).meta({ description: 'The latest 20, oldest first.' }),
});

export const eventSummarySchema = z.object({
  event_id: z.string(),
  event_type: z.string().optional(),
  status: eventStatusSchema,
  created_at: z.iso.datetime(),
  deliveries: z.array(deliverySummarySchema),
});
export type EventSummary = z.infer<typeof eventSummarySchema>;

export function toDeliverySummary(
  delivery: Omit<Delivery, 'attempts'>,
): z.infer<typeof deliverySummarySchema> {
  return {
    endpoint_id: delivery.endpointId,
    status: delivery.status,
    attempts: attemptsMade(delivery),
    next_attempt_at: delivery.nextAttemptAt,
    reason: delivery.reason,
    held_reason: delivery.heldReason,
    held_at: delivery.heldAt,
  };
}

const attemptsMade = ({
  reason,
  ...delivery
}: Pick<Delivery, 'nextAttempt' | 'uncounted' | 'reason'>): number =>
  attemptNumber(delivery) - (reason === undefined || ENDS_WITH_REQUEST[reason] ? 1 : 2);

export function toDeliveryView(
  delivery: Delivery,
  waitsFor: string | undefined,
): z.infer<typeof deliveryViewSchema> {
  return {
    endpoint_id: delivery.endpointId,
    status: delivery.status,
    generation: delivery.generation,
    next_attempt_at: delivery.nextAttemptAt,
    delivered_at: delivery.deliveredAt,
    waits_for: waitsFor,
    reason: delivery.reason,
    held_reason: delivery.heldReason,
    held_at: delivery.heldAt,
    attempts: delivery.attempts.map(toAttemptView),
  };
}

export function toAttemptView(attempt: z.infer<typeof attemptSchema>): z.infer<typeof attemptViewSchema> {
  return {
    attempt: attempt.attempt,
    generation: attempt.generation,
    started_at: attempt.startedAt,
    duration_ms: attempt.durationMs,
    status_code: attempt.statusCode,
    error: attempt.error,
    error_code: attempt.errorCode,
    response_body: attempt.responseBody,
  };
}
