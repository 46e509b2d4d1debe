import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM_URL } from './chromium-run.ts';

/**
 * The Chromium that all tests of a run share. To close it takes away the contexts that were made through it.
 *
 * @throws where there is none: tests begin with `describeInChromium`
 */
export async function connectChromium(): Promise<Browser> {
  const url = process.env[CHROMIUM_URL];
  if (url === undefined) throw new Error('Tests in Chromium need the globalSetup of jest.config.ts.');
  const answer = await fetch(url);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Chromium did not start: ${text}`);
  return chromium.connect(text);
}
