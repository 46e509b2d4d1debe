import { describe, expect, it } from '@jest/globals';
import { parsePlans, plansSetting } from './plans.ts';

describe('plans', () => {
  it('are read by name, with a daily quota or without', () => {
    expect(parsePlans('trial=5/10/20000, pro=200/400')).toEqual([
      { name: 'trial', rate: 5, burst: 10, dailyQuota: 20_000 },
      { name: 'pro', rate: 200, burst: 400 },
    ]);
  });

  it('may be none', () => {
    expect(parsePlans('')).toEqual([]);
  });

  it.each([
    ['trial', /"trial" must be a name, a rate, a burst/],
    ['trial=5', /must be a name/],
    ['Trial=5/10', /must be a name/],
    ['a/b=5/10', /must be a name/],
    ['trial=-5/10', /must be a name/],
    ['trial=5/10/20000/7', /must be a name/],
    ['trial=0/10', /"trial=0\/10": the rate must be from 1 to 10000/],
    ['trial=10001/10', /the rate must be from 1 to 10000/],
    ['trial=5/0', /the burst must be from 1 to 5000/],
    ['trial=5/10/0', /the daily quota must be from 1 to 2147483647/],
    ['trial=5/10/9999999999', /the daily quota must be/],
    ['trial=5/10,trial=6/10', /names trial twice/],
    [Array.from({ length: 21 }, (_, i) => `p${i}=1/1`).join(), /has 21 plans, of at most 20/],
  ])('that are wrong are refused, by name: %s', (text, message) => {
    expect(plansSetting.safeParse(text).error?.issues[0]?.message).toMatch(message);
  });
});
