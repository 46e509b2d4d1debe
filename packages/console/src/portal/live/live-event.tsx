import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { answerOf, api } from '../../api/client.ts';
import { Card } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { EventBadge } from '../deliveries/event-badge.tsx';
import { EventPayload } from '../deliveries/event-payload.tsx';
import { LoadedRequest } from '../deliveries/sent-request.tsx';
import { Attempts } from '../endpoints/attempts.tsx';

const POLL_MS = 1_500;

/** One event with its payload, and to each endpoint the request that was made and what it answered. */
export function LiveEvent({ eventId }: { readonly eventId: string }) {
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['event', eventId],
    queryFn: () => answerOf(api.GET('/v1/events/{event_id}', { params: { path: { event_id: eventId } } })),
    refetchInterval: ({ state }) =>
      state.data?.status === 'PENDING' || state.data?.status === 'FAILED' ? POLL_MS : false,
  });
  return (
    <div className="stack">
      <Card
        title="Payload"
        actions={<Link href={`/deliveries/${encodeURIComponent(eventId)}`}>All of this event</Link>}
      >
        <EventPayload eventId={eventId} />
      </Card>
      {error !== null && <Problem error={error} onRetry={() => refetch()} retrying={isFetching} />}
      {data === undefined && error === null && <SkeletonLines count={4} />}
      {data?.deliveries.map(({ endpoint_id: id, status, attempts, next_attempt_at: next }) => {
        const latest = attempts.at(-1);
        return (
          <Card key={id} title={id} actions={<EventBadge status={status} />}>
            <div className="stack">
              {latest === undefined ? (
                <p className="muted">No attempt was made yet.</p>
              ) : (
                <LoadedRequest eventId={eventId} endpointId={id} startedAt={latest.started_at} />
              )}
              <Attempts attempts={latest === undefined ? [] : [latest]} next={next} to={id} />
            </div>
          </Card>
        );
      })}
    </div>
  );
}
