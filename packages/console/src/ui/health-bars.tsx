import { Tooltip } from './tooltip.tsx';

export type HealthBucket = {
  readonly delivered: number;
  readonly failed: number;
  /** Held, or given up. */
  readonly other: number;
};

export type HealthBarsProps = {
  /** In words, for whoever does not see the bars: "98% of 1,204 attempts succeeded". */
  readonly label: string;
  readonly buckets: readonly HealthBucket[];
};

const HEIGHT = 28;
const GAP = 1;
const WIDTH = 5;

/** How an endpoint did over time, small: a bar for each bucket, coloured by what came of its attempts. */
export function HealthBars({ label, buckets }: HealthBarsProps) {
  const most = Math.max(...buckets.map(({ delivered, failed, other }) => delivered + failed + other), 1);
  return (
    <Tooltip text={label}>
      <svg
        className="bars"
        viewBox={`0 0 ${buckets.length * (WIDTH + GAP)} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {buckets.map((bucket, index) => (
          <Bar key={index} bucket={bucket} most={most} x={index * (WIDTH + GAP)} />
        ))}
      </svg>
    </Tooltip>
  );
}

type BarProps = { readonly bucket: HealthBucket; readonly most: number; readonly x: number };

function Bar({ bucket, most, x }: BarProps) {
  const total = bucket.delivered + bucket.failed + bucket.other;
  if (total === 0) return <rect className="fill-idle" x={x} y={HEIGHT - 3} width={WIDTH} height={3} rx={1} />;
  const parts = [
    ['fill-good', bucket.delivered],
    ['fill-warn', bucket.other],
    ['fill-bad', bucket.failed],
  ] as const;
  // By the root, so that a quiet hour is seen beside a busy one.
  const height = Math.max(6, HEIGHT * Math.sqrt(total / most));
  let y = HEIGHT;
  return parts.map(([fill, value]) => {
    if (value === 0) return undefined;
    const size = Math.max(2, (value / total) * height);
    y -= size;
    return <rect key={fill} className={fill} x={x} y={y} width={WIDTH} height={size} />;
  });
}
