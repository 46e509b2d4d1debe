import { beforeAll, expect, it } from '@jest/globals';
import { neverLogged } from '../../local/testing/canaries.ts';
import { describeInChromium } from '../testing/describe-in-chromium.ts';
import { usePortalBrowser } from '../testing/portal-browser.ts';
import { makePortalLink, type PortalLink } from '../testing/portal-link.ts';

describeInChromium('the endpoints in the portal', () => {
  const given = usePortalBrowser();
  let link: PortalLink;
  beforeAll(async () => {
    link = await makePortalLink(given.tenant);
  });

  const button = (name: string | RegExp) => given.page.getByRole('button', { name });

  it('one is made, shows its secret once, and a test event is watched until its answer', async () => {
    const { flow, page, watched } = given;
    const server = await flow.startEndpoint();
    await page.goto(link.to('/endpoints'));
    await page.getByRole('link', { name: 'Add endpoint' }).click();
    await page.getByLabel('Address').fill(server.url);
    await page.getByLabel('Id', { exact: true }).fill('made-here');
    await page.getByLabel('Description').fill('Made in the browser');
    await page.getByLabel('Event types').fill('order.*\nrefund.made');
    await button('Add header').click();
    await page.getByLabel('Name 1').fill('x-route');
    await page.getByLabel('Value 1').fill('blue');
    await button('Add endpoint').click();

    const dialog = page.getByRole('dialog');
    const secret = (await dialog.getByText(/^whsec_/).textContent()) ?? '';
    neverLogged('webhook secret', secret);
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Copy the secret' }).click();
    await expect(page.evaluate('navigator.clipboard.readText()')).resolves.toBe(secret);
    await dialog.getByRole('button', { name: 'I have stored it' }).click();

    await page.getByLabel('Data').fill('{ "order_id": 7 }');
    await page.getByRole('tabpanel').getByRole('button', { name: 'Send test event' }).click();
    await page.getByText('Answered 200').waitFor();
    await page.getByText('Delivered', { exact: true }).waitFor();
    const [delivery] = server.deliveries;
    expect(delivery?.headers['x-route']).toBe('blue');
    expect(JSON.parse(delivery?.body.toString() ?? '')).toMatchObject({ data: { order_id: 7 } });
    expect(await page.content()).not.toContain(secret);
    expect(watched.problems).toEqual([]);
    expect(watched.foreign).toEqual([]);
  });

  it('says at its field what the API refuses, keeps what was typed, and stores what is right', async () => {
    const { flow, page, tenant } = given;
    await page.goto(link.to('/endpoints/default?tab=settings'));
    const address = page.getByLabel('Address');
    const attempts = page.getByLabel('Attempts', { exact: true });
    const marked = page.getByText('Not stored: look at the fields');
    await address.fill('ftp://example.com/in');
    await page.getByLabel('Description').fill('Kept');
    await button('Save').click();
    await marked.waitFor();
    expect(await address.getAttribute('aria-invalid')).toBe('true');

    await attempts.fill('51');
    await button('Save').click();
    await page.locator('[aria-invalid=true]').and(attempts).waitFor();
    expect(await page.getByLabel('Description').inputValue()).toBe('Kept');

    await address.fill(tenant.endpoint.url);
    await attempts.fill('3');
    await button('Save').click();
    await page.getByText('It counts for deliveries within a minute.').waitFor();
    expect(await flow.readEndpoint(tenant.tenantId)).toMatchObject({ description: 'Kept', maxAttempts: 3 });
  });

  it('does not write over what was changed elsewhere', async () => {
    const { page, tenant } = given;
    await page.goto(link.to('/endpoints/default?tab=settings'));
    await page.getByLabel('Description').fill('From this tab');
    await tenant.hooks.call('PATCH', '/v1/endpoints/default', '{"description":"From elsewhere"}');
    await button('Save').click();
    await page.getByRole('alert').getByText('Precondition failed').waitFor();
    expect(await page.getByLabel('Description').inputValue()).toBe('From this tab');
    await button('Load what is stored').click();
    expect(await page.getByLabel('Description').inputValue()).toBe('From elsewhere');
  });

  it('is paused and resumed', async () => {
    const { flow, page, tenant } = given;
    await page.goto(link.to('/endpoints/default'));
    await button('Pause').click();
    await page.getByText('Nothing is sent to it.').waitFor();
    expect(await flow.readEndpoint(tenant.tenantId)).toMatchObject({ status: 'PAUSED' });
    await button('Resume').click();
    await button('Pause').waitFor();
    expect(await flow.readEndpoint(tenant.tenantId)).toMatchObject({ status: 'ENABLED' });
  });

  it('has its filter tried on an event that was sent, while it is typed', async () => {
    const { page, tenant } = given;
    await tenant.post({ type: 'order.paid', data: { amount: 250 } });
    await page.goto(link.to('/endpoints/default?tab=filter'));
    await page.getByText('Would be delivered').waitFor();
    const pattern = page.getByLabel('Pattern');
    await pattern.fill('{ "data": { "amount": [{ "numeric": ["<", 100] }] } }');
    await page.getByText('Would not be delivered').waitFor();
    await pattern.fill('{ "data": { "amount": [{ "numeric": ["~", 100] }] } }');
    await page.getByText('Not tried').waitFor();
    expect(await pattern.getAttribute('aria-invalid')).toBe('true');
    await pattern.fill('{ "data": { "amount": [{ "numeric": [">", 100] }] } }');
    await page.getByText('Would be delivered').waitFor();
    await button('Save filter').click();
    await page.getByText('Filter saved').waitFor();
  });

  it('is given another secret, with an overlap', async () => {
    const { page } = given;
    await page.goto(link.to('/endpoints/default?tab=signing'));
    await button('Rotate secret').click();
    await page.getByLabel('Overlap').selectOption({ label: '1 hour' });
    await button('Rotate').click();
    const secret =
      (await page
        .getByRole('dialog')
        .getByText(/^whsec_/)
        .textContent()) ?? '';
    neverLogged('webhook secret', secret);
    await button('I have stored it').click();
    await page.getByText('Until the overlap ends').waitFor();
  });

  it('is deleted once its id was typed', async () => {
    const { flow, page, tenant } = given;
    await tenant.hooks.call(
      'POST',
      '/v1/endpoints',
      JSON.stringify({ endpoint_id: 'gone', target_url: tenant.endpoint.url }),
    );
    await page.goto(link.to('/endpoints/gone'));
    await button('More actions').click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    const act = button('Delete gone');
    expect(await act.isDisabled()).toBe(true);
    await page.getByLabel('Type gone to confirm').fill('gone');
    await act.click();
    await page.getByText('Deleted gone').waitFor();
    expect(await flow.readEndpoint(tenant.tenantId, 'gone')).toBeUndefined();
  });

  it('cannot be changed by a link for reading, which offers no button for it', async () => {
    const { page, tenant } = given;
    const reading = await makePortalLink(tenant, { access: 'read' });
    await page.goto(reading.to('/endpoints/default'));
    await page.getByText('Read-only link').waitFor();
    await page.getByRole('heading', { name: 'About it' }).waitFor();
    expect(await button(/Pause|Send test event|More actions/).count()).toBe(0);
    await page.getByRole('tab', { name: 'Test' }).click();
    await page.getByText('needs a link with full access').waitFor();
  });
});
