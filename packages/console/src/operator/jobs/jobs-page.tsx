import { ListRestart } from 'lucide-react';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { ReplaysAnswer } from '../api/answers.ts';
import { useCommand } from '../api/use-command.ts';
import { Answered } from '../ui/answered.tsx';
import { CommandLines } from '../ui/command-lines.tsx';
import { RefreshButton } from '../ui/refresh-button.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { JobActions } from './job-actions.tsx';

const INPUT = { max: '100' };
const EVERY_MS = 3_000;

/** Replays of all tenants, which run by themselves. */
export default function JobsPage() {
  const jobs = useCommand('replays list', INPUT, { everyMs: EVERY_MS });
  return (
    <Page
      title="Jobs"
      note="Replays of all tenants in the last 30 days. They run in the deployment, whether or not this page is open."
      actions={<RefreshButton of={jobs} />}
    >
      <Answered of={jobs}>
        {({ replays, complete }) => (
          <Card title="Replays" note={complete ? 'All' : 'The newest 100'} flush>
            {replays.length === 0 ? (
              <EmptyState icon={<ListRestart size={20} />} title="No job was started">
                <p>Start one from “Dead and held”, to deliver many again at a rate that an endpoint bears.</p>
              </EmptyState>
            ) : (
              <JobTable rows={replays} />
            )}
          </Card>
        )}
      </Answered>
      <CommandLines commands={[['replays list', INPUT]]} />
    </Page>
  );
}

type Row = ReplaysAnswer['replays'][number];

function JobTable({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <DataTable
      label="Replays"
      rows={rows}
      keyOf={({ replay_id }) => replay_id}
      columns={[
        {
          name: 'Tenant',
          cell: ({ tenant_id, endpoint_id }) => (
            <>
              <StrangeText text={tenant_id} />
              <br />
              <span className="small muted">{endpoint_id ?? 'all endpoints'}</span>
            </>
          ),
        },
        { name: 'What', cell: ({ status, dry_run }) => `${status}${dry_run ? ', only counted' : ''}` },
        {
          name: 'State',
          cell: ({ state, reason }) => (
            <>
              <StateBadge state={state} />
              {reason !== null && <span className="small muted"> {reason.replaceAll('_', ' ')}</span>}
            </>
          ),
        },
        { name: 'Progress', cell: (job) => <JobProgress job={job} /> },
        {
          name: 'Started again',
          align: 'end',
          optional: true,
          cell: ({ replayed, matched }) => `${formatNumber(replayed)} of ${formatNumber(matched)}`,
        },
        { name: 'Begun', optional: true, cell: ({ created_at }) => <Time at={created_at} /> },
        { name: 'What can be done', isNameless: true, align: 'end', cell: (job) => <JobActions job={job} /> },
      ]}
    />
  );
}

const WHOLE = 100;

const JobProgress = ({ job: { progress, replay_id } }: { readonly job: Row }) => (
  <progress
    className="progress"
    value={Math.round(progress * WHOLE)}
    max={WHOLE}
    aria-label={`Progress of ${replay_id}`}
  />
);
