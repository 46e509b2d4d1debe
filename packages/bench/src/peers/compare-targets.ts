import { percentile } from '@switchyard/local/load';
import { sendBurst } from '../load/send-burst.ts';
import { type SteadyTimes, sendSteadily } from '../load/send-steadily.ts';
import type { Target } from '../load/target.ts';
import type { Row } from '../report/row.ts';

const PERCENTS = [50, 95, 99] as const;

export type Comparison = {
  readonly rates: readonly number[];
  /** Of each round, in which all have their turn. */
  readonly seconds: number;
  readonly rounds: number;
  /** Before, at the first rate: these are not in the figures. */
  readonly warmUpSeconds: number;
  /** Events that are posted as fast as they are accepted. */
  readonly burst: number;
};

/** The same events at the same rates to one after another, then a burst to each: a row for each peer. */
export async function compareTargets(
  own: Target,
  peers: readonly Target[],
  { rates, seconds, rounds, warmUpSeconds, burst }: Comparison,
): Promise<Row[]> {
  const all = [own, ...peers];
  for (const target of all)
    await sendSteadily(target, { ratePerSecond: rates[0] ?? 1, seconds: warmUpSeconds });
  const cpu = new Map<Target, number>();
  const rows: Row[] = [];
  for (const ratePerSecond of rates) {
    const times = new Map<Target, SteadyTimes[]>(all.map((target) => [target, []]));
    for (let round = 0; round < rounds; round += 1)
      await inTurn(all, cpu, async (target) => {
        times.get(target)?.push(await sendSteadily(target, { ratePerSecond, seconds }));
      });
    for (const peer of peers)
      rows.push(...steadyRows(ratePerSecond, times.get(own) ?? [], peer.name, times.get(peer) ?? []));
  }
  const [ours, ...others] = await inTurn(all, cpu, (target) => sendBurst(target, burst));
  for (const [index, peer] of peers.entries())
    rows.push({
      what: `deliveries a second of a burst of ${burst}`,
      unit: '/s',
      own: [ours ?? Number.NaN],
      beside: { name: peer.name, values: [others[index] ?? Number.NaN] },
    });
  const events = rates.reduce((sum, rate) => sum + rate * seconds * rounds, burst);
  const cpuMs = (target: Target): number => ((cpu.get(target) ?? 0) * 1_000) / events;
  const known = peers.filter(({ cpuSeconds }) => cpuSeconds !== undefined);
  if (own.cpuSeconds !== undefined)
    for (const peer of known)
      rows.push({
        what: 'CPU of an event, all processes',
        unit: 'ms',
        own: [cpuMs(own)],
        beside: { name: peer.name, values: [cpuMs(peer)] },
      });
  return rows;
}

/** @param cpu seconds of each target while it was its turn, added up */
async function inTurn<Result>(
  targets: readonly Target[],
  cpu: Map<Target, number>,
  work: (target: Target) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const target of targets) {
    const before = target.cpuSeconds?.() ?? 0;
    results.push(await work(target));
    cpu.set(target, (cpu.get(target) ?? 0) + (target.cpuSeconds?.() ?? 0) - before);
  }
  return results;
}

function steadyRows(
  rate: number,
  ours: readonly SteadyTimes[],
  name: string,
  theirs: readonly SteadyTimes[],
): Row[] {
  const row = (what: string, of: 'accept' | 'receipt', percent: number): Row => {
    const values = (rounds: readonly SteadyTimes[]) => rounds.map((times) => percentile(times[of], percent));
    return {
      what: `${rate}/s, ${what} p${percent}`,
      unit: 'ms',
      own: values(ours),
      beside: { name, values: values(theirs) },
    };
  };
  const refused = (rounds: readonly SteadyTimes[]) => [rounds.reduce((sum, times) => sum + times.refused, 0)];
  return [
    ...PERCENTS.map((percent) => row('accept', 'accept', percent)),
    ...PERCENTS.map((percent) => row('accept → receipt', 'receipt', percent)),
    {
      what: `${rate}/s, not accepted`,
      unit: 'of them',
      own: refused(ours),
      beside: { name, values: refused(theirs) },
    },
  ];
}
