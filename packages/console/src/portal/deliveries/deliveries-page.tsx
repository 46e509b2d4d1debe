import { Activity, History, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { counted } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ReplayButton } from '../replays/replay-button.tsx';
import { useSession } from '../session/session.tsx';
import { DeliveriesTable } from './deliveries-table.tsx';
import { EventFilters } from './event-filters.tsx';
import { isEmpty } from './read-filter.ts';
import { RetrySelection } from './retry-selection.tsx';
import { useEvents } from './use-events.ts';
import { useFilter } from './use-filter.ts';

const NONE: ReadonlySet<string> = new Set();

export default function DeliveriesPage() {
  const { access } = useSession();
  const [filter, change] = useFilter();
  const [isLive, setLive] = useState(true);
  const [selected, setSelected] = useState(NONE);
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useEvents(
    filter,
    isLive,
  );
  const events = data?.pages.flatMap((page) => page.events);
  const isFollowing = isLive && data?.pages.length === 1;
  // What has left the list is not retried unseen.
  const chosen = events?.map(({ event_id: id }) => id).filter((id) => selected.has(id)) ?? [];
  return (
    <Page
      title="Deliveries"
      note="Each event that was accepted, and what came of it."
      actions={
        <>
          <Button
            aria-pressed={isLive}
            icon={isLive ? <Pause size={15} aria-hidden="true" /> : <Play size={15} aria-hidden="true" />}
            onClick={() => setLive(!isLive)}
          >
            {isLive ? 'Stop refreshing' : 'Refresh live'}
          </Button>
          <Link href="/replays" className="button">
            <History size={15} aria-hidden="true" />
            Replays
          </Link>
          {access === 'full' && <ReplayButton filter={filter} />}
        </>
      }
    >
      <EventFilters filter={filter} onChange={change} />
      {error !== null && <Problem error={error} onRetry={() => refetch()} retrying={isFetching} />}
      {(events !== undefined || error === null) && (
        <Card flush>
          {events === undefined ? (
            <SkeletonLines count={10} />
          ) : events.length === 0 && !hasNextPage ? (
            <NoEvents isFiltered={!isEmpty(filter)} />
          ) : (
            <>
              {chosen.length > 0 && (
                <div className="card-body row" data-apart="">
                  <span>{counted(chosen.length, 'event')} chosen</span>
                  <RetrySelection
                    eventIds={chosen}
                    endpoint={filter.endpoint}
                    onDone={() => setSelected(NONE)}
                  />
                </div>
              )}
              <DeliveriesTable
                events={events}
                endpoint={filter.endpoint}
                selection={access === 'full' ? { keys: selected, onChange: setSelected } : undefined}
              />
              <div className="card-body row" data-apart="" aria-live="polite">
                <span className="small muted">
                  {counted(events.length, 'event')} shown
                  {isFollowing ? ', refreshed every few seconds' : ', not refreshed now'}
                </span>
                {hasNextPage && (
                  <Button size="small" busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
                    Show older ones
                  </Button>
                )}
              </div>
            </>
          )}
        </Card>
      )}
    </Page>
  );
}

function NoEvents({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <EmptyState icon={<Activity size={20} />} title="Nothing is like that">
        <p>No event matches all of these filters. Leave one of them out, or look at a longer time.</p>
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<Activity size={20} />}
      title="No event yet"
      action={
        <Link href="/endpoints" className="button" data-variant="primary">
          Go to the endpoints
        </Link>
      }
    >
      <p>
        Events appear here as soon as they are accepted. Send one with your API key, or a test event from one
        of your endpoints.
      </p>
    </EmptyState>
  );
}
