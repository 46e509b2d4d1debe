import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { answerOf, api } from '../../api/client.ts';
import type { paths } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import { CopyLine } from '../../ui/code.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import { DeliveryCard } from './delivery-card.tsx';
import { EventBadge } from './event-badge.tsx';
import { EventPayload } from './event-payload.tsx';

type ReadEvent = paths['/v1/events/{event_id}']['get']['responses'][200]['content']['application/json'];

const BACK = { href: '/deliveries', name: 'Deliveries' } as const;

const SOON_MS = 1_500;
const LATER_MS = 10_000;

export default function DeliveryPage() {
  const { id = '' } = useParams();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['event', id],
    queryFn: () => answerOf(api.GET('/v1/events/{event_id}', { params: { path: { event_id: id } } })),
    refetchInterval: ({ state }) =>
      state.data?.status === 'PENDING' || state.data?.status === 'FAILED' ? SOON_MS : LATER_MS,
  });
  if (data !== undefined) return <LoadedEvent event={data} />;
  return (
    <Page title="Delivery" back={BACK}>
      {error === null ? (
        <SkeletonLines count={12} />
      ) : (
        <Problem error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
    </Page>
  );
}

function LoadedEvent({ event }: { readonly event: ReadEvent }) {
  const { event_id: id, event_type: type, deliveries } = event;
  return (
    <Page
      title={type === undefined ? 'Event without a type' : <StrangeText text={type} most={120} />}
      name={id}
      back={BACK}
      note={
        <span className="row">
          <EventBadge status={event.status} />
          <code>{id}</code>
        </span>
      }
    >
      <div className="columns">
        <div className="stack">
          {deliveries.length === 0 && (
            <Notice>
              No endpoint wanted it when it was accepted, so it is stored and was sent to nobody. An endpoint
              that wants it can still get it by a replay of what it is missing.
            </Notice>
          )}
          {deliveries.map((delivery) => (
            <DeliveryCard key={delivery.endpoint_id} eventId={id} delivery={delivery} />
          ))}
        </div>
        <div className="stack">
          <Card title="Payload" note="As it came in, byte for byte, and as it is sent.">
            <EventPayload eventId={id} />
          </Card>
          <Card title="About it">
            <Facts facts={factsOf(event)} />
          </Card>
        </div>
      </div>
    </Page>
  );
}

const factsOf = (event: ReadEvent) =>
  [
    ['Event id', <CopyLine key="id" text={event.event_id} what="the event id" />],
    ['Accepted', <Time key="at" at={event.created_at} show="exact" />],
    ...(event.ordering_key === undefined
      ? []
      : [['Ordering key', <StrangeText key="key" text={event.ordering_key} />] as const]),
    ...(event.source === undefined
      ? []
      : [
          [
            'Made of',
            <StrangeText key="source" text={`${event.source.provider} ${event.source.provider_id}`} />,
          ] as const,
        ]),
    ['Correlation id', <CopyLine key="correlation" text={event.correlation_id} what="the correlation id" />],
  ] as const;
