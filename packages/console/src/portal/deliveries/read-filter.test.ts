import { describe, expect, it } from '@jest/globals';
import { formatLeft } from './format-left.ts';
import { isEmpty, readFilter } from './read-filter.ts';

const read = (query: string) => readFilter(new URLSearchParams(query));

describe('the filter in an address', () => {
  it('is read as it was written there', () => {
    expect(
      read(
        'status=DLQ&endpoint=warehouse&type=order.*&since=2026-03-02T10:00:00%2B01:00&until=2026-03-03T00:00:00Z',
      ),
    ).toEqual({
      status: 'DLQ',
      endpoint: 'warehouse',
      type: 'order.*',
      since: '2026-03-02T09:00:00.000Z',
      until: '2026-03-03T00:00:00.000Z',
    });
  });

  it.each(['', 'status=LOST', 'status=&endpoint=&type=', 'since=yesterday&until=', 'page=2'])(
    'that says nothing that can be is none: %s',
    (query) => {
      expect(isEmpty(read(query))).toBe(true);
    },
  );
});

describe('what is left until the next attempt', () => {
  it.each([
    [1, '1 s'],
    [59_000, '59 s'],
    [59_001, '1:00 min'],
    [245_000, '4:05 min'],
    [3_599_999, '60:00 min'],
  ])('of %d ms is %s', (ms, text) => {
    expect(formatLeft(ms)).toBe(text);
  });
});
