import { Card } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart.tsx';
import type { Overview } from './use-overview.ts';

const SERIES = [
  { name: 'Delivered', tone: 'good' },
  { name: 'Held', tone: 'warn' },
  { name: 'Failed attempts', tone: 'bad' },
] as const;

export function OutcomesChart({ outcomes }: { readonly outcomes: Overview['outcomes'] }) {
  const buckets = outcomes.series.map(({ from, delivered, held, attempts_failed: failed }) => ({
    from,
    values: [delivered, held, failed],
  }));
  return (
    <Card title="Deliveries" note="Counted within a minute.">
      <Chart
        label="Deliveries by time"
        series={SERIES}
        buckets={buckets}
        bucketSeconds={outcomes.bucket_seconds}
      />
    </Card>
  );
}
