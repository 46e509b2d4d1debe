import { describe, expect, it } from '@jest/globals';
import { median, ratioOf } from './row.ts';

describe('a row', () => {
  it.each([
    [[3], 3],
    [[4, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
  ])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('has the ratio of the medians, or none', () => {
    const row = { what: 'import', unit: 'ms', own: [30, 10, 20] };
    expect(ratioOf({ ...row, beside: { name: 'floor', values: [8, 10, 100] } })).toBe(2);
    expect(ratioOf(row)).toBeUndefined();
    expect(ratioOf({ ...row, own: [0], beside: { name: 'floor', values: [0] } })).toBeUndefined();
  });
});
