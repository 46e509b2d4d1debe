import { NOW } from './builders.ts';

/** A time that only the test moves; sleeping moves it at once. */
export function createTestClock(start: number = NOW) {
  let now = start;
  const slept: number[] = [];
  return {
    clock: () => now,
    sleep: async (ms: number): Promise<void> => {
      slept.push(ms);
      now += ms;
    },
    advance: (ms: number): void => {
      now += ms;
    },
    slept,
  };
}

export type TestClock = ReturnType<typeof createTestClock>;
