import { expect, it } from '@jest/globals';
import { describeInChromium } from '../testing/describe-in-chromium.ts';
import { usePortalBrowser } from '../testing/portal-browser.ts';
import { makePortalLink } from '../testing/portal-link.ts';

const EVENTS = 10_000;
const idOf = (index: number): string => `evt_${String(index).padStart(26, '0')}`;

/** A page of more events than the API gives at once. */
const tenThousand = JSON.stringify({
  events: Array.from({ length: EVENTS }, (_, index) => ({
    event_id: idOf(index),
    event_type: `order.${index}`,
    status: 'DELIVERED',
    created_at: '2026-11-28T09:00:00.000Z',
    deliveries: [{ endpoint_id: 'default', status: 'DELIVERED', attempts: 1 }],
  })),
  next_token: null,
});

describeInChromium('lists of many, in the portal', () => {
  const given = usePortalBrowser();

  it('have of 10,000 rows those in the page that are in sight, and all of them within reach', async () => {
    const { page, tenant, watched } = given;
    const { to } = await makePortalLink(tenant);
    await page.route(/\/v1\/events\?/, (route) =>
      route.fulfill({ contentType: 'application/json', body: tenThousand }),
    );
    await page.goto(to('/deliveries'));
    const rows = page.locator('tbody tr:not(.table-gap)');
    await page.getByText(idOf(0)).waitFor();
    expect(await rows.count()).toBeLessThan(100);

    await page.evaluate("document.querySelector('.table-scroll').scrollTop = 1e9");
    await page.getByText(idOf(EVENTS - 1)).waitFor();
    expect(await rows.count()).toBeLessThan(100);
    expect(await page.locator('table').getAttribute('aria-rowcount')).toBe(String(EVENTS + 1));
    expect(watched.problems).toEqual([]);
  });

  it('have all of 50 endpoints', async () => {
    const { page, tenant } = given;
    for (let index = 0; index < 49; index += 1) {
      const body = JSON.stringify({ endpoint_id: `of-many-${index}`, target_url: tenant.endpoint.url });
      let status = 503;
      // What the busy gateway refuses is asked for again, as its answer says.
      while (status === 503) ({ status } = await tenant.hooks.call('POST', '/v1/endpoints', body));
      expect(status).toBe(201);
    }
    await page.goto((await makePortalLink(tenant)).to('/endpoints'));
    await page.getByText('of-many-48', { exact: true }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(50);

    // The API's own words, above the buttons.
    await page.getByRole('link', { name: 'Add endpoint' }).click();
    await page.getByLabel('Address').fill(tenant.endpoint.url);
    await page.getByRole('button', { name: 'Add endpoint' }).click();
    await page.getByRole('alert').getByText('Conflict').waitFor();
  });
});
