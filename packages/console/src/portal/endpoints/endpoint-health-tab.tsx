import { Link } from 'wouter';
import { Card } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatCount, formatMs, formatNumber, formatRate } from '../../ui/format.ts';
import { Nothing } from '../../ui/nothing.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Stats } from '../../ui/stats.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import { useOverview } from '../overview/use-overview.ts';
import { EventTypes } from './event-types.tsx';
import type { Endpoint } from './use-endpoints.ts';

const SERIES = [
  { name: 'Delivered', tone: 'good' },
  { name: 'Held', tone: 'warn' },
  { name: 'Failed attempts', tone: 'bad' },
] as const;

export function EndpointHealthTab({ endpoint }: { readonly endpoint: Endpoint }) {
  const { health } = endpoint;
  const day = health.last_day;
  const attempts = (day?.delivered ?? 0) + (day?.attempts_failed ?? 0);
  return (
    <div className="stack">
      <StateNotice endpoint={endpoint} />
      <Stats
        stats={[
          { name: 'Delivered', tone: 'good', value: formatNumber(day?.delivered ?? 0), note: 'in 24 hours' },
          { name: 'Failed', tone: 'bad', value: formatNumber(day?.attempts_failed ?? 0), note: 'attempts' },
          {
            name: 'Success',
            value: day === null || attempts === 0 ? <Nothing /> : formatRate(day.delivered / attempts),
            note: 'of attempts',
          },
          {
            name: 'Answer p95',
            value: day?.answer_ms_p95 == null ? <Nothing /> : formatMs(day.answer_ms_p95),
            note: '95 of 100 are faster',
          },
          { name: 'Held', tone: 'warn', value: formatCount(health.held), note: 'waiting now' },
          { name: 'Dead', tone: 'bad', value: formatCount(health.dead), note: 'given up' },
        ]}
      />
      <DayChart id={endpoint.endpoint_id} />
      <Card title="About it">
        <Facts
          facts={[
            ['Id', <code key="id">{endpoint.endpoint_id}</code>],
            [
              'Events',
              <EventTypes key="types" types={endpoint.event_types} filter={endpoint.filter} most={20} />,
            ],
            [
              'Last success',
              health.last_success_at === null ? (
                <Nothing key="no" />
              ) : (
                <Time key="at" at={health.last_success_at} />
              ),
            ],
            ...(endpoint.tls === null
              ? []
              : [
                  [
                    'Client certificate',
                    <span key="tls">
                      <StrangeText text={endpoint.tls.subject} most={200} />, until{' '}
                      <Time at={endpoint.tls.expires_at} />
                    </span>,
                  ] as const,
                ]),
            [
              'Made',
              endpoint.created_at === null ? (
                <Nothing key="no" />
              ) : (
                <Time key="at" at={endpoint.created_at} show="exact" />
              ),
            ],
            [
              'Changed',
              endpoint.updated_at === null ? (
                <Nothing key="no" />
              ) : (
                <Time key="at" at={endpoint.updated_at} show="exact" />
              ),
            ],
            ...Object.entries(endpoint.metadata).map(
              ([name, value]) => [name, <StrangeText key={name} text={value} />] as const,
            ),
          ]}
        />
      </Card>
      <p className="small">
        <Link href={`/deliveries?endpoint=${encodeURIComponent(endpoint.endpoint_id)}`}>Its deliveries</Link>
      </p>
    </div>
  );
}

function StateNotice({ endpoint }: { readonly endpoint: Endpoint }) {
  const { health, status, status_reason: reason, status_changed_at: changedAt } = endpoint;
  if (status !== 'ENABLED')
    return (
      <Notice tone={status === 'PAUSED' ? 'warn' : 'bad'}>
        <strong>Nothing is sent to it.</strong> {reason !== null && <StrangeText text={reason} />}{' '}
        {changedAt !== null && (
          <span className="muted">
            Since <Time at={changedAt} />.
          </span>
        )}
      </Notice>
    );
  if (health.breaker === 'closed') return undefined;
  return (
    <Notice tone="bad">
      <strong>
        {health.cause === 'retry_after'
          ? 'It asked for a pause.'
          : `It failed ${health.failures_in_a_row} times in a row.`}
      </strong>{' '}
      Deliveries are held, and sent oldest first once it answers again.
      {health.next_probe_at !== null && (
        <>
          {' '}
          The next try is <Time at={health.next_probe_at} />.
        </>
      )}
    </Notice>
  );
}

function DayChart({ id }: { readonly id: string }) {
  const { data } = useOverview('24h');
  const seen = data?.endpoints.find((each) => each.endpoint_id === id);
  if (data === undefined || seen === undefined) return undefined;
  const buckets = data.outcomes.series.map(({ from }, index) => {
    const bucket = seen.series[index];
    return { from, values: [bucket?.delivered ?? 0, bucket?.held ?? 0, bucket?.attempts_failed ?? 0] };
  });
  return (
    <Card title="Last 24 hours">
      <Chart
        label={`Deliveries to ${id} by hour`}
        series={SERIES}
        buckets={buckets}
        bucketSeconds={data.outcomes.bucket_seconds}
      />
    </Card>
  );
}
