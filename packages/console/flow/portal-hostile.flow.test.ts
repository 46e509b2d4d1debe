import { expect, it } from '@jest/globals';
import { describeInChromium } from '../testing/describe-in-chromium.ts';
import { usePortalBrowser } from '../testing/portal-browser.ts';
import { makePortalLink } from '../testing/portal-link.ts';

const SCRIPT = '<img src=x onerror="globalThis.wasRun=true"><script>globalThis.wasRun=true</script>';
const BIDI = 'invoice\u202Efdp.exe';

describeInChromium('what strangers wrote, in the portal', () => {
  const given = usePortalBrowser();

  it('is text in every place, with what is hidden in it made visible, and a payload of 200 KB in one line holds nothing up', async () => {
    const { flow, page, tenant, watched } = given;
    const answer = `${SCRIPT}\u0007${BIDI}`;
    tenant.endpoint.answer({ status: 200, body: answer, headers: { 'content-type': 'text/html' } });
    await tenant.hooks.call(
      'PATCH',
      '/v1/endpoints/default',
      JSON.stringify({ description: `${SCRIPT} ${BIDI}`, metadata: { note: `${SCRIPT} ${BIDI}` } }),
    );
    await tenant.post({
      type: `${SCRIPT.replaceAll(' ', '')}`,
      data: { [SCRIPT]: BIDI, long: 'x'.repeat(200_000) },
    });
    const { to } = await makePortalLink(tenant);

    for (const path of ['', '/endpoints', '/endpoints/default']) {
      await page.goto(to(path));
      await page.getByText('U+202E').first().waitFor();
      await page.getByText('<script>globalThis.wasRun=true</script>').first().waitFor();
    }
    await page.goto(to('/endpoints/default?tab=test'));
    await page.getByRole('tabpanel').getByRole('button', { name: 'Send test event' }).click();
    await page.getByText('U+0007').waitFor();

    await page.goto(to('/endpoints/default?tab=filter'));
    const payload = page.getByRole('region', { name: 'the payload' });
    const events = page.getByLabel('Recent event');
    const hostile = await events.locator('option', { hasText: '<img' }).first().getAttribute('value');
    await events.selectOption(hostile);
    await payload.getByText('U+202E').waitFor();
    await payload.getByText('more characters').waitFor();

    await page.goto(to('/live'));
    const live = page.getByRole('list', { name: 'Events' });
    await page.getByText('Listening').or(live).first().waitFor();
    const eventId = await tenant.post({
      type: `live.${SCRIPT.replaceAll(' ', '')}`,
      data: { [SCRIPT]: BIDI },
    });
    await tenant.waitFor(eventId, 'DELIVERED');
    await live.getByRole('button').filter({ hasText: 'live.<img' }).click();
    await page.getByText('U+202E').first().waitFor();
    await page.getByText('U+0007').first().waitFor();

    expect(await page.evaluate('globalThis.wasRun')).toBeUndefined();
    expect([watched.problems, watched.foreign]).toEqual([[], []]);
    expect(await flow.readEndpoint(tenant.tenantId)).toMatchObject({ description: `${SCRIPT} ${BIDI}` });
  });
});
