import type { Page } from 'playwright-core';
import type { FlowTenant } from '../../local/testing/flow-stack.ts';
import { type InboundFlow, openInboundFlow } from '../../local/testing/inbound-flow.ts';
import { connectChromium } from './connect-chromium.ts';
import { type OperatorConsole, startOperatorConsole } from './operator-console.ts';
import { openPage, type WatchedPage } from './watched-page.ts';

export type OperatorPage = {
  readonly flow: InboundFlow;
  readonly served: OperatorConsole;
  readonly watched: WatchedPage;
  readonly page: Page;
  readonly tenant: FlowTenant;
  /** Opens one of the console's addresses, and waits until it has what it shows. */
  readonly visit: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The operator console on the flow tests' stack, in a page of the run's Chromium, with a tenant to look at. */
export async function openOperatorPage(): Promise<OperatorPage> {
  const flow = await openInboundFlow();
  const [served, browser, tenant] = await Promise.all([
    startOperatorConsole(flow),
    connectChromium(),
    flow.createTenant(),
  ]);
  const watched = await openPage(browser);
  const { page } = watched;
  return {
    flow,
    served,
    watched,
    page,
    tenant,
    async visit(path) {
      await page.goto(served.addressOf(path));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('[aria-label=Loading]').first().waitFor({ state: 'detached' });
    },
    async close() {
      await browser.close();
      await served.end();
      await flow.close();
    },
  };
}
