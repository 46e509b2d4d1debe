import { expect, it } from '@jest/globals';
import { nextTraceHeader, timesCalled } from './lineage.ts';

it('each call of a function is counted, apart from those of others on the way', () => {
  const first = nextTraceHeader('worker', []);
  const other = nextTraceHeader('spool', [first]);
  const second = nextTraceHeader('worker', [other]);
  expect(['worker', 'spool', 'authorizer'].map((name) => timesCalled(name, second))).toEqual([2, 1, 0]);
});

it('a batch counts as its message with the longest way', () => {
  const once = nextTraceHeader('worker', []);
  const twice = nextTraceHeader('worker', [once]);
  expect(timesCalled('worker', nextTraceHeader('worker', [once, twice, '']))).toBe(3);
});
