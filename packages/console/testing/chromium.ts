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

export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
