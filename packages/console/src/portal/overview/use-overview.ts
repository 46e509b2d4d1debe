import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { overviewReading, type Range } from './read-overview.ts';

const REFRESH_MS = 15_000;

export const useOverview = (range: Range) =>
  useQuery({
    queryKey: ['overview', range],
    queryFn: () => overviewReading.read(range),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
