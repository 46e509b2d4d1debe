// Events and callbacks at a steady rate to a local stack of its own, here; fails when one that was accepted does not arrive.
import { parseArgs } from 'node:util';
import type { LoadResult } from '../load/open-loop.ts';
import { runLoad } from '../load/run-load.ts';

const MAX_COUNT = 10_000;
const MAX_RATE = 200;
const { values } = parseArgs({
  options: { count: { type: 'string', default: '500' }, rate: { type: 'string', default: '20' } },
});
const [count, ratePerSecond] = [values.count, values.rate].map(Number);
if (
  !count ||
  !ratePerSecond ||
  count < 1 ||
  count > MAX_COUNT ||
  ratePerSecond < 0 ||
  ratePerSecond > MAX_RATE
)
  throw new Error(
    `--count=${values.count} --rate=${values.rate}: requests of each kind, from 1 to ${MAX_COUNT}, and how many a second, up to ${MAX_RATE}.`,
  );

const print = (name: string, { answers, p50, p95, p99 }: LoadResult): void => {
  const statuses = Object.entries(answers).map(([status, times]) => `${times} × ${status}`);
  const [ms50, ms95, ms99] = [p50, p95, p99].map((ms) => ms.toFixed(0));
  console.log(`${name.padEnd(12)}${statuses.join(', ')}; ms p50 ${ms50}, p95 ${ms95}, p99 ${ms99}`);
};

const { events, callbacks, lost } = await runLoad({ count, ratePerSecond });
print('events', events);
print('callbacks', callbacks);
console.log(`${'lost'.padEnd(12)}${lost}`);
process.exitCode = lost > 0 ? 1 : 0;
