import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';

export const RANGES = ['1h', '24h', '7d'] as const;
export type Range = (typeof RANGES)[number];

const REFRESH_MS = 15_000;

export const useOverview = (range: Range) =>
  useQuery({
    queryKey: ['overview', range],
    queryFn: () => answerOf(api.GET('/v1/overview', { params: { query: { range } } })),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });

export type Overview = NonNullable<ReturnType<typeof useOverview>['data']>;
