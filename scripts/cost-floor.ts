/** The part of docs/cost.md that says what could be cheaper, for what, and what a deployer can do. */

import {
  type Cost,
  costOfMillion,
  logDollars,
  type Prices,
  total,
} from '../packages/local/src/cost/cost-of-event.ts';
import { BATCH_EVENTS, type Measured, type MeasuredEvent } from '../packages/local/src/cost/measured.ts';
import { code, dollars, table } from './markdown.ts';

/** What an event of 1 KiB shall cost at most, sent alone and in a batch. */
const GOALS = { alone: 7.5, batched: 3 };

/**
 * @param alone an event of 1 KiB, delivered at once
 * @param batched the same, sent in a batch
 */
export function floorText(
  alone: MeasuredEvent,
  batched: MeasuredEvent,
  measured: Measured,
  prices: Prices,
): string {
  const { apiGateway } = prices;
  const costOf = (event: MeasuredEvent) => costOfMillion(event, measured.batchSize, measured, prices);
  const [single, shared] = [costOf(alone), costOf(batched)];
  const quiet = logDollars(-alone.logBytes, prices);
  const http = apiGateway.httpRequestsPerMillion - apiGateway.requestsPerMillion;
  const all = total(single);
  const provisioned = (event: MeasuredEvent, { writes, reads }: Cost): number =>
    provisionedDollars(event, prices) - writes - reads;
  const rows: [string, number, string][] = [
    ['as it is', all, ''],
    [
      `two events in a request ([batches](adr/0022-batches.md)), at most`,
      all - single.api / 2,
      'the caller collects them first',
    ],
    [`${BATCH_EVENTS} events in a request`, total(shared), 'the same'],
    [code('LOG_LEVEL=warn'), all + quiet, 'lines of what went well'],
    [
      'an HTTP API instead of the REST API',
      all + http,
      'plans, problems as the gateway’s answers, `WAF`, `TWILIO_SOURCE_RANGES`; callers without a custom domain have a new address',
    ],
    [
      `provisioned capacity in place of on demand, ${prices.assumptions.provisionedUse * 100} % used all day`,
      all + provisioned(alone, single),
      'bursts: what is above the capacity is answered 503',
    ],
  ];
  return `## What could be cheaper

The goal is ${dollars(GOALS.alone)} a million for an event that is sent alone, and ${dollars(GOALS.batched)} for one of a batch. ${reached('Alone', all, GOALS.alone)} ${reached('In a batch', total(shared), GOALS.batched)} What it takes to get there, at 1 KiB, delivered at once, invocations full:

${table(
  ['What', 'a million', 'what is given up'],
  rows.map(([what, amount, price]) => [what, dollars(amount), price]),
)}

Of an event alone, ${dollars(single.api)} is API Gateway's price for a request, and ${dollars(promised(single))} DynamoDB's for what is promised: the event by its id, in its tenant's list, with what came of each delivery, for 30 days and recoverable. An HTTP API would reach the goal, and is not worth what it lacks; provisioned capacity would, for a load that hardly changes. Neither is a setting ([ADR 31](adr/0031-a-rest-api-at-its-price.md)). Whoever sends much sends in batches, which lack none of it.

Of an event of a batch, ${dollars(promised(shared))} is that same promise, and all the rest ${dollars(total(shared) - promised(shared))}. With provisioned capacity it would be ${dollars(total(shared) + provisioned(batched, shared))}.

`;
}

/** What the units of a million events cost where the tables have as much capacity as a steady load of them needs. */
function provisionedDollars(
  { writeUnits, readUnits }: MeasuredEvent,
  { dynamodb, assumptions }: Prices,
): number {
  const hours = 1_000_000 / 3_600 / assumptions.provisionedUse;
  return (writeUnits * dynamodb.provisionedWriteHour + readUnits * dynamodb.provisionedReadHour) * hours;
}

const promised = ({ writes, storage }: Cost): number => writes + storage;

const reached = (who: string, amount: number, goal: number): string =>
  amount <= goal
    ? `${who} it costs ${dollars(amount)}.`
    : `${who} it costs ${dollars(amount)}, ${dollars(amount - goal)} more.`;
