import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT } from '../src/session/paths.ts';
import { measureCost } from '../testing/cost/measure-cost.ts';
import { type Measured, type MeasuredEvent, measuredSchema } from '../testing/cost/measured.ts';
import { type FlowStack, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
let measured: Measured;
let committed: Measured;
beforeAll(async () => {
  flow = await openFlowStack();
  const file = await readFile(join(ROOT, 'docs/cost/measured.json'), 'utf8');
  committed = measuredSchema.parse(JSON.parse(file));
}, 60_000);
beforeAll(async () => {
  measured = await measureCost(flow);
}, 60_000);
afterAll(() => flow.close());

/** How far a number may be off, since times and ids differ in their length. */
const TOLERANCE = {
  writeUnits: 0,
  readUnits: 0,
  attempts: 0,
  sqsSends: 0,
  deliveryMessages: 0,
  logBytes: 0.05,
  sentBytes: 0.02,
  storedBytes: 0.02,
} satisfies Partial<Record<keyof MeasuredEvent, number>>;
const METRIC_TOLERANCE = 0.25;

const isNear = (one: number, other: number, tolerance: number): boolean =>
  Math.abs(one - other) <= tolerance * other;

describe('what an event costs', () => {
  test('is what docs/cost.md is made from; else run "pnpm run measure" and "pnpm run generate"', () => {
    const { events, metricBytes, ...facts } = measured;
    expect(facts).toEqual({
      memoryMb: committed.memoryMb,
      batchSize: committed.batchSize,
      resources: committed.resources,
    });
    expect(differences(events, committed.events)).toEqual([]);
    for (const name of ['ingest', 'worker'] as const) {
      expect([name, metricBytes[name], isNear(metricBytes[name], committed.metricBytes[name], METRIC_TOLERANCE)]).toEqual([
        name,
        metricBytes[name],
        true,
      ]);
    }
  });

  test('is at most 5 write units for an event of 1 KiB that is delivered at once', () => {
    const delivered = measured.events.find(
      ({ story, payloadBytes }) => story === 'delivered' && payloadBytes === 1024,
    );
    expect(delivered?.writeUnits).toBeLessThanOrEqual(5);
  });

  test('is told of the stories that were played', () => {
    const attempts = measured.events.map(({ story, attempts }) => `${story} ${attempts}`);
    expect(new Set(attempts)).toEqual(new Set(['delivered 1', 'one_retry 2', 'dead_lettered 5']));
  });
});

function differences(events: readonly MeasuredEvent[], expected: readonly MeasuredEvent[]): string[] {
  expect(events.map(({ story, payloadBytes }) => [story, payloadBytes])).toEqual(
    expected.map(({ story, payloadBytes }) => [story, payloadBytes]),
  );
  return events.flatMap((event, index) =>
    Object.entries(TOLERANCE).flatMap(([name, tolerance]) => {
      const [is, was] = [event, expected[index]].map((each) => Number(Object.entries(each ?? {}).find(([key]) => key === name)?.[1]));
      if (is !== undefined && was !== undefined && isNear(is, was, tolerance)) return [];
      return [`${event.story} ${event.payloadBytes}: ${name} ${is}, committed ${was}`];
    }),
  );
}
