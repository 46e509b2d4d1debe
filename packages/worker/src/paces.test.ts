import { expect, it } from '@jest/globals';
import { createPaces } from './paces.ts';

function setUp() {
  const time = { ms: 1_000_000 };
  const paces = createPaces(() => time.ms);
  const note = (count: number, durationMs: number): void => {
    for (let number = 0; number < count; number += 1) paces.note('a', durationMs);
  };
  return { paces, note, advance: (ms: number) => (time.ms += ms) };
}

it('a pace is known after twenty requests, of that endpoint only', () => {
  const { paces, note } = setUp();
  note(19, 30);
  expect(paces.longest('a')).toBeUndefined();
  note(1, 50);
  expect([paces.longest('a'), paces.longest('b')]).toEqual([50, undefined]);
});

it('the longest request counts for a minute at least and two at most', () => {
  const { paces, note, advance } = setUp();
  note(1, 400);
  note(20, 30);
  advance(61_000);
  note(20, 30);
  expect(paces.longest('a')).toBe(400);
  advance(61_000);
  expect(paces.longest('a')).toBe(30);
});

it('after two quiet minutes nothing is known', () => {
  const { paces, note, advance } = setUp();
  note(20, 30);
  advance(120_000);
  expect(paces.longest('a')).toBeUndefined();
});
