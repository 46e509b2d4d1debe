import { Card } from '../../ui/card.tsx';
import { Chart } from '../../ui/chart.tsx';
import type { Overview } from './read-overview.ts';

const SERIES = [{ name: 'Accepted', tone: 'info' }] as const;

/** Events are counted to the moment, so also in less than an hour. */
export function AcceptedChart({ accepted }: { readonly accepted: Overview['accepted'] }) {
  const { bucket_seconds: seconds, series } = accepted;
  return (
    <Card title="Events" note={`Accepted in each ${seconds / 60} minutes, counted to the moment.`}>
      <Chart
        label="Accepted events by time"
        series={SERIES}
        buckets={series.map(({ from, count }) => ({ from, values: [count] }))}
        bucketSeconds={seconds}
      />
    </Card>
  );
}
