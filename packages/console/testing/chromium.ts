import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

/** A Chromium of this machine: by CHROMIUM_PATH, or on the PATH. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  if (CHROMIUM_PATH) return CHROMIUM_PATH;
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return names
    .flatMap((name) => PATH.split(delimiter).map((directory) => join(directory, name)))
    .find(existsSync);
}

/** @throws where there is none: tests begin with `describeInChromium` */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium by CHROMIUM_PATH or on the PATH.');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
}

/** `describe`, skipped with a word of why where there is no Chromium. */
export function describeInChromium(name: string, tests: () => void): void {
  if (findChromium() !== undefined) {
    describe(name, tests);
    return;
  }
  const reason = 'skipped: no Chromium found by CHROMIUM_PATH or on the PATH';
  // Jest shows the titles of skipped tests only when asked to.
  process.stderr.write(`${name}, ${reason}.\n`);
  describe.skip(`${name}, ${reason}`, tests);
}
