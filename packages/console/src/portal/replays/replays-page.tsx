import { History } from 'lucide-react';
import { Link } from 'wouter';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import { useSession } from '../session/session.tsx';
import { describeReplayed, describeState } from './describe-replay.ts';
import { ReplayActions } from './replay-actions.tsx';
import { type Replay, useReplays } from './use-replays.ts';

const columns: readonly Column<Replay>[] = [
  { name: 'What', cell: (replay) => <What replay={replay} /> },
  { name: 'State', cell: (replay) => <State replay={replay} /> },
  { name: 'Progress', cell: (replay) => <Progress replay={replay} /> },
  {
    name: 'Found',
    align: 'end',
    optional: true,
    cell: ({ matched }) => formatNumber(matched),
  },
  {
    name: 'Sent',
    align: 'end',
    cell: ({ replayed, dry_run: isCount }) => (isCount ? 'counted only' : formatNumber(replayed)),
  },
  { name: 'Started', align: 'end', optional: true, cell: ({ created_at: at }) => <Time at={at} /> },
];

const ACTIONS: Column<Replay> = {
  name: 'Actions',
  isNameless: true,
  align: 'end',
  cell: (replay) => <ReplayActions replay={replay} />,
};

export default function ReplaysPage() {
  const { access } = useSession();
  const { data, error, isFetching, refetch } = useReplays();
  return (
    <Page
      title="Replays"
      note="Many deliveries again, and how far each has come."
      back={{ href: '/deliveries', name: 'Deliveries' }}
    >
      {error !== null && <Problem error={error} onRetry={() => refetch()} retrying={isFetching} />}
      {(data !== undefined || error === null) && (
        <Card flush>
          {data === undefined ? (
            <SkeletonLines count={5} />
          ) : data.length === 0 ? (
            <EmptyState
              icon={<History size={20} />}
              title="No replay yet"
              action={
                <Link href="/deliveries?status=DLQ" className="button" data-variant="primary">
                  See what was given up
                </Link>
              }
            >
              <p>After an outage, a replay delivers what it left behind: all of it, or what a filter says.</p>
            </EmptyState>
          ) : (
            <DataTable
              label="Replays"
              columns={access === 'full' ? [...columns, ACTIONS] : columns}
              rows={data}
              keyOf={({ replay_id: id }) => id}
            />
          )}
        </Card>
      )}
    </Page>
  );
}

function What({ replay }: { readonly replay: Replay }) {
  const { status, endpoint_id: endpoint, event_types: types, since, replay_id: id } = replay;
  return (
    <span className="endpoint-name">
      <span className="truncate">
        {describeReplayed(status)}
        {endpoint !== null && <> · {endpoint}</>}
        {types.length > 0 && (
          <>
            {' · '}
            <StrangeText text={types.join(', ')} most={80} />
          </>
        )}
        {since !== null && (
          <>
            {' · since '}
            <Time at={since} show="exact" />
          </>
        )}
      </span>
      <small className="truncate muted">{id}</small>
    </span>
  );
}

function State({ replay }: { readonly replay: Replay }) {
  const { name, tone } = describeState(replay);
  return <Badge tone={tone}>{name}</Badge>;
}

function Progress({ replay: { progress, state } }: { readonly replay: Replay }) {
  const share = state === 'done' ? 1 : progress;
  return (
    <progress className="progress" max={1} value={share} aria-label="Progress">
      {Math.round(share * 100)} %
    </progress>
  );
}
