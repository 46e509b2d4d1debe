import { expect, it } from '@jest/globals';
import { describeInChromium } from '../testing/describe-in-chromium.ts';
import { usePortalBrowser } from '../testing/portal-browser.ts';
import { makePortalLink } from '../testing/portal-link.ts';
import { findViolations } from '../testing/watched-page.ts';

const PAGES = [
  ['', 'Accepted'],
  ['/endpoints', 'Last 24 hours'],
  ['/endpoints/new', 'Where to'],
  ['/endpoints/default', 'About it'],
  ['/endpoints/default?tab=test', 'Send a test event'],
  ['/endpoints/default?tab=settings', 'Where to'],
  ['/endpoints/default?tab=filter', 'Recent event'],
  ['/endpoints/default?tab=signing', 'Verify a delivery'],
  ['/no/such/page', 'There is no such page'],
] as const;

/** An answer of the API that the stack would not give now. */
const problemOf = (status: number, code: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({
    ...{ type: 'about:blank', title: 'Not now', status, code },
    ...{ detail: `Said by the test: ${code}`, request_id: 'r-1' },
  }),
});

describeInChromium('the portal', () => {
  const given = usePortalBrowser();

  it('takes the key out of the address, and keeps it nowhere', async () => {
    const { page, tenant, watched } = given;
    const { to } = await makePortalLink(tenant);
    const [, key = ''] = to().split('#key=');
    await page.goto(to());
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(page.url()).not.toContain(key);
    expect(await page.context().storageState()).toEqual({ cookies: [], origins: [] });
    expect(await page.evaluate('history.length')).toBe(2);
    expect(await page.content()).not.toContain(key);
    await page.getByRole('link', { name: 'Endpoints' }).click();
    await page.getByRole('heading', { name: 'Endpoints', level: 1 }).waitFor();
    expect(page.url()).not.toContain(key);
    expect([watched.problems, watched.foreign]).toEqual([[], []]);
    await page.reload();
    await page.getByRole('heading', { name: 'Open this page by a link' }).waitFor();
  });

  it('has no page that axe-core finds a fault in, in either theme, or that is wider than a phone', async () => {
    const { page, tenant, watched } = given;
    await tenant.waitFor(await tenant.post(), 'DELIVERED');
    const { to } = await makePortalLink(tenant);
    for (const [path, text] of PAGES) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(to(path));
      await page.getByText(text).first().waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect([path, colorScheme, await findViolations(page)]).toEqual([path, colorScheme, []]);
      }
      await page.setViewportSize({ width: 360, height: 740 });
      expect([path, await page.evaluate('document.documentElement.scrollWidth <= 360')]).toEqual([
        path,
        true,
      ]);
    }
    expect(watched.problems).toEqual([]);
  });

  it('is reached whole by keyboard, on a phone', async () => {
    const { page, tenant } = given;
    const { to } = await makePortalLink(tenant);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(to());
    await page.getByText('Accepted').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('To the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });

  it.each([
    ['was revoked', 'This link was revoked'],
    ['is not one', 'This link has expired'],
    ['is an API key', 'This is an API key, not a link'],
  ])('says so where its link %s', async (kind, title) => {
    const { page, tenant } = given;
    const link = await makePortalLink(tenant);
    if (kind === 'was revoked') await tenant.hooks.call('DELETE', `/v1/portal-links/${link.keyId}`);
    const address = link.to();
    const [portal = ''] = address.split('#');
    const keys: Readonly<Record<string, string>> = {
      'is an API key': tenant.apiKey,
      'is not one': `sy_live_${'x'.repeat(38)}`,
    };
    const key = keys[kind];
    await page.goto(key === undefined ? address : `${portal}#key=${key}`);
    await page.getByRole('heading', { name: title }).waitFor();
    expect(await findViolations(page)).toEqual([]);
  });

  it('says that its link was revoked while it was open', async () => {
    const { page, tenant } = given;
    const link = await makePortalLink(tenant);
    await page.goto(link.to('/endpoints'));
    await page.getByText('Last 24 hours').waitFor();
    await tenant.hooks.call('DELETE', `/v1/portal-links/${link.keyId}`);
    await page.getByRole('link', { name: 'Deliveries' }).click();
    await page.getByRole('heading', { name: 'This link was revoked' }).waitFor();
  });

  it('shows nothing of another tenant, whatever id is in the address', async () => {
    const { flow, page, tenant } = given;
    const other = await flow.createTenant();
    await other.hooks.call(
      'POST',
      '/v1/endpoints',
      JSON.stringify({ endpoint_id: 'theirs', target_url: other.endpoint.url, description: 'Not yours' }),
    );
    await page.goto((await makePortalLink(tenant)).to('/endpoints/theirs'));
    await page.getByRole('alert').getByText('Not found').waitFor();
    expect(await page.content()).not.toContain('Not yours');
  });

  it('keeps what was typed when there is no answer or a 503, and does it at the next try', async () => {
    const { page, tenant } = given;
    await page.goto((await makePortalLink(tenant)).to('/endpoints/new'));
    await page.getByLabel('Address').fill(tenant.endpoint.url);
    await page.getByLabel('Id', { exact: true }).fill('typed-once');
    const add = page.getByRole('button', { name: 'Add endpoint' });

    await page.context().setOffline(true);
    await add.click();
    await page.getByRole('alert').getByText('No answer').waitFor();
    await page.context().setOffline(false);

    await page.route('**/v1/endpoints', (route) => route.fulfill(problemOf(503, 'unavailable')));
    await add.click();
    await page.getByRole('alert').getByText('Said by the test: unavailable').waitFor();
    await page.unroute('**/v1/endpoints');

    expect(await page.getByLabel('Id', { exact: true }).inputValue()).toBe('typed-once');
    await add.click();
    await page.getByRole('dialog').getByText('typed-once is in service').waitFor();
  });
});
