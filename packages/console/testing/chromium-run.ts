import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserServer } from 'playwright-core';

/** The environment variable by which a test file finds the address to ask for the Chromium of its run. */
export const CHROMIUM_URL = 'SWITCHYARD_CHROMIUM_URL';

export type ChromiumRun = { readonly stop: () => Promise<void> };

/**
 * One Chromium for all test files of a run, in whichever process they are, each with contexts of its own. It is started
 * when the first of them asks for it, and anew where it has ended.
 */
export async function startChromiumRun(): Promise<ChromiumRun> {
  let launched: Promise<BrowserServer> | undefined;

  async function launch(): Promise<BrowserServer> {
    const { launchChromiumServer } = await import('./launch-chromium.ts');
    const browser = await launchChromiumServer();
    browser.once('close', () => {
      launched = undefined;
    });
    return browser;
  }

  const server = createServer(async (_request, response) => {
    // A connection kept open would keep the test's process from ending.
    response.shouldKeepAlive = false;
    launched ??= launch();
    try {
      response.end((await launched).wsEndpoint());
    } catch (error) {
      launched = undefined;
      response.statusCode = 500;
      response.end(String(error));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env[CHROMIUM_URL] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await (await launched)?.close();
    },
  };
}
