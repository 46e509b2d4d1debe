import { useEffect, useState } from 'react';
import { Time } from '../../ui/time.tsx';
import { formatLeft } from './format-left.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/** How long it is until then, second by second. */
export function Countdown({ at }: { readonly at: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  const left = Date.parse(at) - now;
  if (Number.isNaN(left) || left >= HOUR_MS) return <Time at={at} />;
  return (
    <span role="timer" className="numeric">
      {left <= 0 ? 'now' : `in ${formatLeft(left)}`}
    </span>
  );
}
