import * as z from 'zod';
import { DELIVERY_EXHAUSTED, ENDPOINT_EVENT_TYPES, OPERATIONAL_EVENT_VERSION } from './operational-types.ts';

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
  type: z.enum(ENDPOINT_EVENT_TYPES),
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
  type: z.literal(DELIVERY_EXHAUSTED),
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

/** What the operator's topic gets: the event, under the id by which the tenant's endpoints get it. */
export type OperatorNotice = OperationalEvent & { readonly tenant_id: string; readonly event_id: string };
