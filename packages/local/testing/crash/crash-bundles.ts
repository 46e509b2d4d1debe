import type { BundleFlow } from './bundle-flow.ts';
import type { CrashPoint, CrashStack } from './open-crash-stack.ts';

export type BundleResult = {
  readonly flow: BundleFlow;
  /** Of the function, in a run without a crash. */
  readonly calls: readonly string[];
  readonly points: number;
  /** Requests to the endpoint that the run without a crash did not have, at most. */
  readonly duplicates: number;
  readonly failures: readonly string[];
};

/** Runs that are under way together, of one flow: most of their time they wait. */
const AT_ONCE = 12;

/** Of one crash point, until a run comes by it. */
const MOST_RUNS = 5;

/**
 * Runs a flow without a crash, and once for each call of its function and each side of the call.
 *
 * @param of `all`, or a smaller set: before the very first, and after the first of each `kind`
 */
export async function crashBundles(
  stack: CrashStack,
  flow: BundleFlow,
  of: 'all' | 'kind',
): Promise<BundleResult> {
  const clean = await runOnce(stack, flow, undefined);
  const seen = new Map<string, number>();
  const points = clean.calls.flatMap((call, index): CrashPoint[] => {
    const nth = (seen.get(call) ?? 0) + 1;
    seen.set(call, nth);
    const before = { call, nth, when: 'before' as const };
    const after = { call, nth, when: 'after' as const };
    if (of === 'all') return [before, after];
    return [...(index === 0 ? [before] : []), ...(nth === 1 ? [after] : [])];
  });
  const waiting = [...points];
  const failures: string[] = [];
  let duplicates = 0;
  const work = async (): Promise<void> => {
    for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
      const { requests, why } = await runUntilReached(stack, flow, point);
      duplicates = Math.max(duplicates, requests - clean.requests);
      if (why !== undefined) failures.push(`${point.when} ${point.call} ${point.nth}: ${why}`);
    }
  };
  await Promise.all(Array.from({ length: flow.isAlone ? 1 : AT_ONCE }, work));
  return {
    flow,
    calls: clean.calls,
    points: points.length,
    duplicates,
    failures: clean.why === undefined ? failures : [`without a crash: ${clean.why}`, ...failures],
  };
}

/**
 * A call is known by its name and which of that name it is: two runs need not make the same calls in
 * the same order, since an environment remembers what it read for the run before. For the same reason
 * one run may lack a call altogether; it is then made again.
 */
async function runUntilReached(stack: CrashStack, flow: BundleFlow, point: CrashPoint) {
  for (let run = 1; ; run++) {
    const { hasCrashed, ...result } = await runOnce(stack, flow, point);
    if (hasCrashed || result.why !== undefined) return result;
    if (run === MOST_RUNS) return { ...result, why: `${MOST_RUNS} runs made no such call.` };
  }
}

async function runOnce(stack: CrashStack, flow: BundleFlow, at: CrashPoint | undefined) {
  const watch = stack.watch(flow.functionName, at);
  const done = (requests: number, why: string | undefined) => ({
    requests,
    why,
    calls: [...watch.calls],
    hasCrashed: watch.hasCrashed,
  });
  try {
    return done(await flow.run(stack, watch.marks), undefined);
  } catch (error) {
    return done(0, error instanceof Error ? error.message : String(error));
  } finally {
    stack.unwatch(watch);
  }
}
