import { setImmediate as tick } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { inParallel } from './in-parallel.ts';

const numbers = Array.from({ length: 25 }, (_, number) => number);

it('does each once, no more of them at once than allowed, and gives the results in order', async () => {
  let underWay = 0;
  let most = 0;
  const done: number[] = [];
  const results = await inParallel(numbers, 4, async (number) => {
    underWay += 1;
    most = Math.max(most, underWay);
    // The first ones take longest.
    for (let left = 25 - number; left > 0; left -= 1) await tick();
    underWay -= 1;
    done.push(number);
    return `${number}`;
  });
  expect(results).toEqual(numbers.map(String));
  expect(done.toSorted((a, b) => a - b)).toEqual(numbers);
  expect(most).toBe(4);
});

it('begins no more once one has failed', async () => {
  const begun: number[] = [];
  const all = inParallel(numbers, 2, async (number) => {
    begun.push(number);
    await tick();
    if (number === 3) throw new Error('no');
  });
  await expect(all).rejects.toThrow('no');
  await tick();
  expect(begun.length).toBeLessThanOrEqual(6);
});
