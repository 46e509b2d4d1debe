import { expect, it } from '@jest/globals';
import { describeInChromium } from '../testing/describe-in-chromium.ts';
import { usePortalBrowser } from '../testing/portal-browser.ts';
import { makePortalLink } from '../testing/portal-link.ts';

describeInChromium('a replay in the portal', () => {
  const given = usePortalBrowser();

  it('says at their fields what does not go together, before anything is counted', async () => {
    const { page, tenant } = given;
    await page.goto((await makePortalLink(tenant)).to('/deliveries'));
    await page.getByRole('button', { name: 'Replay…' }).click();
    const dialog = page.getByRole('dialog');
    const endpoint = dialog.getByLabel('Endpoint');
    await dialog.getByLabel('Deliveries that are').selectOption('HELD');
    await dialog.getByRole('button', { name: 'Count' }).click();
    await dialog.locator('[aria-invalid=true]').and(endpoint).waitFor();
    await dialog.getByText('is needed for the status HELD').waitFor();

    await endpoint.selectOption('default');
    await dialog.getByLabel('Accepted from').fill('2099-01-01T00:00');
    await dialog.getByRole('button', { name: 'Count' }).click();
    await dialog.locator('[aria-invalid=true]').and(dialog.getByLabel('Accepted from')).waitFor();
    expect(await dialog.getByRole('button', { name: /^Replay \d/ }).count()).toBe(0);
  });
});
