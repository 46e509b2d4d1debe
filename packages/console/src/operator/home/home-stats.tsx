import { counted, formatNumber } from '../../ui/format.ts';
import { Problem } from '../../ui/problem.tsx';
import { type Stat, Stats } from '../../ui/stats.tsx';
import type { OverviewAnswer } from '../api/answers.ts';
import { callError } from '../api/call-error.ts';

export function HomeStats({ overview }: { readonly overview: OverviewAnswer }) {
  const { accepting, checks, failing_endpoints: failing, failing: tenants } = overview;
  const refused = checks.filter(({ state }) => state !== 'ok');
  return (
    <>
      {!accepting && (
        <Problem
          error={callError(
            503,
            'not_accepting',
            refused.map(({ check, detail }) => `${check}: ${detail}`).join('. '),
          )}
        />
      )}
      <Stats
        stats={[
          {
            name: 'Accepting',
            value: accepting ? 'Yes' : 'No',
            note: `${checks.length - refused.length} of ${checks.length} checks answer`,
            tone: accepting ? 'good' : 'bad',
          },
          ...queueStats(overview),
          {
            name: 'Failing endpoints',
            value: formatNumber(failing),
            note: failing === 0 ? 'none' : `of ${counted(tenants.length, 'tenant')}`,
            tone: failing === 0 ? 'good' : 'bad',
          },
          {
            name: 'Tenants',
            value: formatNumber(overview.tenants),
            note: `${overview.suspended_tenants} suspended · ${counted(overview.endpoints, 'endpoint')}, ${overview.paused_endpoints} paused`,
          },
        ]}
      />
    </>
  );
}

function queueStats({ queues }: OverviewAnswer): Stat[] {
  const sum = (kind: string, pick: (queue: OverviewAnswer['queues'][number]) => number) =>
    queues.filter((queue) => queue.kind === kind).reduce((total, queue) => total + pick(queue), 0);
  const trouble = sum('trouble', ({ waiting, under_way }) => waiting + under_way);
  return [
    {
      name: 'Waiting to be delivered',
      value: formatNumber(sum('delivering', ({ waiting }) => waiting)),
      note: `${sum('delivering', ({ under_way }) => under_way)} under way · ${sum('delivering', ({ delayed }) => delayed)} to be tried again`,
      tone: 'info',
    },
    {
      name: 'In dead-letter queues',
      value: formatNumber(trouble),
      note: 'about, of all kinds',
      tone: trouble === 0 ? 'good' : 'warn',
    },
  ];
}
