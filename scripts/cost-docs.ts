/** docs/cost.md, from what was measured and what things cost. */

import {
  type Cost,
  costOfMillion,
  logDollars,
  metricLineBytes,
  type Prices,
  total,
} from '../packages/local/src/cost/cost-of-event.ts';
import {
  BATCH_EVENTS,
  type Measured,
  type MeasuredEvent,
  type Scenario,
} from '../packages/local/src/cost/measured.ts';
import { readCostInputs } from '../packages/local/src/cost/read-cost-inputs.ts';
import { floorText } from './cost-floor.ts';
import { logsTable } from './cost-logs.ts';
import { bySetting, fixed, totalOfMonth } from './cost-of-month.ts';
import { priceRows } from './cost-prices.ts';
import { code, dollars, table } from './markdown.ts';

const SCENARIOS: Readonly<Record<Scenario, string>> = {
  delivered: 'delivered at once',
  one_retry: 'one retry',
  dead_lettered: 'dead-lettered',
  held: 'held, then delivered',
  batched: 'in a batch, delivered at once',
  keyed: 'with an ordering key, delivered at once',
};
const PARTS: Readonly<Record<keyof Cost, string>> = {
  writes: 'DynamoDB writes',
  reads: 'DynamoDB reads',
  storage: 'DynamoDB storage for 30 days, with point-in-time recovery',
  queues: 'SQS requests',
  functions: 'Lambda',
  api: 'API Gateway',
  logs: 'CloudWatch Logs',
  dataOut: 'data out to the endpoint',
};
const KIB = 1024;
const DAYS = 30;
const SLOW_MS = 10_000;

export async function renderCostDocs(): Promise<string> {
  const { measured, prices } = await readCostInputs();
  const { events, batchSize } = measured;
  const sizes = [...new Set(events.map(({ payloadBytes }) => payloadBytes))];
  const scenarios: Scenario[] = ['delivered', 'one_retry', 'dead_lettered', 'held'];
  const find = (scenario: Scenario, bytes: number): MeasuredEvent => {
    const found = events.find((event) => event.scenario === scenario && event.payloadBytes === bytes);
    if (found === undefined) throw new Error(`${scenario} at ${bytes} bytes was not measured.`);
    return found;
  };
  const cost = (scenario: Scenario, bytes: number, batch = batchSize) =>
    costOfMillion(find(scenario, bytes), batch, measured, prices);
  const heads = scenarios.map((scenario) => SCENARIOS[scenario]);
  const columns = (of: (event: MeasuredEvent) => string, bytes: number) =>
    scenarios.map((scenario) => of(find(scenario, bytes)));
  const batched = events
    .filter(({ scenario }) => scenario === 'batched')
    .map((event) => ({ event, cost: costOfMillion(event, batchSize, measured, prices) }));
  const { assumptions, cloudWatch, xray } = prices;
  const always = fixed(measured, prices);
  const slower =
    (SLOW_MS + assumptions.workerOwnMs) / (assumptions.endpointAnswersMs + assumptions.workerOwnMs);
  const logsGb = cost('delivered', KIB).logs / cloudWatch.logsGb;

  return `# Cost

<!-- Made by scripts/generate.ts from docs/cost/measured.json and docs/cost/prices.json. Change those, then run \`pnpm generate\`. -->

An event of 1 KiB that is delivered at once costs ${dollars(total(cost('delivered', KIB)))} a million in busy hours and ${dollars(total(cost('delivered', KIB, 1)))} in quiet ones, at the prices below; what does not depend on traffic is ${dollars(totalOfMonth(always))} a month.

The units were measured: \`pnpm run measure\` sends events through the local stack, which runs the bundles and the template that are deployed, and a test fails when they change. The prices and a few times are [inputs](cost/prices.json) of ${prices.region}, written on ${prices.readOn}. ${prices.note}

## Dollars per million events

One endpoint, invocations full with ${batchSize} deliveries.

${table(
  ['Payload', ...heads],
  sizes.map((bytes) => [size(bytes), ...scenarios.map((scenario) => dollars(total(cost(scenario, bytes))))]),
)}

${batchedText(batched)}In quiet hours each delivery is an invocation, a receive and a delete of its own:

${table(
  ['Payload', ...heads],
  sizes.map((bytes) => [
    size(bytes),
    ...scenarios.map((scenario) => dollars(total(cost(scenario, bytes, 1)))),
  ]),
)}

What it goes to, at 1 KiB and at 64 KiB, invocations full:

${table(
  ['', ...heads.map((head) => `${head}, 1 KiB`), ...heads.map((head) => `${head}, 64 KiB`)],
  Object.entries(PARTS).map(([part, name]) => [
    name,
    ...[KIB, 64 * KIB].flatMap((bytes) =>
      scenarios.map((scenario) => dollars(new Map(Object.entries(cost(scenario, bytes))).get(part) ?? 0)),
    ),
  ]),
)}

Above a few KiB the payload is what costs: a write unit for each KiB of it, compressed, and a read unit for each 4 KiB with every attempt. If your payloads are large, send a link to them.

${floorText(find('delivered', KIB), find('batched', KIB), measured, prices)}## Units per event

${table(
  ['At 1 KiB', ...heads],
  [
    ['attempts', ...columns(({ attempts }) => String(attempts), KIB)],
    ['DynamoDB write units', ...columns(({ writeUnits }) => String(writeUnits), KIB)],
    ['DynamoDB read units', ...columns(({ readUnits }) => String(readUnits), KIB)],
    ['SQS sends', ...columns(({ sqsSends }) => String(sqsSends), KIB)],
    [
      `SQS receives and deletes, each message alone`,
      ...columns(({ deliveryMessages }) => String(2 * deliveryMessages), KIB),
    ],
    [
      'Lambda invocations, each message alone',
      ...columns(({ deliveryMessages }) => String(1 + deliveryMessages), KIB),
    ],
    ['API Gateway requests', ...scenarios.map(() => '1')],
    ['log lines of the functions, bytes', ...columns(({ logBytes }) => round(logBytes), KIB)],
    ['lines of metrics, bytes', ...columns((event) => round(metricLineBytes(event, 1, measured)), KIB)],
    ['sent to the endpoint, bytes', ...columns(({ sentBytes }) => round(sentBytes), KIB)],
    ['stored, bytes', ...columns(({ storedBytes }) => round(storedBytes), KIB)],
  ],
)}

${table(
  ['Write / read units', ...heads],
  sizes.map((bytes) => [
    size(bytes),
    ...columns(({ writeUnits, readUnits }) => `${writeUnits} / ${readUnits}`, bytes),
  ]),
)}

- **DynamoDB** units are counted from the requests and answers by [its rules](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html), indexes included, because the emulator leaves indexes out of its \`ConsumedCapacity\`. The promise is at most 3 write and 2 read units for 1 KiB of ordinary JSON delivered at once; an \`Idempotency-Key\` adds a write ([ADR 17](adr/0017-an-event-in-three-writes.md)). Payloads are kept compressed where that saves a unit, so what they cost depends on what is in them: measured are orders of a shop, and what cannot be compressed takes a write unit for each KiB. An answer of the endpoint up to 1 KiB is kept with each attempt: one of that size adds a unit to each write of the delivery. Not counted: the worker reads each endpoint once a minute, the authorizer a key once in 300 seconds, and writes two units on the first use of a key in a day ([ADR 29](adr/0029-operator-console.md)); and what a worker counts of endpoints ([ADR 14](adr/0014-health-of-endpoints.md)): a write unit a minute and worker for each endpoint, $0.03 a month where both are busy all the time, and one for each hundred deliveries at most; of an endpoint that gets fewer than one event a minute, one for each event; and the same of event types, by each environment that accepts ([ADR 19](adr/0019-the-events-api.md)).
- **More endpoints**: each adds a delivery: one write and one read unit, its message, its share of the worker. **Reading** events by \`GET\` is not in here.
- **Lambda** is invocations × memory (${measured.memoryMb.ingest} MB and ${measured.memoryMb.worker} MB, from the template) × time. The times are not measured, because this machine is not Lambda: ${assumptions.acceptMs} ms to accept, ${assumptions.acceptBatchedMs} ms for each of a batch, ${assumptions.endpointAnswersMs} ms until the endpoint answers, ${assumptions.workerOwnMs} ms of our own. A slow endpoint is paid for: one that takes ${SLOW_MS / 1_000} s costs ${round(slower)} times as much worker time. A batch is paid for as long as its slowest delivery. Cold starts come on top.
- **Logs**: lines of the functions, of metrics and of the access log (${measured.accessLogBytes} bytes a request) are measured at level \`info\`. Lambda itself logs nothing of an invocation that went well, as long as its level is WARN, the default; \`SYSTEM_LOG_LEVEL=INFO\` adds about ${round(assumptions.platformLogBytes)} bytes an invocation: its duration, memory and cold start. API Gateway's execution log has nothing of a request that succeeds, as long as its level is ERROR, production's default; \`EXECUTION_LOG_LEVEL=INFO\` adds about ${round(assumptions.executionLogBytes)} bytes a request, ${dollars(logDollars(assumptions.executionLogBytes, prices))} a million, and outside production holds bodies too. Keeping those of a million events of 1 KiB for ${DAYS} days is ${dollars(logsGb * cloudWatch.storedLogsGbMonth)} at most, since what is billed is compressed. A saved query is paid for by what it reads, ${dollars(logsGb * cloudWatch.queriedLogsGb)} for all lines of a million events; the dashboard queries no logs.
- **Data out** is head and body of each request, without TLS. Answers to your callers are not in here.
- A **dead letter** is counted until it lies in the queue. Peeking at it costs SQS requests, requeueing it about as much as sending it again without the API.
${keyedText(events, measured, prices)}- **Plans** of tenants ([plans](plans.md)) cost nothing: API Gateway counts by itself, and no event has a unit more.
- **An outage** of an endpoint costs by what is held, not by how long it lasts: a delivery that is held is written once more and, when it is sent on, three times more; it is in the table above. The endpoint's own share, counted by [a test](../packages/worker/src/outage-cost.test.ts), is the same for one held delivery and for a million: a probe is 3 writes of a delivery and 2 of the endpoint, 8 reads and 3 sends, 4 probes an hour in a long outage; a step of a drain, one a second, is a write of the endpoint, 3 reads and a send. Failures before the breaker opens are noted with a write for ten. The hourly look at what is held reads half a unit for each 16 or so that are held or dead, which is half a unit while there are none.
- **Callbacks** are not in here. One that brings a message takes one read, three writes and one send ([ADR 6](adr/0006-callback-receipt-is-the-message.md)), one write more where it is the first of its conversation in an hour ([ADR 32](adr/0032-recent-conversations.md)), and an event of its own where a tenant owns it. One that is **not proven genuine** takes three writes, of which the largest is a unit for each KiB that is kept; the quarantine's budget ([limits](limits.md)) ends that at about 8.5 MiB a route and hour, so a flood on one route costs at most some $0.55 a day for writes, and nothing of it is kept for longer than 7 days.

## Logs by setting

What a million events of 1 KiB cost that are delivered at once, logs and all, invocations full:

${logsTable([find('delivered', KIB), ...batched.flatMap(({ event }) => (event.payloadBytes === KIB ? [event] : []))], measured, prices)}

At \`LOG_LEVEL=warn\` an event that was delivered leaves no line; it, its deliveries and their attempts are read by the API and the CLI as before, and metrics, alarms and the access log stay. Saved queries of Logs Insights then find only what went wrong.

## By the month

${table(
  ['What', 'How many', 'A month'],
  always.map(({ what, count, each }) => [what, round(count), dollars(count * each)]),
)}

By setting, besides:

${table(
  ['Setting', 'What', 'A month'],
  bySetting(measured, prices).map(({ setting, what, amount }) => [code(setting), what, dollars(amount)]),
)}

${code('XRAY_TRACING')} has no price by the month but ${dollars(xray.tracesPerMillion)} a million traces; by its default rule X-Ray records the first request of each second and 5 % of the others.

A custom metric is billed only for the hours in which it has data: the number is the highest there can be, since all values of dimensions are in [the catalogue](../packages/core/src/metrics/catalogue.ts). Not in here: traffic through custom domains is free, Route 53 zones and SNS mails are cents.

## Prices

Of ${prices.region}, in US dollars, written on ${prices.readOn}; in [prices.json](cost/prices.json).

${table(['Service', 'Price', 'Check the price page'], priceRows(prices))}

## To compare with a service that bills by the event

A service at ${code('p')} dollars an event costs ${code('1,000,000 × p')} a million. What is above is cheaper for events of 1 KiB when ${code('p')} is more than ${code((total(cost('delivered', KIB, 1)) / 1_000_000).toFixed(6))} dollars, fixed cost and your own time left out.
`;
}

/** Nothing, while none was measured. */
function keyedText(events: readonly MeasuredEvent[], measured: Measured, prices: Prices): string {
  const [keyed, plain] = (['keyed', 'delivered'] as const).map((scenario) =>
    events.find((event) => event.scenario === scenario && event.payloadBytes === KIB),
  );
  if (keyed === undefined || plain === undefined) return '';
  const more =
    total(costOfMillion(keyed, measured.batchSize, measured, prices)) -
    total(costOfMillion(plain, measured.batchSize, measured, prices));
  return `- **An \`Ordering-Key\`** ([ordering](ordering.md)) adds ${keyed.writeUnits - plain.writeUnits} write and ${keyed.readUnits - plain.readUnits} read units to an event that is alone in its line, ${dollars(more)} a million, whatever its size. One that waits for another takes three reads and a message more.
`;
}

/** Nothing, while none was measured. */
function batchedText(batched: readonly { readonly event: MeasuredEvent; readonly cost: Cost }[]): string {
  if (batched.length === 0) return '';
  const rows = batched.map(({ event, cost }) => [
    size(event.payloadBytes),
    dollars(total(cost)),
    ...Object.keys(PARTS).map((part) => dollars(new Map(Object.entries(cost)).get(part) ?? 0)),
  ]);
  return `Sent in batches of ${BATCH_EVENTS} and delivered at once, they share a request, an invocation, a line of the log, and each ten a send; what is stored and delivered stays:

${table(['Payload', 'together', ...Object.values(PARTS)], rows)}

What a batch cannot share is what each event is promised: that it is found by its id, stands in its tenant's list, and shows what came of each delivery. Those are its three write units, the item, its key in the list's index and its delivery, and with what they take for 30 days they are most of the above at 1 KiB.

`;
}

const round = (value: number): string => Math.round(value).toLocaleString('en-US');
const size = (bytes: number): string => `${bytes / KIB} KiB`;
