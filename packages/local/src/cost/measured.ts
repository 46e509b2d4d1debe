import * as z from 'zod';

/** What becomes of the events that are measured. */
export const scenarioSchema = z.enum(['delivered', 'one_retry', 'dead_lettered', 'held', 'batched', 'keyed']);
export type Scenario = z.infer<typeof scenarioSchema>;

/** Events that a request of the scenario `batched` has; what one of them uses is its part of all. */
export const BATCH_EVENTS = 100;

/** What one event with one endpoint uses; fractions, where it shares a request. */
export const measuredEventSchema = z.object({
  scenario: scenarioSchema,
  payloadBytes: z.number(),
  attempts: z.number(),
  /** Requests to the API. */
  apiRequests: z.number().default(1),
  writeUnits: z.number(),
  readUnits: z.number(),
  /** Requests by which the functions send to queues. */
  sqsSends: z.number(),
  /** Each is received and deleted besides; how many at a time is up to the traffic. */
  deliveryMessages: z.number(),
  /** Lines about the event, metric lines left out. */
  logBytes: z.number(),
  /** Requests to the endpoint, head and body, without TLS. */
  sentBytes: z.number(),
  /** In the table when its scenario is over, indexes included. */
  storedBytes: z.number(),
});
export type MeasuredEvent = z.infer<typeof measuredEventSchema>;

/** Of docs/cost/measured.json: written by scripts/measure-cost.ts, and compared by a flow test with what it measures. */
export const measuredSchema = z.object({
  events: z.array(measuredEventSchema),
  /** Bytes of metric lines, each alone: of an accepted event, of an attempt that succeeded or failed, of a dead letter. */
  metricBytes: z.object({
    accepted: z.number(),
    delivered: z.number(),
    failed: z.number(),
    dead: z.number(),
  }),
  /** Of a request that sends an event, in the format that is set by default. */
  accessLogBytes: z.number(),
  memoryMb: z.object({
    authorizer: z.number(),
    ingest: z.number(),
    webhookHandler: z.number(),
    worker: z.number(),
  }),
  batchSize: z.number(),
  /** Metrics that alarms look at. */
  alarmMetrics: z.number(),
  /** Methods that have API Gateway's metrics of their own. */
  detailedMethods: z.number(),
  /** Resources of the template that cost by the month, by type. */
  resources: z.record(z.string(), z.number()),
});
export type Measured = z.infer<typeof measuredSchema>;
