import {
  type Cost,
  costOfMillion,
  type Measured,
  type MeasuredEvent,
  type Prices,
  total,
} from '@switchyard/local/cost';
import type { Row } from '../report/row.ts';

export const FLOOR =
  'what AWS bills at the least: a request, the payload as it came in one item, a send for ten messages, for each delivery a receive for each attempt and a deletion, and the payload out';

export type CountedEvent = MeasuredEvent & { readonly name: string; readonly endpoints: number };

const MESSAGES_OF_A_SEND = 10;
const WRITE_UNIT_BYTES = 1_024;
const MILLION = 1_000_000;
const GIB = 1_024 ** 3;
/** In quiet hours each delivery is an invocation, a receive and a delete of its own. */
const ALONE = 1;

/** What an event used, and what a million such cost, beside what nobody on AWS can go below who keeps and queues them. */
export function unitRows(
  event: CountedEvent,
  { measured, prices }: { readonly measured: Measured; readonly prices: Prices },
): Row[] {
  const floor = floorOf(event);
  // Its lines of metrics are counted among its own.
  const cost: Cost = costOfMillion(
    event,
    ALONE,
    { ...measured, metricBytes: { accepted: 0, delivered: 0, failed: 0, dead: 0 } },
    prices,
  );
  const row = (what: string, unit: string, own: number, beside?: number): Row => ({
    what: `${event.name}, ${what}`,
    unit,
    own: [own],
    ...(beside === undefined ? {} : { beside: { name: FLOOR_NAME, values: [beside] } }),
  });
  return [
    row('written', 'units', event.writeUnits, floor.writeUnits),
    row('read', 'units', event.readUnits),
    row('SQS', 'requests', event.sqsSends + 2 * event.deliveryMessages, floor.sqsRequests),
    row('a million', 'dollars', total(cost), floorDollars(floor, prices)),
  ];
}

/** In each row; what it is stands in the note. */
const FLOOR_NAME = 'the floor of AWS’s bill';

type Floor = { readonly writeUnits: number; readonly sqsRequests: number; readonly sentBytes: number };

const floorOf = ({ payloadBytes, endpoints, attempts }: CountedEvent): Floor => ({
  writeUnits: Math.ceil(payloadBytes / WRITE_UNIT_BYTES),
  sqsRequests: Math.ceil(endpoints / MESSAGES_OF_A_SEND) + attempts + endpoints,
  sentBytes: payloadBytes * attempts,
});

const floorDollars = ({ writeUnits, sqsRequests, sentBytes }: Floor, prices: Prices): number =>
  prices.apiGateway.requestsPerMillion +
  writeUnits * prices.dynamodb.writesPerMillion +
  sqsRequests * prices.sqs.requestsPerMillion +
  ((sentBytes * MILLION) / GIB) * prices.dataOut.gb;
