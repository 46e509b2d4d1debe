import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf, percentile } from './answer-times.ts';

const countsOf = (times: readonly number[]): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const ms of times) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
  return counts;
};

const times = fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 400 });

it('a percentile is the exact one to 9 % and half a millisecond', () => {
  fc.assert(
    fc.property(times, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
      const exact = all.toSorted((a, b) => a - b)[Math.ceil(share * all.length) - 1] ?? 0;
      const found = percentile(countsOf(all), share) ?? 0;
      expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.091 + 0.5);
    }),
  );
});

it('counts of two workers add up to those of one that saw all', () => {
  fc.assert(
    fc.property(times, times, (some, others) => {
      const added = countsOf(some);
      for (const [bucket, count] of countsOf(others)) added.set(bucket, (added.get(bucket) ?? 0) + count);
      expect(percentile(added, 0.95)).toBe(percentile(countsOf([...some, ...others]), 0.95));
    }),
  );
});

it('nothing has no percentile', () => {
  expect(percentile(new Map(), 0.95)).toBeUndefined();
});

it.each([0, 1, 2, 3, 4, 6])('%d ms is told apart from its neighbours', (ms) => {
  expect(percentile(countsOf([ms]), 0.95)).toBe(Math.max(1, ms));
});

it('whatever comes has a bucket, and there are 65', () => {
  expect([0, 0.2, 1e9].map(bucketOf)).toEqual([0, 0, 64]);
});
