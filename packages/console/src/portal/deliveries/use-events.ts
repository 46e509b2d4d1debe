import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client.ts';
import type { Filter } from './read-filter.ts';

export type ListedEvent = Schemas['EventSummary'];

const PAGE = 50;
const REFRESH_MS = 4_000;

export const EVENTS = ['events'] as const;

/** Newest first. It follows what happens while its first page is all that is shown. */
export const useEvents = (filter: Filter, isLive: boolean) =>
  useInfiniteQuery({
    queryKey: [...EVENTS, filter],
    queryFn: ({ pageParam }) => {
      const { endpoint, ...same } = filter;
      const query = {
        ...same,
        ...(endpoint === undefined ? {} : { endpoint_id: endpoint }),
        limit: PAGE,
        ...(pageParam === null ? {} : { next_token: pageParam }),
      };
      return answerOf(api.GET('/v1/events', { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_token: token }) => token,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isLive && (state.data?.pages.length ?? 1) === 1 ? REFRESH_MS : false),
  });
