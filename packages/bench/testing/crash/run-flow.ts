import { type Found, lookAround } from '../reconcile/found.ts';
import { violations } from '../reconcile/rules.ts';
import { summarize } from '../reconcile/summary.ts';
import { createCaller } from '../world/caller.ts';
import type { SideEffect } from '../world/faults.ts';
import { withVirtualTimers } from '../world/with-virtual-timers.ts';
import { createWorld } from '../world/world.ts';
import type { Flow } from './flow.ts';

/** Before or after which side effect, counted from 1, the function ends. */
export type CrashPoint = { readonly nth: number; readonly when: 'before' | 'after' };

export type Run = {
  /** What was asked for, by name. */
  readonly asked: ReadonlySet<string>;
  readonly effects: readonly SideEffect[];
  readonly found: Found;
  readonly violations: readonly string[];
};

/** A flow is over long before. */
const LONGEST_MS = 60 * 86_400_000;

/** Runs a flow once, from nothing, and lets one function end at one side effect. */
export async function runFlow(flow: Flow, point?: CrashPoint, onLog?: (line: string) => void): Promise<Run> {
  const world = createWorld({ ...flow.options, ...(onLog === undefined ? {} : { onLog }) });
  const caller = createCaller(world);
  const stage = { world, caller };
  await finish(world, flow.setUp(stage));
  for (const each of Object.values(world.functions)) each.forget();

  const effects: SideEffect[] = [];
  const others = flow.fates?.() ?? (() => 'done' as const);
  let crashes = 0;
  world.state.onEffect = (effect) => {
    effects.push(effect);
    onLog?.(`${effects.length}. ${effect.by}: ${effect.what}\n`);
  };
  world.state.fates = (effect) => {
    if (point === undefined || effects.length + 1 !== point.nth) return others(effect);
    crashes += 1;
    return point.when === 'before' ? 'crash_before' : 'crash_after';
  };
  await finish(world, flow.run(stage));
  const found = lookAround(world, caller.acknowledged, crashes);
  return {
    asked: caller.asked,
    effects,
    found,
    violations: [...violations(found), ...(flow.check?.(found) ?? [])],
  };
}

/** Waits for what was asked and for all that follows. */
async function finish(world: ReturnType<typeof createWorld>, asked: Promise<void> | void): Promise<void> {
  let failure: unknown;
  const asking = Promise.resolve(asked).catch((error: unknown) => {
    failure = error ?? new Error('It failed.');
  });
  const isQuiet = await withVirtualTimers(world.time, () => world.time.run(LONGEST_MS));
  if (!isQuiet) throw new Error('It never ends: something is sent again and again.');
  if (failure !== undefined) throw failure;
  await asking;
}

export type FlowResult = {
  readonly flow: string;
  readonly effects: number;
  readonly points: number;
  /** Requests that an endpoint got once more than in the run without a crash, at most in one run. */
  readonly duplicates: number;
  readonly failures: readonly {
    readonly point: CrashPoint;
    readonly at: string;
    readonly why: readonly string[];
  }[];
};

/**
 * Runs a flow without a crash, and then once for each point at which it can crash.
 *
 * @param of `all`, or a smaller set: after the first side effect of each `kind`, and before the very first. Where one
 *   thing is done after another, before one is after the other.
 */
export async function crashEverywhere(flow: Flow, of: 'all' | 'kind' = 'all'): Promise<FlowResult> {
  const clean = await runFlow(flow);
  if (clean.violations.length > 0)
    throw new Error(`${flow.name} fails without a crash: ${clean.violations.join('; ')}`);
  const failures: FlowResult['failures'][number][] = [];
  let points = 0;
  let duplicates = 0;
  const seen = new Set<string>();
  for (const [index, { by, what }] of clean.effects.entries()) {
    if (of === 'kind' && seen.has(`${by} ${what}`)) continue;
    seen.add(`${by} ${what}`);
    for (const when of ['before', 'after'] as const) {
      if (of === 'kind' && when === 'before' && index > 0) continue;
      const point = { nth: index + 1, when };
      points += 1;
      const why = await tryPoint(flow, point, clean, (more) => {
        duplicates = Math.max(duplicates, more);
      });
      if (why.length > 0) failures.push({ point, at: `${by}: ${what}`, why });
    }
  }
  return { flow: flow.name, effects: clean.effects.length, points, duplicates, failures };
}

async function tryPoint(
  flow: Flow,
  point: CrashPoint,
  clean: Run,
  onDuplicates: (more: number) => void,
): Promise<readonly string[]> {
  try {
    const { found, violations: why } = await runFlow(flow, point);
    onDuplicates(found.receipts.length - clean.found.receipts.length);
    const [expected, is] = [summarize(clean.found), summarize(found)];
    const changed = expected.filter((line) => !is.includes(line));
    return [...why, ...changed.map((line) => `without a crash: ${line}; now: ${is.join(' | ')}`)];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
