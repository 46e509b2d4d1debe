import type { CallLine, LogLine } from '@switchyard/aws-local';
import { asList, asString } from '@switchyard/aws-local/json';
import { inParallel } from '@switchyard/core/in-parallel';
import type { MetricName } from '@switchyard/core/metrics';
import {
  isAnEvents,
  isHandedOver,
  isMetric,
  isQueue,
  requestBytes,
  statusOf,
  type Tables,
} from '../../src/cost/event-calls.ts';
import { type Measured, type MeasuredEvent, type Scenario, scenarioSchema } from '../../src/cost/measured.ts';
import { ordinaryJson } from '../../src/cost/ordinary-json.ts';
import { add, createUnitMeter, type Units } from '../../src/cost/unit-meter.ts';
import { eventIdOf, type FlowStack, type FlowTenant } from '../flow-stack.ts';
import { waitUntil } from '../wait-until.ts';
import { measureBatch } from './measure-batch.ts';
import { readTemplateFacts } from './template-facts.ts';

const KIB = 1024;
const PAYLOAD_BYTES = [KIB / 2, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB];

/** What the endpoint answers to each request; the last one repeats. */
const ANSWERS: Readonly<Record<Scenario, readonly number[]>> = {
  delivered: [200],
  one_retry: [503, 200],
  dead_lettered: [503],
  held: [200],
  batched: [200],
  keyed: [200],
};

export type Measurement = Pick<MeasuredEvent, 'scenario' | 'payloadBytes'>;

/** A batch of larger ones does not go into a request. */
const MOST_BATCHED_BYTES = 16 * KIB;

/** Events under way at once: with all of them a busy machine takes an endpoint for slow. */
const AT_ONCE = 5;

/** What a key costs does not depend on the size. */
const KEYED_BYTES = KIB;

function isMeasured(scenario: Scenario, bytes: number): boolean {
  switch (scenario) {
    case 'batched':
      return bytes <= MOST_BATCHED_BYTES;
    case 'keyed':
      return bytes === KEYED_BYTES;
    default:
      return true;
  }
}

/** Each scenario at each size. */
export const ALL: readonly Measurement[] = scenarioSchema.options.flatMap((scenario) =>
  PAYLOAD_BYTES.filter((bytes) => isMeasured(scenario, bytes)).map((payloadBytes) => ({
    scenario,
    payloadBytes,
  })),
);

/**
 * Sends events through the running stack, and counts what each of them used.
 *
 * @param batchRepeats how often a batch is sent anew where the slow lane had a part in it
 */
export async function measureCost(
  flow: FlowStack,
  measurements: readonly Measurement[],
  batchRepeats = 0,
): Promise<Measured> {
  const { events, webhookConfig, ...facts } = await readTemplateFacts(flow.assemblyDirectory);
  const tables: Tables = {
    [flow.local.tables.Events ?? '']: events,
    [flow.local.tables.TenantWebhookConfig ?? '']: webhookConfig,
  };
  const isBatched = ({ scenario }: Measurement): boolean => scenario === 'batched';
  const singly = measurements.filter((each) => !isBatched(each));
  const single = await inParallel(singly, AT_ONCE, (each) => measureEvent(flow, tables, each));
  // Before the batches, whose deliveries share their lines of metrics.
  const lines = await flow.logLines();
  const batched = await inParallel(measurements.filter(isBatched), 1, ({ payloadBytes }) =>
    measureBatch(flow, tables, payloadBytes, batchRepeats),
  );
  return {
    events: [...single, ...batched],
    metricBytes: metricBytes(lines),
    accessLogBytes: accessLogBytes(lines),
    ...facts,
  };
}

async function measureEvent(
  flow: FlowStack,
  tables: Tables,
  { scenario, payloadBytes }: Measurement,
): Promise<MeasuredEvent> {
  const tenant = await flow.createTenant();
  await flow.calls(tenant.tenantId);
  answerInTurn(tenant, ANSWERS[scenario]);
  if (scenario === 'held') await flow.setStatus(tenant.tenantId, 'PAUSED');
  const { body } = await tenant.hooks.call(
    'POST',
    '/v1/events',
    ordinaryJson(payloadBytes),
    scenario === 'keyed' ? { 'ordering-key': 'order-1042' } : {},
  );
  const eventId = eventIdOf(body);
  if (scenario === 'held') {
    // Asking the API would be among what is counted.
    await waitUntil(`${eventId} is held`, async () => {
      const made = await flow.calls(tenant.tenantId);
      return made.some(({ request }) => statusOf(request.Item) === 'HELD') || undefined;
    });
    await flow.setStatus(tenant.tenantId, 'ENABLED');
  }

  const calls = await waitUntil(`the calls of ${scenario} at ${payloadBytes} bytes`, async () => {
    const made = await flow.calls(tenant.tenantId);
    if (made.some(isHandedOver)) return 'handed over';
    return isOver(made, scenario, flow.local.queues)
      ? made.filter((call) => isAnEvents(call, flow.local.tables.Events))
      : undefined;
  });
  if (calls === 'handed over') return measureEvent(flow, tables, { scenario, payloadBytes });
  const { deliveries } = tenant.endpoint;
  const about = await waitUntil(`the log lines of ${eventId}`, async () => {
    const found = (await flow.logLines()).filter(({ text }) => text.includes(eventId));
    const outcomes = found.filter(({ json }) => json !== undefined && isAttempt(json)).length;
    const isAccepted = found.some(({ shortName }) => shortName === 'ingest-api');
    return isAccepted && outcomes === deliveries.length ? found : undefined;
  });

  const meter = createUnitMeter(tables);
  const units = calls
    .filter(({ service }) => service === 'dynamodb')
    .reduce<Units>((total, call) => add(total, meter.count(call)), { writeUnits: 0, readUnits: 0 });
  const sends = calls.filter(
    ({ operation, request }) =>
      operation.startsWith('SendMessage') && !isQueue(request.QueueUrl, flow.local.queues.control),
  );
  return {
    scenario,
    payloadBytes,
    attempts: deliveries.length,
    apiRequests: 1,
    ...units,
    sqsSends: sends.length,
    deliveryMessages: sends
      .filter(({ request }) => isQueue(request.QueueUrl, flow.local.queues.delivery))
      .reduce((sum, { request }) => sum + Math.max(1, asList(request.Entries).length), 0),
    logBytes: about
      .filter(({ json }) => !isMetric(json))
      .reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
    sentBytes: deliveries.reduce((sum, delivery) => sum + requestBytes(delivery), 0),
    storedBytes: meter.storedBytes(),
  };
}

function answerInTurn({ endpoint }: FlowTenant, statuses: readonly number[]): void {
  endpoint.answer(() => statuses[Math.min(endpoint.deliveries.length, statuses.length) - 1] ?? 500);
}

/** Everything that was decided has been sent and noted. */
function isOver(
  calls: readonly CallLine[],
  scenario: Scenario,
  queues: Readonly<Record<string, string>>,
): boolean {
  const ofWorker = calls.filter(({ caller }) => caller === 'worker');
  if (scenario === 'held')
    return (
      ofWorker.some(({ request }) => asString(request.UpdateExpression)?.startsWith('REMOVE releasing')) &&
      ofWorker.some(({ request }) => statusOf(request.Item) === 'DELIVERED')
    );
  // It has left its line once it has looked who is the next.
  if (scenario === 'keyed')
    return (
      ofWorker.some(({ operation }) => operation === 'DeleteItem') &&
      ofWorker.filter(({ operation }) => operation === 'Query').length >= 2
    );
  // Not what is told of a dead letter, nor what is handed to the other lane: of those nothing is noted.
  const sent = ofWorker.filter(
    ({ operation, request }) =>
      operation === 'SendMessage' &&
      (isQueue(request.QueueUrl, queues.delivery) || isQueue(request.QueueUrl, queues['delivery-dlq'])),
  );
  const noted = ofWorker.filter(({ request }) =>
    asString(request.UpdateExpression)?.startsWith('REMOVE outbox'),
  );
  // Of a dead letter the operator is told, before it is sent or after.
  const last: readonly ((call: CallLine) => boolean)[] =
    scenario === 'dead_lettered'
      ? [
          ({ request }) => isQueue(request.QueueUrl, queues['delivery-dlq']),
          ({ operation }) => operation === 'Publish',
        ]
      : [({ operation, request }) => operation === 'PutItem' && statusOf(request.Item) === 'DELIVERED'];
  return last.every((isLast) => ofWorker.some(isLast)) && sent.length <= noted.length;
}

const isAttempt = ({ msg, outcome }: Readonly<Record<string, unknown>>): boolean =>
  msg === 'delivery' && ['delivered', 'retry', 'dead'].includes(String(outcome));

/** What came together in an invocation shares a line, which the cost of a full one counts by itself. */
function metricBytes(lines: readonly LogLine[]): Measured['metricBytes'] {
  const ofAttempts = lines.filter(({ shortName }) => shortName === 'worker');
  const tried = meanBytes(
    ofAttempts.filter(({ json }) => json?.DeliveriesDelivered === undefined),
    'DeliveryAttempts',
  );
  return {
    accepted: meanBytes(
      lines.filter(({ shortName }) => shortName === 'ingest-api'),
      'EventsAccepted',
    ),
    delivered: meanBytes(ofAttempts, 'DeliveriesDelivered'),
    failed: tried + meanBytes(ofAttempts, 'AttemptsFailed'),
    dead: meanBytes(ofAttempts, 'DeliveriesDeadLettered'),
  };
}

/** Of a line with one of this metric, or, where there is none, its part of one that several share. */
function meanBytes(lines: readonly LogLine[], metric: MetricName): number {
  const counted = lines.flatMap(({ json, text }) =>
    json?.[metric] === undefined ? [] : [{ count: Number(json[metric]), bytes: Buffer.byteLength(text) }],
  );
  const alone = counted.filter(({ count }) => count === 1);
  const used = alone.length > 0 ? alone : counted;
  const [counts, bytes] = [sum(used.map(({ count }) => count)), sum(used.map((each) => each.bytes))];
  return counts === 0 ? 0 : Math.round(bytes / counts);
}

function accessLogBytes(lines: readonly LogLine[]): number {
  const bytes = lines
    .filter(({ source, text }) => source === 'access-log' && /"POST \/v1\/events [^"]*" 201 /.test(text))
    .map(({ text }) => Buffer.byteLength(text));
  return Math.round(sum(bytes) / bytes.length);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
