import { Plus, Webhook } from 'lucide-react';
import { Link, useSearchParams } from 'wouter';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useSession } from '../session/session.tsx';
import { AcceptedChart } from './accepted-chart.tsx';
import { Attention } from './attention.tsx';
import { EndpointHealth } from './endpoint-health.tsx';
import { OutcomesChart } from './outcomes-chart.tsx';
import { OverviewSkeleton } from './overview-skeleton.tsx';
import { OverviewStats } from './overview-stats.tsx';
import { RANGES, type Range, rangeIn } from './read-overview.ts';
import { useOverview } from './use-overview.ts';

const NAMES: Readonly<Record<Range, string>> = { '1h': '1 hour', '24h': '24 hours', '7d': '7 days' };

export default function OverviewPage() {
  const [search, setSearch] = useSearchParams();
  const range = rangeIn(search);
  const { data, error, isFetching, refetch } = useOverview(range);
  // While another range is read, the one before is in sight.
  const shown = data?.range ?? range;
  return (
    <Page
      title="Overview"
      note="What was sent to your endpoints, and what came of it."
      actions={
        <Segments
          label="Time"
          value={range}
          options={RANGES.map((value) => ({ value, name: NAMES[value] }))}
          onChange={(value) => setSearch({ range: value }, { replace: true })}
        />
      }
    >
      {error !== null && <Problem error={error} onRetry={() => refetch()} retrying={isFetching} />}
      {data === undefined ? (
        error === null && <OverviewSkeleton />
      ) : data.endpoints.length === 0 ? (
        <FirstSteps />
      ) : (
        <>
          <Attention items={data.attention} />
          <OverviewStats overview={data} />
          {shown === '1h' ? (
            <div className="columns">
              <AcceptedChart accepted={data.accepted} />
              <OutcomesChart outcomes={data.outcomes} range={shown} />
            </div>
          ) : (
            <OutcomesChart outcomes={data.outcomes} range={shown} />
          )}
          <EndpointHealth endpoints={data.endpoints} range={shown} />
        </>
      )}
    </Page>
  );
}

function FirstSteps() {
  const { access } = useSession();
  return (
    <Card flush>
      <EmptyState
        icon={<Webhook size={20} />}
        title="Add your first endpoint"
        action={
          access === 'full' && (
            <Link href="/endpoints/new" className="button" data-variant="primary">
              <Plus size={15} aria-hidden="true" />
              Add endpoint
            </Link>
          )
        }
      >
        <p>
          An endpoint is an address of yours to which events are posted as they happen. Add one, send it a
          test event, and watch its answer: it takes a minute.
        </p>
      </EmptyState>
    </Card>
  );
}
