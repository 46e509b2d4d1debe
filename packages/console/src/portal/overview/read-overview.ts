import { answerOf, api } from '../../api/client.ts';
import { readAhead } from '../../api/read-ahead.ts';

export const RANGES = ['1h', '24h', '7d'] as const;
export type Range = (typeof RANGES)[number];

/** Of the address of the overview. */
export const rangeIn = (search: URLSearchParams): Range =>
  RANGES.find((each) => each === search.get('range')) ?? '24h';

export const overviewReading = readAhead((range: Range) =>
  answerOf(api.GET('/v1/overview', { params: { query: { range } } })),
);

export type Overview = Awaited<ReturnType<typeof overviewReading.read>>;
