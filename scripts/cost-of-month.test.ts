import { describe, expect, it } from '@jest/globals';
import { readCostInputs } from '../packages/local/src/cost/read-cost-inputs.ts';
import { bySetting, fixed, totalOfMonth } from './cost-of-month.ts';

const { measured, prices } = await readCostInputs();
const MONTH_SECONDS = 30 * 86_400;

describe('what is paid by the month', () => {
  it('is as many resources as the template has, and polls of queues in which nothing is', () => {
    const resources = { 'AWS::Lambda::EventSourceMapping': 2, 'AWS::Logs::MetricFilter': 1 };
    const two = { ...measured, alarmMetrics: 7, detailedMethods: 3, resources };
    const { pollers, longPollSeconds } = prices.assumptions;
    const counts = fixed(two, prices).map(({ count }) => count);
    expect(counts).toEqual([
      7,
      expect.any(Number),
      1 + 3 * 5,
      0,
      0,
      (2 * pollers * MONTH_SECONDS) / longPollSeconds,
    ]);
  });

  it('adds up', () => {
    expect(
      totalOfMonth([
        { what: 'a', count: 2, each: 3 },
        { what: 'b', count: 1, each: 0.5 },
      ]),
    ).toBe(6.5);
  });
});

it('one of PROVISIONED_CONCURRENCY is an environment of each function that a caller waits for', () => {
  const memoryMb = { authorizer: 256, ingest: 512, webhookHandler: 1024, worker: 4096 };
  const warm = bySetting({ ...measured, memoryMb }, prices).find(
    ({ setting }) => setting === 'PROVISIONED_CONCURRENCY',
  );
  expect(warm?.amount).toBeCloseTo(1.75 * MONTH_SECONDS * prices.lambda.provisionedGbSecond);
});
