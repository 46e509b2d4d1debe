import { startTemplateRun, type TemplateRun } from './template-run.ts';

declare global {
  var switchyardTemplateRun: TemplateRun | undefined;
}

/** Costs nothing unless a test asks for a template. */
export default async function setUp(): Promise<void> {
  globalThis.switchyardTemplateRun = await startTemplateRun();
}
