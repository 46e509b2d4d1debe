import * as z from 'zod';

export const OPERATIONAL_EVENT_VERSION = '1.0';

const common = {
  version: z.literal(OPERATIONAL_EVENT_VERSION),
  /** When it happened; the same on every repeat. */
  timestamp: z.iso.datetime(),
};

/** How the latest attempt that failed was answered, such as `http_503`, or why it was not, such as `timeout`. */
const lastError = z.string().nullable();
/** Without path and query, which may hold secrets; null where the endpoint is gone. */
const targetHost = z.string().nullable();

/** What changed about an endpoint. */
export const endpointEventSchema = z.object({
  type: z.enum(['endpoint.failing', 'endpoint.disabled', 'endpoint.recovered']),
  ...common,
  data: z.object({
    endpoint_id: z.string(),
    target_host: targetHost,
    /** A word that stays the same; there may be more of them. */
    reason: z.string(),
    /** The reason in a sentence, where there is one. */
    detail: z.string().nullable(),
    failing_since: z.iso.datetime().nullable(),
    failures_in_a_row: z.number().int().min(0),
    last_error: lastError,
    /** When it is tried again. */
    next_probe_at: z.iso.datetime().nullable(),
  }),
});
export type EndpointEvent = z.infer<typeof endpointEventSchema>;

/** A delivery was given up, and is a dead letter. */
const deliveryExhaustedSchema = z.object({
  type: z.literal('delivery.exhausted'),
  ...common,
  data: z.object({
    endpoint_id: z.string(),
    target_host: targetHost,
    event_id: z.string(),
    event_type: z.string().nullable(),
    /** When the event was accepted. */
    accepted_at: z.iso.datetime(),
    /** A word that stays the same; there may be more of them. */
    reason: z.string(),
    /** Attempts made since it was accepted or started anew. */
    attempts: z.number().int().min(0),
    last_error: lastError,
  }),
});

/** What Switchyard tells tenants of their own endpoints. Within version 1 only fields and types are added. */
export const operationalEventSchema = z.discriminatedUnion('type', [
  endpointEventSchema,
  deliveryExhaustedSchema,
]);
export type OperationalEvent = z.infer<typeof operationalEventSchema>;

export const OPERATIONAL_EVENT_TYPES = [
  ...endpointEventSchema.shape.type.options,
  deliveryExhaustedSchema.shape.type.value,
] as const satisfies readonly OperationalEvent['type'][];

/** Whether it may be one of these: a tenant may post such a type too, see OPERATIONAL_SOURCE. */
export const isOperationalType = (type: string | undefined): boolean =>
  OPERATIONAL_EVENT_TYPES.some((known) => known === type);

/** What `source.provider` says of an event that is one of these: no tenant can post one that has it. */
export const OPERATIONAL_SOURCE = 'switchyard';

/** What the operator's topic gets: the event, under the id by which the tenant's endpoints get it. */
export type OperatorNotice = OperationalEvent & { readonly tenant_id: string; readonly event_id: string };
