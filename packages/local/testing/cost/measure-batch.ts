import { asList, asString } from '@switchyard/aws-local/json';
import {
  isAnEvents,
  isHandedOver,
  isMetric,
  isQueue,
  requestBytes,
  statusOf,
  type Tables,
} from '../../src/cost/event-calls.ts';
import { BATCH_EVENTS, type MeasuredEvent } from '../../src/cost/measured.ts';
import { ordinaryJson } from '../../src/cost/ordinary-json.ts';
import { add, createUnitMeter, type Units } from '../../src/cost/unit-meter.ts';
import type { FlowStack } from '../flow-stack.ts';
import { waitUntil } from '../wait-until.ts';

/**
 * Sends one batch, and counts what each event of it used: its part of what all did.
 *
 * @param repeats how often it is sent anew where the slow lane had a part in it
 */
export async function measureBatch(
  flow: FlowStack,
  tables: Tables,
  payloadBytes: number,
  repeats: number,
): Promise<MeasuredEvent> {
  const tenant = await flow.createTenant();
  const { tenantId, hooks, endpoint } = tenant;
  await flow.calls(tenantId);
  endpoint.answer(() => 200);
  const line = `${ordinaryJson(payloadBytes)}\n`;
  const { status, text } = await hooks.call('POST', '/v1/events', line.repeat(BATCH_EVENTS), {
    'content-type': 'application/x-ndjson',
  });
  if (status !== 200) throw new Error(`The batch was answered ${status}: ${text.slice(0, 500)}`);
  const calls = await waitUntil(`the calls of a batch at ${payloadBytes} bytes`, async () => {
    const made = await flow.calls(tenantId);
    if (repeats > 0 && made.some(isHandedOver)) return 'handed over';
    const delivered = made.filter(({ request }) => statusOf(request.Item) === 'DELIVERED');
    return delivered.length >= BATCH_EVENTS
      ? made.filter((call) => isAnEvents(call, flow.local.tables.Events))
      : undefined;
  });
  if (calls === 'handed over') return measureBatch(flow, tables, payloadBytes, repeats - 1);
  const about = await waitUntil(`the log lines of ${tenantId}`, async () => {
    const found = (await flow.logLines()).filter(({ text: logged }) => logged.includes(tenantId));
    const outcomes = found.filter(({ json }) => json?.msg === 'delivery').length;
    return outcomes >= BATCH_EVENTS ? found : undefined;
  });

  const meter = createUnitMeter(tables);
  const units = calls
    .filter(({ service }) => service === 'dynamodb')
    .reduce<Units>((total, call) => add(total, meter.count(call)), { writeUnits: 0, readUnits: 0 });
  const sends = calls.filter(
    ({ operation, request }) =>
      operation.startsWith('SendMessage') && isQueue(request.QueueUrl, flow.local.queues.delivery),
  );
  const bytesOf = (lines: readonly { readonly text: string }[]): number =>
    lines.reduce((sum, { text: logged }) => sum + Buffer.byteLength(logged), 0);
  const each = (ofAll: number): number => Math.round((ofAll / BATCH_EVENTS) * 1_000) / 1_000;
  return {
    scenario: 'batched',
    payloadBytes,
    attempts: each(endpoint.deliveries.length),
    apiRequests: 1 / BATCH_EVENTS,
    writeUnits: each(units.writeUnits),
    readUnits: each(units.readUnits),
    sqsSends: each(sends.reduce((sum, { request }) => sum + requestsOf(request.Entries), 0)),
    deliveryMessages: each(sends.reduce((sum, { request }) => sum + asList(request.Entries).length, 0)),
    logBytes: each(bytesOf(about.filter(({ json }) => !isMetric(json)))),
    sentBytes: each(endpoint.deliveries.reduce((sum, delivery) => sum + requestBytes(delivery), 0)),
    storedBytes: each(meter.storedBytes()),
  };
}

/** SQS bills each 64 KiB of a request. */
const BILLED_BYTES = 64 * 1024;

const requestsOf = (entries: unknown): number => {
  const bodies = asList(entries).map((entry) => asString(Object(entry).MessageBody) ?? '');
  return Math.ceil(bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0) / BILLED_BYTES);
};
