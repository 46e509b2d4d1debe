import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all that it has started use; Linux only, from `/proc`. */
export type TreeUsage = {
  readonly processes: number;
  /** Shared pages count by the share, so the sum over processes is what the machine gives. */
  readonly pssMiB: number;
  /** User and system, of those that live. */
  readonly cpuSeconds: number;
};

/** Ticks of the kernel's clock, as every Linux build of Node's platforms has it. */
const TICKS_PER_SECOND = 100;

export function readTreeUsage(rootPid: number): TreeUsage {
  const stats = new Map(listPids().flatMap((pid) => readStat(pid)));
  const tree = [...stats.keys()].filter((pid) => isUnder(pid, rootPid, stats));
  return {
    processes: tree.length,
    pssMiB: sum(tree.map(readPssKiB)) / 1024,
    cpuSeconds: sum(tree.map((pid) => stats.get(pid)?.ticks ?? 0)) / TICKS_PER_SECOND,
  };
}

type Stat = { readonly parent: number; readonly ticks: number };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const listPids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

function isUnder(pid: number, root: number, stats: ReadonlyMap<number, Stat>): boolean {
  for (let at: number | undefined = pid; at !== undefined; at = stats.get(at)?.parent)
    if (at === root) return true;
  return false;
}

/** Nothing for a process that has ended meanwhile. */
function readStat(pid: number): [number, Stat][] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may have anything in it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return [[pid, { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }]];
  } catch {
    return [];
  }
}

function readPssKiB(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
