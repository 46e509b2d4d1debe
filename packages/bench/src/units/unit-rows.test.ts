import { describe, expect, it } from '@jest/globals';
import { readCostInputs } from '@switchyard/local/cost';
import { ratioOf } from '../report/row.ts';
import { type CountedEvent, unitRows } from './unit-rows.ts';

const inputs = await readCostInputs();

const EVENT: CountedEvent = {
  name: '4 KiB to 3 endpoints',
  endpoints: 3,
  scenario: 'delivered',
  payloadBytes: 4_096,
  attempts: 3,
  apiRequests: 1,
  writeUnits: 8,
  readUnits: 4,
  sqsSends: 1,
  deliveryMessages: 3,
  logBytes: 0,
  sentBytes: 0,
  storedBytes: 0,
};

const row = (event: CountedEvent, what: string) => {
  const found = unitRows(event, inputs).find((each) => each.what === `${event.name}, ${what}`);
  if (found === undefined) throw new Error(`No row of ${what}.`);
  return found;
};

describe('what an event used stands beside', () => {
  it('the payload as it came in one item', () => {
    expect(row(EVENT, 'written')).toMatchObject({ own: [8], beside: { values: [4] } });
    expect(row({ ...EVENT, payloadBytes: 1 }, 'written').beside?.values).toEqual([1]);
  });

  it('a send for ten messages, a receive for each attempt and a deletion of each message', () => {
    expect(row(EVENT, 'SQS')).toMatchObject({ own: [1 + 2 * 3], beside: { values: [1 + 3 + 3] } });
    const retried = { ...EVENT, endpoints: 1, attempts: 2, sqsSends: 2, deliveryMessages: 2 };
    expect(row(retried, 'SQS')).toMatchObject({ own: [2 + 2 * 2], beside: { values: [1 + 2 + 1] } });
  });

  it('nothing, where nobody need read', () => {
    expect(ratioOf(row(EVENT, 'read'))).toBeUndefined();
  });

  it('the price of those, in dollars', () => {
    const { apiGateway, dynamodb, sqs } = inputs.prices;
    const [beside = 0] = row({ ...EVENT, payloadBytes: 0, attempts: 0 }, 'a million').beside?.values ?? [];
    expect(beside).toBeCloseTo(apiGateway.requestsPerMillion + 4 * sqs.requestsPerMillion, 6);
    const [with4KiB = 0] = row({ ...EVENT, attempts: 0 }, 'a million').beside?.values ?? [];
    expect(with4KiB - beside).toBeCloseTo(4 * dynamodb.writesPerMillion, 6);
  });
});
