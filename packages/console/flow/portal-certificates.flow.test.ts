import { beforeAll, expect, it } from '@jest/globals';
import { createTestAuthority, type TestAuthority } from '@switchyard/core/testing/certificates';
import { neverLogged } from '../../local/testing/canaries.ts';
import { describeInChromium } from '../testing/describe-in-chromium.ts';
import { usePortalBrowser } from '../testing/portal-browser.ts';
import { makePortalLink, type PortalLink } from '../testing/portal-link.ts';
import { findViolations } from '../testing/watched-page.ts';

describeInChromium('the client certificate of an endpoint in the portal', () => {
  const given = usePortalBrowser();
  let authority: TestAuthority;
  let link: PortalLink;
  beforeAll(async () => {
    authority = await createTestAuthority();
    link = await makePortalLink(given.tenant);
  });

  async function issue(name: string) {
    const issued = await authority.issue({ name });
    for (const line of issued.privateKey.split('\n').filter((each) => each.length > 40))
      neverLogged('private key of an endpoint', line);
    return issued;
  }

  const choice = () => given.page.getByLabel('Client certificate', { exact: true });
  const certificate = () => given.page.getByLabel('Certificate', { exact: true });
  const key = () => given.page.getByLabel('Private key', { exact: true });
  const save = () => given.page.getByRole('button', { name: 'Save' }).click();
  const present = () => given.page.getByRole('region', { name: 'Client certificate that is set' });
  const stored = async () => (await given.flow.readEndpoint(given.tenant.tenantId))?.tls;

  it('is set, shown without its key, replaced and removed', async () => {
    const { page, watched } = given;
    const [first, second] = [await issue('first.acme'), await issue('second.acme')];
    await page.goto(link.to('/endpoints/default?tab=settings'));
    await choice().selectOption('new');
    await certificate().fill(first.certificate);
    await key().fill(first.privateKey);
    expect(await findViolations(page)).toEqual([]);
    await save();
    await present().getByText('CN=first.acme').waitFor();
    expect(await choice().inputValue()).toBe('keep');
    const before = await stored();

    await page.getByLabel('Description').fill('Its certificate stays');
    const changed = page.waitForResponse((response) => response.request().method() === 'PATCH');
    await save();
    expect((await changed).status()).toBe(200);
    expect(await stored()).toEqual(before);

    await choice().selectOption('new');
    expect(await key().inputValue()).toBe('');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'acme.pem',
        mimeType: 'text/plain',
        buffer: Buffer.from(second.certificate),
      });
    await key().fill(second.privateKey);
    await save();
    await present().getByText('CN=second.acme').waitFor();
    expect(await page.content()).not.toContain(second.privateKey.split('\n')[1]);

    await choice().selectOption('none');
    await save();
    await present().waitFor({ state: 'detached' });
    expect(await stored()).toBeUndefined();
    expect([watched.problems, watched.foreign]).toEqual([[], []]);
  });

  it('says at its field what the API refuses, and keeps what was typed', async () => {
    const { page } = given;
    const [own, other] = [await issue('own.acme'), await issue('other.acme')];
    await page.goto(link.to('/endpoints/default?tab=settings'));
    await choice().selectOption('new');
    await certificate().fill('no certificate');
    await key().fill(other.privateKey);
    await save();
    await page.locator('[aria-invalid=true]').and(certificate()).waitFor();
    await certificate().fill(own.certificate);
    await save();
    await page.locator('[aria-invalid=true]').and(key()).waitFor();
    await page.getByText('is not that of client_certificate').waitFor();
    expect(await certificate().inputValue()).toBe(own.certificate);
    expect(await stored()).toBeUndefined();
  });

  it('is set with a new endpoint', async () => {
    const { flow, page, tenant } = given;
    const issued = await issue('new.acme');
    await page.goto(link.to('/endpoints/new'));
    await page.getByLabel('Address').fill(tenant.endpoint.url);
    await page.getByLabel('Id', { exact: true }).fill('with-certificate');
    await choice().selectOption('new');
    await certificate().fill(issued.certificate);
    await key().fill(issued.privateKey);
    await page.getByRole('button', { name: 'Add endpoint' }).click();
    await page.getByRole('dialog').getByText('with-certificate is in service').waitFor();
    expect(await flow.readEndpoint(tenant.tenantId, 'with-certificate')).toMatchObject({
      tls: { subject: 'CN=new.acme' },
    });
  });

  it('is not offered where the deployment takes none, which is said', async () => {
    const { page } = given;
    await page.route('**/v1/portal-session', async (route) => {
      const answer = await route.fetch();
      const session: unknown = await answer.json();
      await route.fulfill({ response: answer, json: { ...Object(session), client_certificates: false } });
    });
    await page.goto(link.to('/endpoints/new'));
    await page.getByText('Client certificates (mTLS) are off in this deployment').waitFor();
    expect(await choice().count()).toBe(0);
  });
});
