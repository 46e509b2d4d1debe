import { fileURLToPath } from 'node:url';
import { startTemplateRun, type TemplateRun } from '../cdk/testing/template-run.ts';
import setUpFlows from '../packages/local/testing/flow-setup.ts';

declare global {
  var switchyardTemplateRun: TemplateRun | undefined;
}

/** Jest's `globalSetup`. */
export default async function setUp(): Promise<void> {
  // Tests start our programs some forty times; this is where Node keeps what it has compiled of them.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));
  globalThis.switchyardTemplateRun = await startTemplateRun();
  await setUpFlows();
}
