import { describe, expect, it } from '@jest/globals';
import { costOfMillion, GIB, metricLineBytes, total } from './cost-of-event.ts';
import { readCostInputs } from './read-cost-inputs.ts';

const { measured, prices } = await readCostInputs();

const EVENT = {
  scenario: 'delivered' as const,
  payloadBytes: 1024,
  attempts: 1,
  apiRequests: 1,
  writeUnits: 5,
  readUnits: 3,
  sqsSends: 1,
  deliveryMessages: 1,
  logBytes: 1000,
  sentBytes: 2000,
  storedBytes: GIB / 1_000_000,
};

describe('the cost of a million events', () => {
  it('is each unit at its price', () => {
    const cost = costOfMillion(EVENT, 1, measured, prices);
    expect(cost.writes).toBeCloseTo(5 * prices.dynamodb.writesPerMillion);
    expect(cost.reads).toBeCloseTo(3 * prices.dynamodb.readsPerMillion);
    expect(cost.storage).toBeCloseTo(prices.dynamodb.storedGbMonth + prices.dynamodb.recoverableGbMonth);
    expect(cost.queues).toBeCloseTo((1 + 2) * prices.sqs.requestsPerMillion);
    expect(cost.api).toBeCloseTo(prices.apiGateway.requestsPerMillion);
    expect(cost.dataOut).toBeCloseTo(((2000 * 1_000_000) / GIB) * prices.dataOut.gb);
    expect(total(cost)).toBeCloseTo(Object.values(cost).reduce((sum, part) => sum + part));
  });

  it('is less when many deliveries share an invocation, a receive and a delete', () => {
    const [alone, together] = [1, 10].map((batch) => costOfMillion(EVENT, batch, measured, prices));
    expect(together?.queues).toBeCloseTo((1 + 2 / 10) * prices.sqs.requestsPerMillion);
    expect(together?.functions).toBeLessThan(alone?.functions ?? 0);
    expect(together?.logs).toBeLessThan(alone?.logs ?? 0);
    expect(together?.writes).toBe(alone?.writes);
  });

  it('is less when many events share a request', () => {
    const shared = costOfMillion({ ...EVENT, scenario: 'batched', apiRequests: 0.01 }, 10, measured, prices);
    const alone = costOfMillion(EVENT, 10, measured, prices);
    expect(shared.api).toBeCloseTo(alone.api / 100);
    expect(shared.logs).toBeLessThan(alone.logs);
    expect(shared.functions).toBeLessThan(alone.functions);
    expect(shared.writes).toBe(alone.writes);
  });
});

it('lines of metrics are those of accepting and of each attempt, and the worker’s are shared', () => {
  const { accepted, delivered, failed, dead } = measured.metricBytes;
  const bytes = (event: Partial<typeof EVENT>, batch = 1) =>
    metricLineBytes({ ...EVENT, ...event }, batch, measured);
  expect(bytes({})).toBe(accepted + delivered);
  expect(bytes({ attempts: 2 })).toBe(accepted + delivered + failed);
  expect(metricLineBytes({ ...EVENT, scenario: 'dead_lettered', attempts: 5 }, 1, measured)).toBe(
    accepted + 5 * failed + dead,
  );
  expect(bytes({}, 10)).toBeLessThan(accepted + delivered / 5);
  expect(bytes({ apiRequests: 0 }, 10)).toBeCloseTo(bytes({}, 10) - accepted);
});
