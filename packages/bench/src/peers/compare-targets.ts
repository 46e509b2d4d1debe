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
  const rows: Row[] = [];
  for (const ratePerSecond of rates) {
    const times = new Map<Target, SteadyTimes[]>(all.map((target) => [target, []]));
    for (let round = 0; round < rounds; round += 1)
      await inTurn(all, async (target) => {
        times.get(target)?.push(await sendSteadily(target, { ratePerSecond, seconds }));
      });
    for (const peer of peers)
      rows.push(...steadyRows(ratePerSecond, times.get(own) ?? [], peer.name, times.get(peer) ?? []));
  }
  const [ours, ...others] = await inTurn(all, (target) => measureBurst(target, burst));
  for (const [index, peer] of peers.entries()) rows.push(...burstRows(burst, ours, peer.name, others[index]));
  return rows;
}

async function inTurn<Result>(
  targets: readonly Target[],
  work: (target: Target) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const target of targets) results.push(await work(target));
  return results;
}

type Burst = { readonly perSecond: number; readonly cpuMs: number | undefined };

/** Of a burst each event is accepted and arrives, so its CPU is that of these. */
async function measureBurst(target: Target, events: number): Promise<Burst> {
  const before = target.cpuSeconds?.();
  const perSecond = await sendBurst(target, events);
  const after = target.cpuSeconds?.();
  const isKnown = before !== undefined && after !== undefined;
  return { perSecond, cpuMs: isKnown ? ((after - before) * 1_000) / events : undefined };
}

function burstRows(events: number, ours: Burst | undefined, name: string, theirs: Burst | undefined): Row[] {
  const row = (what: string, unit: string, of: 'perSecond' | 'cpuMs'): Row[] => {
    const [own, beside] = [ours?.[of], theirs?.[of]];
    return own === undefined || beside === undefined
      ? []
      : [{ what, unit, own: [own], beside: { name, values: [beside] } }];
  };
  return [
    ...row(`deliveries a second of a burst of ${events}`, '/s', 'perSecond'),
    ...row('CPU of an event of it, all processes', 'ms', 'cpuMs'),
  ];
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
