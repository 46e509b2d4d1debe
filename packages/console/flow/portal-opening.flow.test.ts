import { expect, it } from '@jest/globals';
import { describeInChromium } from '../testing/describe-in-chromium.ts';
import { usePortalBrowser } from '../testing/portal-browser.ts';
import { makePortalLink } from '../testing/portal-link.ts';

/** Each is a request to a function, of which a new environment may have to start. */
const MOST_FILES = 8;

describeInChromium('the opening of the portal', () => {
  const given = usePortalBrowser();

  it('takes few requests, and asks nothing twice', async () => {
    const { page, tenant } = given;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto((await makePortalLink(tenant)).to());
    await page.getByText('Accepted', { exact: true }).first().waitFor();
    const count = (part: string) => asked.filter((path) => path.includes(part)).length;
    expect([count('/v1/portal-session'), count('/v1/overview')]).toEqual([1, 1]);
    expect(count('/v1/portal/assets/')).toBeLessThanOrEqual(MOST_FILES);
  });

  it('asks for the overview beside the question whether the link is good', async () => {
    const { page, tenant } = given;
    const overview = page.waitForRequest(/\/v1\/overview\?range=7d$/);
    await page.route('**/v1/portal-session', async (route) => {
      await overview;
      await route.continue();
    });
    await page.goto((await makePortalLink(tenant)).to('?range=7d'));
    await page.getByText('Accepted', { exact: true }).first().waitFor();
  });

  it('asks for nothing but the session at another page, and for nothing without a link', async () => {
    const { page, tenant } = given;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto((await makePortalLink(tenant)).to('/live'));
    await page.getByRole('heading', { name: 'Live tail' }).waitFor();
    expect(asked.filter((path) => path.endsWith('/v1/overview'))).toEqual([]);
    asked.length = 0;
    await page.reload();
    await page.getByRole('heading', { name: 'Open this page by a link' }).waitFor();
    expect(asked.filter((path) => !path.includes('/v1/portal/'))).toEqual([]);
  });
});
