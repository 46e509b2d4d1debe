import { Card } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart.tsx';
import type { Overview, Range } from './read-overview.ts';

const SERIES = [
  { name: 'Delivered', tone: 'good' },
  { name: 'Held', tone: 'warn' },
  { name: 'Failed attempts', tone: 'bad' },
] as const;

/** Workers count by whole hours, by the clock of UTC. */
const NOTES: Readonly<Record<Range, string>> = {
  '1h': 'By whole hours: this one and the one before.',
  '24h': 'By the hour.',
  '7d': 'By six hours.',
};

export type OutcomesChartProps = { readonly outcomes: Overview['outcomes']; readonly range: Range };

export function OutcomesChart({ outcomes, range }: OutcomesChartProps) {
  const buckets = outcomes.series.map(({ from, delivered, held, attempts_failed: failed }) => ({
    from,
    values: [delivered, held, failed],
  }));
  return (
    <Card title="Deliveries" note={`${NOTES[range]} Counted within a minute.`}>
      <Chart
        label="Deliveries by time"
        series={SERIES}
        buckets={buckets}
        bucketSeconds={outcomes.bucket_seconds}
      />
    </Card>
  );
}
