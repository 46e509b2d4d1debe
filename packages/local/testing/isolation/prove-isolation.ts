import { startFlowRun } from '../flow-run.ts';
import { type InboundFlow, openInboundFlow } from '../inbound-flow.ts';
import { TRIALS, type Violation, violationsOf } from './all-trials.ts';
import type { ApiOperation } from './api-operations.ts';
import { genuineCallbacks } from './callback-trials.ts';
import { type Hole, plantHole } from './plant-hole.ts';
import { setUpStage } from './set-up.ts';
import { type Stage, type Trial, tenantOperations } from './stage.ts';

type Print = (line: string) => void;

/** Every trial on a stack of its own; prints a table. @returns whether nobody reached anything */
export async function proveIsolation(print: Print): Promise<boolean> {
  return onStage(async (stage) => {
    print(row(['', 'of', 'trials', 'violations']));
    const found: Violation[] = [];
    let count = 0;
    const run = async (part: string, trials: readonly Trial[]): Promise<void> => {
      const violations = await violationsOf(stage, trials);
      print(row([part, new Set(trials.map(({ of }) => of)).size, trials.length, violations.length]));
      found.push(...violations);
      count += trials.length;
    };
    for (const [part, trials] of Object.entries(TRIALS)) await run(part, trials);
    const idle = await failed(stage, genuineCallbacks);
    print(row(['callbacks, genuine', genuineCallbacks.length, genuineCallbacks.length, idle.length]));
    found.push(...idle);
    for (const { of, name, why } of found) print(`\n${of}, ${name}:\n  ${why}`);
    print(
      `\n${tenantOperations.length} operations, ${count} trials, ${found.length} that reached something.`,
    );
    return found.length === 0;
  });
}

const HOLES = ['ignores the tenant', 'takes anybody'] as const satisfies readonly Hole[];

/** Plants a mistake in each operation, one after the other. @returns whether each was found */
export async function proveHolesAreFound(print: Print): Promise<boolean> {
  return onStage(async (first, flow) => {
    print(row(['a mistake in', ...HOLES]));
    let missed = 0;
    for (const operation of tenantOperations) {
      // What was changed through a mistake is changed for those that come after.
      const stage = operation.method === 'GET' ? first : await setUpStage(flow);
      const counts: number[] = [];
      for (const hole of HOLES) counts.push(await countFound(stage, operation, hole));
      missed += counts.filter((count) => count === 0).length;
      print(row([operation.name, ...counts]));
    }
    print(`\n${tenantOperations.length * HOLES.length} mistakes planted, ${missed} not found.`);
    return missed === 0;
  });
}

/**
 * How many trials of an operation find a mistake in it.
 *
 * @throws when they find one before it is there
 */
export async function countFound(stage: Stage, operation: ApiOperation, hole: Hole): Promise<number> {
  const trials = trialsOf(operation, hole);
  const [unplanted] = hole === 'takes anybody' ? [] : await violationsOf(stage, trials);
  if (unplanted !== undefined) throw new Error(`${operation.name}, ${unplanted.name}: ${unplanted.why}`);
  const planted = await plantHole(stage, operation, hole);
  const violations = await violationsOf(planted.stage, trials);
  planted.close();
  return violations.length;
}

/** What finds it: the strangers, or all the others. */
function trialsOf({ name }: ApiOperation, hole: Hole): readonly Trial[] {
  const { strangers, ...others } = TRIALS;
  const trials = hole === 'takes anybody' ? strangers : Object.values(others).flat();
  return trials.filter(({ of }) => of === name);
}

/** Without looking at what changed: these change something. */
async function failed(stage: Stage, trials: readonly Trial[]): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { of, name, run } of trials) {
    const why = await run(stage);
    if (why !== undefined) found.push({ of, name, why });
  }
  return found;
}

async function onStage<T>(run: (stage: Stage, flow: InboundFlow) => Promise<T>): Promise<T> {
  const stack = await startFlowRun();
  try {
    const flow = await openInboundFlow();
    const result = await run(await setUpStage(flow), flow);
    await flow.close();
    return result;
  } finally {
    await stack.stop();
  }
}

const row = (cells: readonly (string | number)[]): string =>
  cells
    .map((cell, index) => (index === 0 ? String(cell).padEnd(24) : String(cell).padStart(20)))
    .join('')
    .trimEnd();
