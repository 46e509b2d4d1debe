import { useSyncExternalStore } from 'react';
import { Tooltip } from './tooltip.tsx';

export type TimeProps = {
  /** ISO 8601. */
  readonly at: string;
  /** `ago`: "3 min ago", `exact`: date and time to the second, `clock`: time of the day with milliseconds. */
  readonly show?: 'ago' | 'exact' | 'clock';
};

/** A time in the reader's zone, with UTC at hand. */
export function Time({ at, show = 'ago' }: TimeProps) {
  const date = new Date(at);
  const now = useNow(show === 'ago');
  if (Number.isNaN(date.getTime())) return <span className="numeric">{at}</span>;
  return (
    <Tooltip
      text={
        <span className="numeric">
          {EXACT.format(date)}
          <br />
          {date.toISOString().replace('T', ' ').replace('Z', ' UTC')}
        </span>
      }
    >
      <time dateTime={at} className="numeric" {...REACHABLE}>
        {show === 'ago'
          ? formatAgo(date.getTime() - now)
          : show === 'exact'
            ? EXACT.format(date)
            : CLOCK.format(date)}
      </time>
    </Tooltip>
  );
}

/** By keyboard too: UTC is in its tooltip. */
const REACHABLE = { tabIndex: 0 } as const;

const EXACT = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});
const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});
const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' });

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** "in 3min" and "2h ago"; in one unit, the largest of which there is more than one and a half. */
export function formatAgo(differenceMs: number): string {
  const size = Math.abs(differenceMs);
  if (size < 2000) return differenceMs > 0 ? 'now' : 'just now';
  const [unit, ms] = UNITS.find(([, each]) => size >= each * 1.5) ?? ['second', 1000];
  return AGO.format(Math.round(differenceMs / ms), unit);
}

const TICK_MS = 5000;
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const never = (): (() => void) => () => undefined;

/** One timer for all the times of a page. */
function useNow(isTicking: boolean): number {
  return useSyncExternalStore(isTicking ? subscribe : never, () => nowMs);
}
