import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserServer, chromium, type LaunchOptions } from 'playwright-core';

/** A Chromium of this machine: by CHROMIUM_PATH, or on the PATH. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  if (CHROMIUM_PATH) return CHROMIUM_PATH;
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return names
    .flatMap((name) => PATH.split(delimiter).map((directory) => join(directory, name)))
    .find(existsSync);
}

function launchOptions(): LaunchOptions {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium by CHROMIUM_PATH or on the PATH.');
  return {
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  };
}

/** @throws where there is none */
export const launchChromium = (): Promise<Browser> => chromium.launch(launchOptions());

/** One that several processes use. @throws where there is none */
export const launchChromiumServer = (): Promise<BrowserServer> => chromium.launchServer(launchOptions());
