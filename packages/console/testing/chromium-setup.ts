import { type ChromiumRun, startChromiumRun } from './chromium-run.ts';

declare global {
  var switchyardChromiumRun: ChromiumRun | undefined;
}

/** Costs nothing unless a test asks for Chromium. */
export default async function setUp(): Promise<void> {
  globalThis.switchyardChromiumRun = await startChromiumRun();
}
