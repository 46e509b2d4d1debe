import { type ReactNode, useDeferredValue } from 'react';
import { formatNumber } from './format.ts';
import { niceSteps } from './nice-steps.ts';
import type { Tone } from './tone.ts';
import { Tooltip } from './tooltip.tsx';
import { useWidth } from './use-width.ts';

export type ChartSeries = { readonly name: string; readonly tone: Tone };

export type ChartBucket = {
  /** ISO 8601: where it begins. */
  readonly from: string;
  /** One for each series; null: not known. */
  readonly values: readonly (number | null)[];
};

export type ChartProps = {
  readonly label: string;
  readonly series: readonly ChartSeries[];
  readonly buckets: readonly ChartBucket[];
  readonly bucketSeconds: number;
};

const HEIGHT = 190;
const LEFT = 40;
const BOTTOM = 22;
const TOP = 6;
const USUAL_FONT_PIXELS = 14;

/** Stacked columns over time. The same numbers are in a table, for whoever does not see them. */
export function Chart({ label, series, buckets, bucketSeconds }: ChartProps) {
  const [figure, pixels] = useWidth<HTMLElement>(720);
  const scale = scaleOfPage();
  // The columns are seen first, and can be pointed at a moment later.
  const hasTooltips = useDeferredValue(true, false);
  const width = pixels / scale;
  const totals = buckets.map(({ values }) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0));
  const steps = niceSteps(Math.max(...totals, 1));
  const top = steps.at(-1) ?? 1;
  const column = (width - LEFT) / Math.max(buckets.length, 1);
  const toY = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - TOP);
  const every = Math.ceil(buckets.length / Math.max(2, Math.floor(width / 110)));
  return (
    <figure className="stack chart-figure" ref={figure}>
      <svg className="chart" viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT * scale} aria-hidden="true">
        {steps.map((step) => (
          <g key={step}>
            <line className="chart-grid" x1={LEFT} x2={width} y1={toY(step)} y2={toY(step)} />
            <text x={LEFT - 8} y={toY(step) + 4} textAnchor="end">
              {COMPACT.format(step)}
            </text>
          </g>
        ))}
        {buckets.map((bucket, index) => {
          const x = LEFT + index * column;
          return (
            <g key={bucket.from}>
              <StackedBar
                series={series}
                values={bucket.values}
                x={x + column * 0.15}
                width={column * 0.7}
                toY={toY}
              />
              {index % every === 0 && (
                <text x={x + column / 2} y={HEIGHT - 5} textAnchor="middle">
                  {formatBucket(bucket.from, bucketSeconds)}
                </text>
              )}
              {hasTooltips && (
                <Tooltip text={describeBucket(bucket, series, bucketSeconds)}>
                  <rect className="chart-column" x={x} y={0} width={column} height={HEIGHT - BOTTOM} />
                </Tooltip>
              )}
            </g>
          );
        })}
      </svg>
      <ul className="chart-legend" aria-hidden="true">
        {series.map(({ name, tone }) => (
          <li key={name}>
            <span className="dot" data-tone={tone} />
            {name}
          </li>
        ))}
      </ul>
      <ChartTable label={label} series={series} buckets={buckets} bucketSeconds={bucketSeconds} />
    </figure>
  );
}

/** On a large screen all is larger, by the font size of the page, and what is drawn too. */
const scaleOfPage = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_FONT_PIXELS;

type StackedBarProps = {
  readonly series: readonly ChartSeries[];
  readonly values: readonly (number | null)[];
  readonly x: number;
  readonly width: number;
  readonly toY: (value: number) => number;
};

function StackedBar({ series, values, x, width, toY }: StackedBarProps) {
  let below = 0;
  return series.map(({ name, tone }, index) => {
    const value = values[index] ?? 0;
    const y = toY(below + value);
    const height = toY(below) - y;
    below += value;
    // One in ten thousand is still seen.
    return value === 0 ? undefined : (
      <rect
        key={name}
        className={`fill-${tone}`}
        x={x}
        width={width}
        y={Math.min(y, toY(0) - 1.5)}
        height={Math.max(height, 1.5)}
        rx={1}
      />
    );
  });
}

function ChartTable({ label, series, buckets, bucketSeconds }: ChartProps) {
  return (
    <table className="sr-only">
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          {series.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {buckets.map(({ from, values }) => (
          <tr key={from}>
            <th scope="row">{formatBucket(from, bucketSeconds)}</th>
            {series.map(({ name }, index) => (
              <td key={name}>{values[index] ?? 'not known'}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact' });
const HOUR = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric' });
const BOTH = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

const formatBucket = (from: string, bucketSeconds: number): string =>
  (bucketSeconds > 3600 ? DAY : HOUR).format(new Date(from));

function describeBucket(
  bucket: ChartBucket,
  series: readonly ChartSeries[],
  bucketSeconds: number,
): ReactNode {
  const from = new Date(bucket.from);
  const to = new Date(from.getTime() + bucketSeconds * 1000);
  return (
    <>
      {BOTH.format(from)} – {HOUR.format(to)}
      {series.map(({ name }, index) => {
        const value = bucket.values[index];
        return (
          <span key={name} className="numeric">
            <br />
            {name}: {value === null || value === undefined ? 'not known' : formatNumber(value)}
          </span>
        );
      })}
    </>
  );
}
