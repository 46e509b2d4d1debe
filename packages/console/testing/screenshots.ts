// Takes the pictures of the documentation: `pnpm screenshots`, or those whose names begin so: `pnpm screenshots operator`.
// Needs Chromium.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchChromium } from './launch-chromium.ts';
import { openPictureStack, type PictureStack } from './picture-stack.ts';
import { openPage } from './watched-page.ts';

const FOLDER = fileURLToPath(new URL('../../../docs/screenshots/', import.meta.url));

type Picture = {
  readonly name: string;
  /** Of the portal, or of the operator console. */
  readonly url: (stack: PictureStack) => string;
  /** A text that is there once the page is. */
  readonly ready: string;
  /** What is done before the picture. */
  readonly before?: (page: Page) => Promise<void>;
};

const PICTURES: readonly Picture[] = [
  { name: 'portal-overview', url: ({ to }) => to(''), ready: 'Accepted' },
  { name: 'portal-endpoints', url: ({ to }) => to('/endpoints'), ready: 'Last 24 hours' },
  { name: 'portal-endpoint', url: ({ to }) => to('/endpoints/warehouse'), ready: 'About it' },
  { name: 'portal-new-endpoint', url: ({ to }) => to('/endpoints/new'), ready: 'Which events' },
  {
    name: 'portal-test-event',
    url: ({ to }) => to('/endpoints/default?tab=test'),
    ready: 'Send a test event',
    before: async (page) => {
      await page.getByLabel('Data').fill('{ "order_id": 1042 }');
      await page.getByRole('tabpanel').getByRole('button', { name: 'Send test event' }).click();
      await page.getByText('Answered 200').waitFor();
    },
  },
  {
    name: 'portal-filter',
    url: ({ to }) => to('/endpoints/analytics?tab=filter'),
    ready: 'be delivered',
    before: async (page) => {
      const events = page.getByLabel('Recent event');
      await events.selectOption(
        await events.locator('option', { hasText: 'order.made' }).first().getAttribute('value'),
      );
      await page.getByText('Would be delivered').waitFor();
    },
  },
  {
    name: 'portal-signing',
    url: ({ to }) => to('/endpoints/default?tab=signing'),
    ready: 'Verify a delivery',
  },
  { name: 'portal-deliveries', url: ({ to }) => to('/deliveries'), ready: 'order.paid' },
  {
    name: 'portal-delivery',
    url: ({ to, eventIds }) => to(`/deliveries/${eventIds.failed}`),
    ready: 'Attempt 1',
  },
  { name: 'operator-home', url: ({ operatorTo }) => operatorTo('/'), ready: 'acme' },
  { name: 'operator-tenant', url: ({ operatorTo }) => operatorTo('/tenants/acme'), ready: 'analytics' },
  {
    name: 'operator-held',
    url: ({ operatorTo }) => operatorTo('/dead-letters?held=yes'),
    ready: 'warehouse',
  },
  {
    name: 'operator-event',
    url: ({ operatorTo, eventIds }) => operatorTo(`/events/${eventIds.failed}?tenant=acme`),
    ready: 'warehouse',
  },
  {
    name: 'operator-question',
    url: ({ operatorTo }) => operatorTo('/tenants/acme'),
    ready: 'Newest events',
    before: async (page) => {
      await page.getByRole('button', { name: 'Suspend' }).click();
      await page.getByText('will be refused').waitFor();
    },
  },
];

const [, , begin = ''] = process.argv;
const stack = await openPictureStack();
const browser = await launchChromium();
try {
  await mkdir(FOLDER, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    for (const { name, url, ready, before } of PICTURES.filter((each) => each.name.startsWith(begin))) {
      const { page, problems } = await openPage(browser, { theme, width: 1200, height: 760 });
      await page.goto(url(stack));
      await page.getByText(ready).first().waitFor();
      await page.locator('[aria-label=Loading]').first().waitFor({ state: 'detached' });
      await page.waitForLoadState('networkidle');
      // A question stays under way until it is answered: there is no waiting for it.
      await before?.(page);
      await page.screenshot({ path: join(FOLDER, `${name}-${theme}.png`) });
      await page.context().close();
      console.log(`${name}-${theme}.png${problems.length === 0 ? '' : `: ${problems.join('; ')}`}`);
    }
  }
} finally {
  await browser.close();
  await stack.close();
}
