import { percentile } from '@switchyard/local/load';
import { sendBurst } from '../load/send-burst.ts';
import { type SteadyTimes, sendSteadily } from '../load/send-steadily.ts';
import type { Target } from '../load/target.ts';
import type { Row } from '../report/row.ts';

const PERCENTS = [50, 95, 99] as const;

export type Comparison = {
  readonly rates: readonly number[];
  readonly seconds: number;
  /** Before, at the first rate: these are not in the figures. */
  readonly warmUpSeconds: number;
  /** Events that are posted as fast as they are accepted. */
  readonly burst: number;
};

/** The same events at the same rates to one after another, then a burst to each: a row for each peer. */
export async function compareTargets(
  own: Target,
  peers: readonly Target[],
  { rates, seconds, warmUpSeconds, burst }: Comparison,
): Promise<Row[]> {
  const all = [own, ...peers];
  for (const target of all)
    await sendSteadily(target, { ratePerSecond: rates[0] ?? 1, seconds: warmUpSeconds });
  const rows: Row[] = [];
  for (const ratePerSecond of rates) {
    const [ours, ...others] = await inTurn(all, (target) => sendSteadily(target, { ratePerSecond, seconds }));
    for (const [index, peer] of peers.entries())
      rows.push(...steadyRows(ratePerSecond, ours, { name: peer.name, times: others[index] }));
  }
  const [ours, ...others] = await inTurn(all, (target) => sendBurst(target, burst));
  for (const [index, peer] of peers.entries())
    rows.push({
      what: `deliveries a second of a burst of ${burst}`,
      unit: '/s',
      own: [ours ?? Number.NaN],
      beside: { name: peer.name, values: [others[index] ?? Number.NaN] },
    });
  return rows;
}

async function inTurn<T, Result>(items: readonly T[], work: (item: T) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

function steadyRows(
  rate: number,
  ours: SteadyTimes | undefined,
  { name, times }: { readonly name: string; readonly times: SteadyTimes | undefined },
): Row[] {
  const row = (what: string, of: 'accept' | 'receipt', percent: number): Row => ({
    what: `${rate}/s, ${what} p${percent}`,
    unit: 'ms',
    own: [percentile(ours?.[of] ?? [], percent)],
    beside: { name, values: [percentile(times?.[of] ?? [], percent)] },
  });
  return [
    ...PERCENTS.map((percent) => row('accept', 'accept', percent)),
    ...PERCENTS.map((percent) => row('accept → receipt', 'receipt', percent)),
    {
      what: `${rate}/s, not accepted`,
      unit: 'of them',
      own: [ours?.refused ?? Number.NaN],
      beside: { name, values: [times?.refused ?? Number.NaN] },
    },
  ];
}
