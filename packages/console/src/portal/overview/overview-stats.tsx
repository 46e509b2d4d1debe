import { formatCount, formatNumber } from '../../ui/format.ts';
import { Stats } from '../../ui/stats.tsx';
import type { Overview } from './use-overview.ts';

export function OverviewStats({ overview }: { readonly overview: Overview }) {
  const { accepted, outcomes, now } = overview;
  return (
    <Stats
      stats={[
        { name: 'Accepted', tone: 'info', value: formatCount(accepted), note: 'events' },
        { name: 'Delivered', tone: 'good', value: formatNumber(outcomes.delivered), note: 'answered 2xx' },
        { name: 'Failed', tone: 'bad', value: formatNumber(outcomes.attempts_failed), note: 'attempts' },
        { name: 'Held', tone: 'warn', value: formatCount(now.held), note: 'waiting now' },
        { name: 'Dead', tone: 'bad', value: formatCount(now.dead), note: 'given up, not yet retried' },
      ]}
    />
  );
}
