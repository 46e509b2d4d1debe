const NUMBER = new Intl.NumberFormat('en');
const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

export const formatNumber = (value: number): string => NUMBER.format(value);

/** A count that may be cut: "1,000+". */
export const formatCount = ({
  count,
  at_least: atLeast,
}: {
  readonly count: number;
  readonly at_least: boolean;
}) => `${formatNumber(count)}${atLeast ? '+' : ''}`;

/** Never rounded up to 100 %: one failure in ten thousand is a failure. */
export const formatRate = (rate: number): string =>
  rate < 1 && rate > 0.999 ? '99.9%' : PERCENT.format(rate);

export const formatMs = (ms: number): string =>
  ms < 1000
    ? `${Math.round(ms)} ms`
    : ms < 60_000
      ? `${(ms / 1000).toFixed(1)} s`
      : `${Math.round(ms / 60_000)} min`;

export const formatBytes = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 * 1024
      ? `${(bytes / 1024).toFixed(1)} KiB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

/** "1 endpoint", "3 endpoints". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;
