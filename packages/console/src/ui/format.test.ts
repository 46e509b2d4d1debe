import { describe, expect, it } from '@jest/globals';
import { counted, formatBytes, formatCount, formatMs, formatRate } from './format.ts';
import { niceSteps } from './nice-steps.ts';

describe('numbers for people', () => {
  it.each([
    [1, '100%'],
    [0.99996, '99.9%'],
    [0.5, '50%'],
    [0, '0%'],
  ])('a rate of %s is %s: one failure in ten thousand is no 100%%', (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });

  it('a count that was cut says so', () => {
    expect(formatCount({ count: 1000, at_least: true })).toBe('1,000+');
    expect(formatCount({ count: 3, at_least: false })).toBe('3');
  });

  it.each([
    [formatMs(34), '34 ms'],
    [formatMs(1500), '1.5 s'],
    [formatMs(120_000), '2 min'],
    [formatBytes(512), '512 B'],
    [formatBytes(262_144), '256.0 KiB'],
    [counted(1, 'endpoint'), '1 endpoint'],
    [counted(1200, 'endpoint'), '1,200 endpoints'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });

  it.each([
    [1, [0, 1]],
    [7, [0, 5, 10]],
    [400, [0, 200, 400]],
    [412, [0, 200, 400, 600]],
  ])('a scale up to %s has lines at %j', (most, steps) => {
    expect(niceSteps(most)).toEqual(steps);
  });
});
