import { formatNumber } from '../../ui/format.ts';
import type { HealthBucket } from '../../ui/health-bars.tsx';

type Outcomes = {
  readonly delivered: number;
  readonly attempts_failed: number;
  readonly dead: number;
  readonly held: number;
};

export function describeHealth({ delivered, attempts_failed: failed }: Outcomes): string {
  const attempts = delivered + failed;
  return attempts === 0
    ? 'No attempts'
    : `${formatNumber(delivered)} of ${formatNumber(attempts)} attempts were answered with 2xx`;
}

export const healthBuckets = ({
  series,
}: {
  readonly series: readonly Outcomes[];
}): readonly HealthBucket[] =>
  series.map(({ delivered, attempts_failed: failed, held, dead }) => ({
    delivered,
    failed,
    other: held + dead,
  }));
