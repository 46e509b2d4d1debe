import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { answerOf, api } from '../../api/client.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Attempts } from './attempts.tsx';

const POLL_MS = 700;

const WATCHED = new Set(['PENDING', 'FAILED']);

/** What becomes of one event at one endpoint, watched until it is decided. */
export function TestDelivery({
  eventId,
  endpointId,
}: {
  readonly eventId: string;
  readonly endpointId: string;
}) {
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['event', eventId],
    queryFn: () => answerOf(api.GET('/v1/events/{event_id}', { params: { path: { event_id: eventId } } })),
    refetchInterval: ({ state }) =>
      state.data === undefined || WATCHED.has(state.data.status) ? POLL_MS : false,
  });
  const delivery = data?.deliveries.find((each) => each.endpoint_id === endpointId);
  const attempts = delivery?.attempts ?? [];
  return (
    <Card
      title="What became of it"
      actions={
        delivery !== undefined && <DeliveryBadge status={delivery.status} attempts={attempts.length} />
      }
    >
      <div className="stack" aria-live="polite">
        {error !== null && <Problem error={error} onRetry={() => refetch()} retrying={isFetching} />}
        {attempts.length === 0 && error === null && delivery?.status !== 'HELD' && (
          <div className="stack" data-tight="">
            <p className="muted">Accepted and queued. Waiting for the answer of your server.</p>
            <Skeleton width="70%" />
            <Skeleton width="45%" />
          </div>
        )}
        {delivery?.status === 'HELD' && (
          <p className="muted">
            It is held, because the endpoint is not in service now, and sent once it is.
          </p>
        )}
        <Attempts attempts={attempts} next={delivery?.next_attempt_at} />
        <p className="small">
          <Link href={`/deliveries/${eventId}`}>{eventId}</Link>
        </p>
      </div>
    </Card>
  );
}

type DeliveryStatus = 'PENDING' | 'FAILED' | 'DELIVERED' | 'DLQ' | 'HELD' | 'PURGED';

function DeliveryBadge({ status, attempts }: { readonly status: DeliveryStatus; readonly attempts: number }) {
  switch (status) {
    case 'DELIVERED':
      return <Badge tone="good">Delivered</Badge>;
    case 'FAILED':
      return <Badge tone="bad">Failed, will be tried again</Badge>;
    case 'DLQ':
    case 'PURGED':
      return <Badge tone="bad">Given up</Badge>;
    case 'HELD':
      return <Badge tone="warn">Held</Badge>;
    case 'PENDING':
      return <Badge tone="info">{attempts === 0 ? 'On its way' : 'Being tried'}</Badge>;
  }
}
