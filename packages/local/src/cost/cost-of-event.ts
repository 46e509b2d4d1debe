import * as z from 'zod';
import type { Measured, MeasuredEvent } from './measured.ts';

const page = z.url();

/** Of docs/cost/prices.json: what is put in by hand. */
export const pricesSchema = z.strictObject({
  region: z.string(),
  currency: z.literal('USD'),
  readOn: z.iso.date(),
  note: z.string(),
  dynamodb: z.strictObject({
    page,
    writesPerMillion: z.number(),
    readsPerMillion: z.number(),
    /** Of one unit of provisioned capacity, which this stack does not use. */
    provisionedWriteHour: z.number(),
    provisionedReadHour: z.number(),
    storedGbMonth: z.number(),
    recoverableGbMonth: z.number(),
  }),
  sqs: z.strictObject({ page, requestsPerMillion: z.number() }),
  lambda: z.strictObject({
    page,
    requestsPerMillion: z.number(),
    gbSecond: z.number(),
    provisionedGbSecond: z.number(),
  }),
  apiGateway: z.strictObject({ page, requestsPerMillion: z.number(), httpRequestsPerMillion: z.number() }),
  cloudWatch: z.strictObject({
    page,
    logsGb: z.number(),
    storedLogsGbMonth: z.number(),
    queriedLogsGb: z.number(),
    metricMonth: z.number(),
    alarmMetricMonth: z.number(),
    dashboardMonth: z.number(),
  }),
  dataOut: z.strictObject({ page, gb: z.number() }),
  secretsManager: z.strictObject({ page, secretMonth: z.number() }),
  kms: z.strictObject({ page, keyMonth: z.number() }),
  waf: z.strictObject({
    page,
    aclMonth: z.number(),
    ruleMonth: z.number(),
    requestsPerMillion: z.number(),
  }),
  xray: z.strictObject({ page, tracesPerMillion: z.number() }),
  assumptions: z.strictObject({
    acceptMs: z.number(),
    /** Of each event of a batch. */
    acceptBatchedMs: z.number(),
    endpointAnswersMs: z.number(),
    workerOwnMs: z.number(),
    /** Of each invocation, at SYSTEM_LOG_LEVEL=INFO. */
    platformLogBytes: z.number(),
    /** Of each request, with ACCESS_LOG_FORMAT=json. */
    accessLogJsonBytes: z.number(),
    executionLogBytes: z.number(),
    /** The share of provisioned capacity that a steady load uses; what auto scaling aims at. */
    provisionedUse: z.number(),
    pollers: z.number(),
    longPollSeconds: z.number(),
  }),
});
export type Prices = z.infer<typeof pricesSchema>;

/** What a line of metrics is longer by for each delivery after the first that shares it: a latency. */
const METRIC_VALUE_BYTES = 7;

const MILLION = 1_000_000;
export const GIB = 1024 ** 3;
const MB_PER_GB = 1024;

/** What a million events cost, by what it is paid for. */
export type Cost = Readonly<
  Record<'writes' | 'reads' | 'storage' | 'queues' | 'functions' | 'api' | 'logs' | 'dataOut', number>
>;

/** @param batch deliveries that one invocation of the worker takes: 1 in quiet hours, the batch size in busy ones */
export function costOfMillion(event: MeasuredEvent, batch: number, measured: Measured, prices: Prices): Cost {
  const { dynamodb, sqs, lambda, apiGateway, dataOut, assumptions } = prices;
  const { memoryMb } = measured;
  const workerRuns = event.deliveryMessages / batch;
  const acceptMs = event.scenario === 'batched' ? assumptions.acceptBatchedMs : assumptions.acceptMs;
  const sqsRequests = event.sqsSends + 2 * workerRuns;
  const gbSeconds =
    (memoryMb.ingest / MB_PER_GB) * (acceptMs / 1_000) +
    (memoryMb.worker / MB_PER_GB) *
      ((assumptions.endpointAnswersMs + assumptions.workerOwnMs) / 1_000) *
      workerRuns;
  const logBytes =
    event.logBytes +
    metricLineBytes(event, batch, measured) +
    // No execution log, and no lines of Lambda's own: what goes well is below their levels.
    measured.accessLogBytes * event.apiRequests;
  return {
    writes: event.writeUnits * dynamodb.writesPerMillion,
    reads: event.readUnits * dynamodb.readsPerMillion,
    storage: ((event.storedBytes * MILLION) / GIB) * (dynamodb.storedGbMonth + dynamodb.recoverableGbMonth),
    queues: sqsRequests * sqs.requestsPerMillion,
    functions:
      (event.apiRequests + workerRuns) * lambda.requestsPerMillion + gbSeconds * MILLION * lambda.gbSecond,
    api: event.apiRequests * apiGateway.requestsPerMillion,
    logs: logDollars(logBytes, prices),
    dataOut: ((event.sentBytes * MILLION) / GIB) * dataOut.gb,
  };
}

/** Bytes of metric lines about an event, where so many deliveries share the worker's. */
export function metricLineBytes(
  { scenario, attempts, apiRequests }: MeasuredEvent,
  batch: number,
  { metricBytes }: Pick<Measured, 'metricBytes'>,
): number {
  const delivered = scenario === 'dead_lettered' ? 0 : 1;
  const ofWorker =
    metricBytes.delivered * delivered +
    metricBytes.failed * (attempts - delivered) +
    metricBytes.dead * (1 - delivered);
  return (
    metricBytes.accepted * apiRequests + ofWorker / batch + METRIC_VALUE_BYTES * (1 - 1 / batch) * attempts
  );
}

/** Settings of logs, and the bytes by which each makes an event that is delivered at once cost more or less. */
export const LOG_SETTINGS = [
  {
    setting: 'LOG_LEVEL=warn',
    what: 'no lines of what went well',
    bytes: (event: MeasuredEvent) => -event.logBytes,
  },
  {
    setting: 'SYSTEM_LOG_LEVEL=INFO',
    what: 'also what Lambda logs of each invocation',
    bytes: ({ apiRequests, deliveryMessages }: MeasuredEvent, { batchSize }: Measured, prices: Prices) =>
      prices.assumptions.platformLogBytes * (apiRequests + deliveryMessages / batchSize),
  },
  {
    setting: 'ACCESS_LOG_FORMAT=json',
    what: 'the access log as JSON',
    bytes: (event: MeasuredEvent, { accessLogBytes }: Measured, { assumptions }: Prices) =>
      (assumptions.accessLogJsonBytes - accessLogBytes) * event.apiRequests,
  },
  {
    setting: 'EXECUTION_LOG_LEVEL=INFO',
    what: 'also how API Gateway handled each request',
    bytes: (event: MeasuredEvent, _: Measured, { assumptions }: Prices) =>
      assumptions.executionLogBytes * event.apiRequests,
  },
] as const;

/** What a million times so many bytes of logs cost to be taken in. */
export const logDollars = (bytes: number, { cloudWatch }: Pick<Prices, 'cloudWatch'>): number =>
  ((bytes * MILLION) / GIB) * cloudWatch.logsGb;

export const total = (cost: Cost): number => Object.values(cost).reduce((sum, each) => sum + each, 0);
