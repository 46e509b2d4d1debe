import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserServer, chromium, type LaunchOptions } from 'playwright-core';

/** A Chromium of this machine: by CHROMIUM_PATH, or on the PATH. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  if (CHROMIUM_PATH) return CHROMIUM_PATH;
  // The first has no windows, which take as much of the processor as the pages in them.
  const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];
  return names
    .flatMap((name) => PATH.split(delimiter).map((directory) => join(directory, name)))
    .find(existsSync);
}

/** Parts of Chromium that are off. It reads the last of these switches only, so those that Playwright names come again. */
const DISABLED_FEATURES = [
  // For each window two pages are loaded that its address bar would show: 40 % of the processor's time.
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
  // A process for the next page, which most contexts never open.
  'SpareRendererForSitePerProcess',
  // As Playwright has them: what asks hosts elsewhere, and what comes between a test and its page.
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
];

function launchOptions(): LaunchOptions {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium by CHROMIUM_PATH or on the PATH.');
  return {
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      `--disable-features=${DISABLED_FEATURES.join(',')}`,
    ],
  };
}

/** @throws where there is none */
export const launchChromium = (): Promise<Browser> => chromium.launch(launchOptions());

/** One that several processes use. @throws where there is none */
export const launchChromiumServer = (): Promise<BrowserServer> => chromium.launchServer(launchOptions());
