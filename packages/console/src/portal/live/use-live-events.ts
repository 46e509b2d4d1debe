import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import type { ListedEvent } from '../deliveries/use-events.ts';

const POLL_MS = 1_500;
/** What happened before the page was opened is not live, but something to begin with. */
const PAGE = 25;
/** Of a burst, so many pages are read to close the gap. */
const MOST_PAGES = 4;
export const MOST_EVENTS = 500;

export type LiveEvents = {
  /** Newest first. */
  readonly events: readonly ListedEvent[];
  readonly error: Error | null;
  readonly isLoaded: boolean;
  readonly refetch: () => void;
  readonly isFetching: boolean;
  readonly clear: () => void;
};

/** Events as they come, and what becomes of the latest of them. */
export function useLiveEvents(type: string, isLive: boolean): LiveEvents {
  const [seen, setSeen] = useState<readonly ListedEvent[]>([]);
  const [clearedAt, setClearedAt] = useState('');
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['live', type],
    queryFn: () => readSince(type, seen[0]?.event_id),
    refetchInterval: isLive ? POLL_MS : false,
    enabled: isLive,
    staleTime: 0,
    gcTime: 0,
  });
  // Another filter begins anew.
  useEffect(() => setSeen([]), [type]);
  useEffect(() => {
    if (data !== undefined) setSeen((before) => merge(before, data));
  }, [data]);
  return {
    events: seen.filter(({ created_at: at }) => at > clearedAt),
    error,
    isLoaded: data !== undefined,
    refetch: () => void refetch(),
    isFetching,
    clear: () => setClearedAt(seen[0]?.created_at ?? ''),
  };
}

/** Pages until the one that has the latest event that is known. */
async function readSince(type: string, latest: string | undefined): Promise<readonly ListedEvent[]> {
  const found: ListedEvent[] = [];
  let token: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = {
      limit: PAGE,
      ...(type === '' ? {} : { type }),
      ...(token === null ? {} : { next_token: token }),
    };
    const answer: { events: ListedEvent[]; next_token: string | null } = await answerOf(
      api.GET('/v1/events', { params: { query } }),
    );
    found.push(...answer.events);
    token = answer.next_token;
    const isClosed = latest === undefined || found.some(({ event_id: id }) => id === latest);
    if (isClosed || token === null) break;
  }
  return found;
}

/** What was read last is how it stands; what it does not have is kept. */
function merge(before: readonly ListedEvent[], read: readonly ListedEvent[]): readonly ListedEvent[] {
  const ids = new Set(read.map(({ event_id: id }) => id));
  return [...read, ...before.filter(({ event_id: id }) => !ids.has(id))]
    .toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1))
    .slice(0, MOST_EVENTS);
}
