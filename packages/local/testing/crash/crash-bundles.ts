import type { BundleFlow } from './bundle-flows.ts';
import type { CrashStack } from './open-crash-stack.ts';

type Point = { readonly nth: number; readonly when: 'before' | 'after' };

export type BundleResult = {
  readonly flow: BundleFlow;
  /** Of the function, in a run without a crash. */
  readonly calls: readonly string[];
  readonly points: number;
  /** Requests to the endpoint that the run without a crash did not have, at most. */
  readonly duplicates: number;
  readonly failures: readonly string[];
};

/** Runs that are under way together: most of their time they wait. */
const AT_ONCE = 12;

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
  const points = clean.calls.flatMap((call, index): Point[] => {
    const nth = index + 1;
    if (of === 'all')
      return [
        { nth, when: 'before' },
        { nth, when: 'after' },
      ];
    const isFirst = clean.calls.indexOf(call) === index;
    return [
      ...(nth === 1 ? [{ nth, when: 'before' as const }] : []),
      ...(isFirst ? [{ nth, when: 'after' as const }] : []),
    ];
  });
  const waiting = [...points];
  const failures: string[] = [];
  let duplicates = 0;
  const work = async (): Promise<void> => {
    for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
      const { requests, why } = await runOnce(stack, flow, point);
      duplicates = Math.max(duplicates, requests - clean.requests);
      if (why !== undefined)
        failures.push(`${point.when} call ${point.nth} (${clean.calls[point.nth - 1]}): ${why}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return {
    flow,
    calls: clean.calls,
    points: points.length,
    duplicates,
    failures: clean.why === undefined ? failures : [`without a crash: ${clean.why}`, ...failures],
  };
}

async function runOnce(stack: CrashStack, flow: BundleFlow, at: Point | undefined) {
  const watch = stack.watch(flow.functionName, at);
  try {
    const requests = await flow.run(stack, watch.marks);
    const why = at !== undefined && !watch.hasCrashed ? 'It made no such call.' : undefined;
    return { requests, calls: [...watch.calls], why };
  } catch (error) {
    return {
      requests: 0,
      calls: [...watch.calls],
      why: error instanceof Error ? error.message : String(error),
    };
  } finally {
    stack.unwatch(watch);
  }
}
