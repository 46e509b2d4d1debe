import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NOW } from '@switchyard/core/testing';
import { simulateNeighbours } from '../testing/simulate-neighbours.ts';
import { configSchema } from './config.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
});
afterEach(() => {
  jest.useRealTimers();
});
const advance = (ms: number) => jest.advanceTimersByTimeAsync(ms);

const SECONDS = 5;
const slowAfterMs = configSchema.shape.SLOW_AFTER_MS.parse(undefined);
/** What comes to an endpoint that hangs until it is marked, 20 a second, each to a worker of its own at worst. */
const heldUntil = (markedAfterMs: number): number => 20 * (markedAfterMs / 1_000) + 1;

describe('an endpoint that begins to hang, at 20 events a second', () => {
  const deployments = [
    { workers: 2, eventsPerSecond: 20 },
    { workers: 10, eventsPerSecond: 100 },
    { workers: 50, eventsPerSecond: 400 },
  ];

  it.each(deployments)(
    'holds few of $workers workers, and $eventsPerSecond others a second go on',
    async (deployment) => {
      const given = { ...deployment, isKnown: false };
      const simulated = await simulateNeighbours({ ...given, slowAfterMs, seconds: SECONDS, advance });
      expect(simulated.delivered).toBe(deployment.eventsPerSecond * SECONDS);
      expect(simulated.mostHolding).toBeLessThanOrEqual(heldUntil(slowAfterMs));
      // In the simulation's time.
      expect(simulated.longestWaitMs).toBeLessThan(1_000);
    },
  );

  it.each(deployments)(
    'and was quick until then holds a quarter of that, of $workers',
    async (deployment) => {
      const given = { ...deployment, isKnown: true };
      const simulated = await simulateNeighbours({ ...given, slowAfterMs, seconds: SECONDS, advance });
      expect(simulated.delivered).toBe(deployment.eventsPerSecond * SECONDS);
      expect(simulated.mostHolding).toBeLessThanOrEqual(heldUntil(slowAfterMs / 4));
    },
  );
});
