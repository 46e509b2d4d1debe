import { formatCount, formatNumber } from '../../ui/format.ts';
import { Stats } from '../../ui/stats.tsx';
import type { Overview } from './read-overview.ts';

const HOUR = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

export function OverviewStats({ overview }: { readonly overview: Overview }) {
  const { accepted, outcomes, now, range } = overview;
  // They are counted by whole hours, so "1 hour" is up to two of theirs.
  const since =
    range === '1h' ? `, since ${HOUR.format(new Date(outcomes.series[0]?.from ?? overview.since))}` : '';
  return (
    <Stats
      stats={[
        { name: 'Accepted', tone: 'info', value: formatCount(accepted), note: 'events' },
        {
          name: 'Delivered',
          tone: 'good',
          value: formatNumber(outcomes.delivered),
          note: `answered 2xx${since}`,
        },
        {
          name: 'Failed',
          tone: 'bad',
          value: formatNumber(outcomes.attempts_failed),
          note: `attempts${since}`,
        },
        { name: 'Held', tone: 'warn', value: formatCount(now.held), note: 'waiting now' },
        { name: 'Dead', tone: 'bad', value: formatCount(now.dead), note: 'given up, not yet retried' },
      ]}
    />
  );
}
