import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Measured, type MeasuredEvent, measuredSchema } from '../src/cost/measured.ts';
import { ROOT } from '../src/session/paths.ts';
import { type Measurement, measureCost } from '../testing/cost/measure-cost.ts';
import { type FlowStack, openFlowStack } from '../testing/flow-stack.ts';

/** Of all that docs/cost/measured.json holds, enough to notice a change: each scenario, and a small and a large payload. */
const SAMPLE: readonly Measurement[] = [
  { scenario: 'delivered', payloadBytes: 1024 },
  { scenario: 'delivered', payloadBytes: 65_536 },
  { scenario: 'one_retry', payloadBytes: 4096 },
  { scenario: 'dead_lettered', payloadBytes: 1024 },
  { scenario: 'held', payloadBytes: 1024 },
  { scenario: 'keyed', payloadBytes: 1024 },
];

let flow: FlowStack;
let measured: Measured;
let committed: Measured;
beforeAll(async () => {
  flow = await openFlowStack();
  const file = await readFile(join(ROOT, 'docs/cost/measured.json'), 'utf8');
  committed = measuredSchema.parse(JSON.parse(file));
});
beforeAll(async () => {
  measured = await measureCost(flow, SAMPLE);
});
afterAll(() => flow.close());

/** How far a number may be off: times and ids differ in their length. Units may not be off at all. */
const TOLERANCES: Readonly<Partial<Record<keyof MeasuredEvent, number>>> = {
  logBytes: 0.05,
  sentBytes: 0.02,
  storedBytes: 0.02,
};
/** Events of other tests are in the average, and deliveries that are made together, up to a batch of them, share a line. */
const METRIC_FACTOR = 4;

describe('what docs/cost.md is made from: after a change "pnpm run measure", then "pnpm run generate"', () => {
  it('is what events use', () => {
    expect(measured.events.flatMap(differences)).toEqual([]);
  });

  it('is what the template says, and as many bytes of metrics and of the access log', () => {
    const { events: _, metricBytes, accessLogBytes, ...facts } = measured;
    const { events: __, metricBytes: expected, accessLogBytes: expectedBytes, ...expectedFacts } = committed;
    expect(facts).toEqual(expectedFacts);
    expect(Math.abs(accessLogBytes - expectedBytes)).toBeLessThan(5);
    for (const ratio of [
      metricBytes.accepted / expected.accepted,
      metricBytes.delivered / expected.delivered,
      metricBytes.failed / expected.failed,
      metricBytes.dead / expected.dead,
    ]) {
      expect(ratio).toBeLessThan(METRIC_FACTOR);
      expect(ratio).toBeGreaterThan(1 / (METRIC_FACTOR * measured.batchSize));
    }
  });
});

it.each([
  [1024, 3, 2],
  [65_536, 20, 6],
])(
  'an event of %i bytes of ordinary JSON that is delivered at once takes at most %i write and %i read units',
  (payloadBytes, writeUnits, readUnits) => {
    const delivered = measured.events.find(
      (event) => event.scenario === 'delivered' && event.payloadBytes === payloadBytes,
    );
    expect(delivered).toMatchObject({ attempts: 1, sqsSends: 1 });
    expect(delivered?.writeUnits).toBeLessThanOrEqual(writeUnits);
    expect(delivered?.readUnits).toBeLessThanOrEqual(readUnits);
  },
);

it('an event of a batch takes a tenth of a send and a hundredth of a request, and no more writes than alone', async () => {
  const { events } = await measureCost(flow, [{ scenario: 'batched', payloadBytes: 1024 }]);
  expect(events).toMatchObject([
    { attempts: 1, apiRequests: 0.01, sqsSends: 0.1, deliveryMessages: 1, writeUnits: 3 },
  ]);
});

function differences(event: MeasuredEvent): string[] {
  const { scenario, payloadBytes, ...numbers } = event;
  const expected = committed.events.find(
    (each) => each.scenario === scenario && each.payloadBytes === payloadBytes,
  );
  if (expected === undefined) return [`${scenario} at ${payloadBytes} is not there`];
  const known = new Map<string, unknown>(Object.entries(expected));
  const tolerances = new Map<string, number>(Object.entries(TOLERANCES));
  return Object.entries(numbers).flatMap(([name, value]) => {
    const was = Number(known.get(name));
    if (Math.abs(value - was) <= was * (tolerances.get(name) ?? 0)) return [];
    return [`${scenario} at ${payloadBytes}: ${name} is ${value}, not ${was}`];
  });
}
