import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type FlowStack, type FlowTenant, openFlowStack } from '../../local/testing/flow-stack.ts';
import { connectChromium } from './connect-chromium.ts';
import { openPage, type WatchedPage } from './watched-page.ts';

export type PortalBrowser = {
  flow: FlowStack;
  browser: Browser;
  /** A tenant of this file's own. */
  tenant: FlowTenant;
  /** A new one for each test. */
  page: Page;
  watched: WatchedPage;
};

/** The stack, a browser and a tenant for a file's tests; a page for each. */
export function usePortalBrowser(): PortalBrowser {
  // Filled before each test, which is when it is read.
  const context = {} as PortalBrowser;
  beforeAll(async () => {
    context.flow = await openFlowStack();
    [context.browser, context.tenant] = await Promise.all([connectChromium(), context.flow.createTenant()]);
  });
  beforeEach(async () => {
    context.watched = await openPage(context.browser);
    context.page = context.watched.page;
  });
  afterEach(() => context.page.context().close());
  afterAll(async () => {
    await context.browser?.close();
    await context.flow?.close();
  });
  return context;
}
