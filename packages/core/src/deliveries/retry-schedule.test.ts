import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_RETRY_SCHEDULE, longestWait, parseRetrySchedule, retryDelay } from './retry-schedule.ts';

const middle = () => 0.5;
const minutes = (count: number) => count * 60_000;

describe('a retry schedule', () => {
  it('by default waits 1, 2, 4, 8 and 16 minutes', () => {
    expect(parseRetrySchedule(DEFAULT_RETRY_SCHEDULE)).toEqual([1, 2, 4, 8, 16].map(minutes));
  });

  it('may have spaces', () => {
    expect(parseRetrySchedule('1s, 2s')).toEqual([1_000, 2_000]);
  });

  it('may have 50 waits', () => {
    expect(parseRetrySchedule(Array(50).fill('1s').join(','))).toHaveLength(50);
  });

  it.each([
    ['is empty', '', '"" is not a duration'],
    ['has an empty part', '1s,,2s', '"" is not a duration'],
    ['has a part that is not a duration', '1s,soon', '"soon" is not a duration'],
    ['has 51 waits', Array(51).fill('1s').join(','), '51 waits is too long: 50 at most'],
    ['has a wait that outlives its event', '1m,8d', 'A wait of 8d is too long: 7d at most'],
  ])('that %s is refused', (_, text, message) => {
    expect(() => parseRetrySchedule(text)).toThrow(message);
  });

  it('may wait 7 days', () => {
    expect(parseRetrySchedule('7d')).toEqual([7 * 86_400_000]);
  });
});

describe('the wait after a failed attempt', () => {
  const schedule = [1, 2, 4].map(minutes);

  it.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 4],
    [50, 4],
  ])('number %d is %d minutes', (attempt, expected) => {
    expect(retryDelay(schedule, attempt, middle, undefined)).toBe(minutes(expected));
  });

  it('is within 10% of the plan, in whole milliseconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const planned = schedule[Math.min(attempt, 3) - 1] ?? 0;
          const wait = retryDelay(schedule, attempt, () => random, undefined);
          expect(Number.isInteger(wait)).toBe(true);
          expect(Math.abs(wait - planned)).toBeLessThanOrEqual(planned / 10);
        },
      ),
    );
  });

  it('of any schedule is between what is planned less a tenth and the longer of that and a tenth more and what was asked for', () => {
    const schedules = fc.array(fc.nat(7 * 86_400_000), { minLength: 1, maxLength: 50 });
    const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const asked = fc.option(fc.nat(2 ** 31), { nil: undefined });
    fc.assert(
      fc.property(
        schedules,
        fc.integer({ min: 1, max: 100 }),
        randoms,
        asked,
        (waits, attempt, random, retryAfter) => {
          const planned = waits[Math.min(attempt, waits.length) - 1] ?? 0;
          const wait = retryDelay(waits, attempt, () => random, retryAfter);
          const honoured = Math.min(retryAfter ?? 0, 3_600_000);
          expect(wait).toBeGreaterThanOrEqual(Math.max(Math.floor(planned * 0.9), honoured));
          expect(wait).toBeLessThanOrEqual(Math.max(Math.ceil(planned * 1.1), honoured));
          // The same luck, and longer plans: never a shorter wait.
          const longer = waits.map((each) => each * 2);
          expect(retryDelay(longer, attempt, () => random, retryAfter)).toBeGreaterThanOrEqual(wait);
        },
      ),
    );
  });

  it('of all attempts together is never longer than is said beforehand', () => {
    const schedules = fc.array(fc.nat(7 * 86_400_000), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(
        schedules,
        fc.integer({ min: 1, max: 20 }),
        fc.nat(2 ** 31),
        (waits, attempts, retryAfter) => {
          const each = Array.from({ length: attempts - 1 }, (_, index) =>
            retryDelay(waits, index + 1, () => 1, retryAfter),
          );
          const sum = each.reduce((all, wait) => all + wait, 0);
          expect(sum).toBeLessThanOrEqual(longestWait(waits, attempts) + attempts);
        },
      ),
    );
  });

  it.each([
    ['least', 0, 54_000],
    ['most', 1 - Number.EPSILON, 66_000],
  ])('is %s at the end of what is random', (_, random, expected) => {
    expect(retryDelay(schedule, 1, () => random, undefined)).toBe(expected);
  });

  it('is what the receiver asked for when that is longer', () => {
    expect(retryDelay(schedule, 1, middle, minutes(10))).toBe(minutes(10));
  });

  it('is not shortened by what the receiver asked for', () => {
    expect(retryDelay(schedule, 3, middle, 1_000)).toBe(minutes(4));
  });

  it('is an hour at most on behalf of the receiver', () => {
    expect(retryDelay(schedule, 1, middle, minutes(60 * 24 * 365))).toBe(minutes(60));
  });

  it('is longer than an hour when the schedule says so', () => {
    expect(retryDelay([minutes(180)], 1, middle, minutes(90))).toBe(minutes(180));
  });
});
