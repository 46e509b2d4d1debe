import { expect, it } from '@jest/globals';
import { costRatio, isLinear } from './cost-ratio.ts';

/** Some work that the compiler cannot leave out. */
function work(steps: number): number {
  let sum = 0;
  for (let i = 0; i < steps; i += 1) sum = (sum * 31 + i) % 1_000_003;
  return sum;
}

it('tells linear cost from quadratic', async () => {
  expect(await isLinear((shorter) => work(400_000 / shorter))).toBe(true);
  expect(await isLinear((shorter) => work((400 / shorter) ** 2 * 20))).toBe(false);
});

it('does not take quadratic for linear when the first runs are slow', async () => {
  let runs = 0;
  const slowAtFirst = (shorter: number) => {
    runs += 1;
    work(runs <= 16 ? 1_600_000 : (400 / shorter) ** 2 * 20);
  };
  expect(await isLinear(slowAtFirst)).toBe(false);
});

it('says how much more one thing costs than another', async () => {
  expect(
    await costRatio(
      () => work(200_000),
      () => work(200_000),
      3,
    ),
  ).toBeLessThan(3);
  expect(
    await costRatio(
      () => work(4_000_000),
      () => work(200_000),
      5,
    ),
  ).toBeGreaterThan(5);
});
