import { FLOWS } from './flows/index.ts';
import { type CrashPoint, crashEverywhere, type FlowResult, runFlow } from './run-flow.ts';

type Print = (line: string) => void;

const pointText = ({ nth, when }: CrashPoint): string => `${nth}-${when}`;

const COLUMNS = ['flow', 'side effects', 'crash points', 'duplicates', 'violations'] as const;

/** Every flow, at every crash point; prints a table. @returns whether all held */
export async function proveCrash(flowName: string | undefined, print: Print): Promise<boolean> {
  const flows = FLOWS.filter(({ name }) => flowName === undefined || name === flowName);
  if (flows.length === 0) throw new RangeError(unknownFlow(flowName));
  print(row(COLUMNS));
  const results: FlowResult[] = [];
  for (const flow of flows) {
    const result = await crashEverywhere(flow);
    results.push(result);
    const { effects, points, duplicates, failures } = result;
    print(row([flow.name, effects, points, duplicates, failures.length]));
  }
  for (const { flow, failures } of results)
    for (const { point, at, why } of failures) {
      print(`\n${flow}, a crash ${point.when} side effect ${point.nth} (${at}):`);
      for (const each of why) print(`  ${each}`);
      print(`  Again: pnpm prove crash --flow ${flow} --point ${pointText(point)}`);
    }
  const points = results.reduce((sum, each) => sum + each.points, 0);
  const failed = results.reduce((sum, { failures }) => sum + failures.length, 0);
  print(`\n${results.length} flows, ${points} crash points, ${failed} at which a promise did not hold.`);
  return failed === 0;
}

/** One crash point again, with every side effect and what the functions log. @returns whether all held */
export async function replayCrash(flowName: string, point: string, print: Print): Promise<boolean> {
  const flow = FLOWS.find(({ name }) => name === flowName);
  if (flow === undefined) throw new RangeError(unknownFlow(flowName));
  const { violations } = await runFlow(flow, parsePoint(point), (line) => print(line.trimEnd()));
  for (const each of violations) print(each);
  print(violations.length === 0 ? 'All held.' : `${violations.length} promises did not hold.`);
  return violations.length === 0;
}

function parsePoint(text: string): CrashPoint {
  const [, nth, when] = /^(\d+)-(before|after)$/.exec(text) ?? [];
  if (when !== 'before' && when !== 'after')
    throw new RangeError(`--point is ${text}; it is a number and before or after, such as 7-after.`);
  return { nth: Number(nth), when };
}

const unknownFlow = (name: string | undefined): string =>
  `There is no flow "${name}". There are ${FLOWS.map((flow) => flow.name).join(', ')}.`;

const row = (cells: readonly (string | number)[]): string =>
  cells
    .map((cell, index) => (index === 0 ? String(cell).padEnd(24) : String(cell).padStart(14)))
    .join('')
    .trimEnd();
