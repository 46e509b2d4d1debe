import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
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
