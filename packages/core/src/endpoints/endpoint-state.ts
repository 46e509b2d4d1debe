import * as z from 'zod';

/** `PAUSED` by the tenant; `DISABLED` by hand, by an answer 410, or after days of failures. Both hold deliveries. */
export const endpointStatusSchema = z.enum(['ENABLED', 'PAUSED', 'DISABLED']);
export type EndpointStatus = z.infer<typeof endpointStatusSchema>;

/**
 * Whether requests are made at all. Absent on an endpoint that answers. Each write has an `id` of its own, which
 * messages of the control queue name: they act on the state that they are about, and on no other.
 */
export const breakerSchema = z.object({
  /** `probing`: one held delivery is under way, to see whether the endpoint is back. */
  state: z.enum(['closed', 'open', 'probing']),
  id: z.string(),
  /** Failures in a row of the endpoint as a whole, as far as they are written down. */
  failures: z.number().int().min(0),
  failingSince: z.iso.datetime(),
  /** Why it is open. */
  cause: z.enum(['failing', 'retry_after']).optional(),
  /** When the next probe is made. */
  openUntil: z.iso.datetime().optional(),
  /** Probes that failed since it opened. */
  probes: z.number().int().min(0).optional(),
  /** How the latest of those failures was answered, such as `http_503`, or why it was not, such as `timeout`. */
  lastError: z.string().optional(),
});
export type Breaker = z.infer<typeof breakerSchema>;

/** What its tenant and the operator were told of it last. */
export const toldSchema = z.object({
  state: z.enum(['failing', 'disabled', 'recovered']),
  at: z.iso.datetime(),
  /** Of the latest transitions, newest first: the message that tells of one goes out before the state is written. */
  ids: z.array(z.string()),
});
export type Told = z.infer<typeof toldSchema>;

/** Held deliveries are being sent on. One at a time: a message of another drain, or of a step that was made, is stale. */
export const drainSchema = z.object({
  id: z.string(),
  /** The latest step that was begun; 0: none yet. */
  step: z.number().int().min(0),
  /** The message that began it, which alone may begin it again. */
  claimedBy: z.string().optional(),
  /** Deliveries a second. */
  rate: z.number().positive(),
  startedAt: z.iso.datetime(),
});
export type Drain = z.infer<typeof drainSchema>;

/** What Switchyard itself writes on an endpoint's item. */
export const endpointStateSchema = z.object({
  status: endpointStatusSchema,
  /** Why it is not enabled, for the person who finds it so. */
  statusReason: z.string().optional(),
  statusChangedAt: z.iso.datetime().optional(),
  // An edit by hand that breaks one of these must not take the endpoint out of service.
  breaker: breakerSchema.optional().catch(undefined),
  drain: drainSchema.optional().catch(undefined),
  /** Since when its deliveries are made in the slow lane: an attempt took long. */
  slowSince: z.iso.datetime().optional().catch(undefined),
  told: toldSchema.optional().catch(undefined),
});
export type EndpointState = z.infer<typeof endpointStateSchema>;

/** Why a delivery is held, in words that stay the same. */
export const heldReasonSchema = z.enum([
  'endpoint_paused',
  'endpoint_disabled',
  'endpoint_failing',
  'retry_after',
]);
export type HeldReason = z.infer<typeof heldReasonSchema>;

/** @returns undefined when requests are made */
export function holdReason({
  status,
  breaker,
}: Pick<EndpointState, 'status' | 'breaker'>): HeldReason | undefined {
  switch (status) {
    case 'PAUSED':
      return 'endpoint_paused';
    case 'DISABLED':
      return 'endpoint_disabled';
    case 'ENABLED':
      if (breaker === undefined || breaker.state === 'closed') return undefined;
      return breaker.cause === 'retry_after' ? 'retry_after' : 'endpoint_failing';
  }
}
