/** Writes docs/cost/measured.json from what events use on the local stack: `pnpm run measure`, then `pnpm generate`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ALL, measureCost } from '../packages/local/testing/cost/measure-cost.ts';
import { startFlowRun } from '../packages/local/testing/flow-run.ts';
import { openFlowStack } from '../packages/local/testing/flow-stack.ts';

const FILE = fileURLToPath(new URL('../docs/cost/measured.json', import.meta.url));

/** A batch that a busy machine takes longer for costs messages more. */
const BATCH_REPEATS = 5;

const run = await startFlowRun();
try {
  const flow = await openFlowStack();
  const startedAt = performance.now();
  const measured = await measureCost(flow, ALL, BATCH_REPEATS);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  await flow.close();
  await writeFile(FILE, `${JSON.stringify(measured, null, 2)}\n`);
  console.log(`Written: docs/cost/measured.json, ${measured.events.length} events in ${seconds} s.`);
} finally {
  await run.stop();
}
