import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AUTH_TOKEN, aWhatsAppMessage, twilioRequest } from '@switchyard/webhook-handler/testing';
import type { Page } from 'playwright-core';
import { withLock } from '../../local/testing/cross-process-lock.ts';
import type { FlowTenant } from '../../local/testing/flow-stack.ts';
import { type InboundFlow, newNumber, newSid, waitForEvent } from '../../local/testing/inbound-flow.ts';
import { describeInChromium } from '../testing/describe-in-chromium.ts';
import type { OperatorConsole } from '../testing/operator-console.ts';
import { type OperatorPage, openOperatorPage } from '../testing/operator-page.ts';
import { findViolations, type WatchedPage } from '../testing/watched-page.ts';

/** What a stranger may write, and what it must stay: text. */
const HOSTILE = '<img src=x onerror="window.ranHere=1"><script>window.ranHere=1</script>\u202e\u0007';

describeInChromium('the operator console in Chromium', () => {
  let opened: OperatorPage;
  let flow: InboundFlow;
  let served: OperatorConsole;
  let page: Page;
  let tenant: FlowTenant;
  /** Complaints of the browser that a test asked for. */
  let refusals = 0;
  let watched: WatchedPage;

  beforeAll(async () => {
    opened = await openOperatorPage();
    ({ flow, served, watched, page, tenant } = opened);
  });
  afterAll(() => opened?.close());
  const visit = (path: string) => opened.visit(path);
  const dialog = () => page.getByRole('dialog');
  /** Answers the question of an action, which is the title, and reads what became of it. */
  async function confirm(question: RegExp | string, verb: string): Promise<string> {
    await dialog().getByRole('heading', { name: question }).waitFor();
    await dialog().getByRole('button', { name: verb, exact: true }).click();
    const said = await dialog().locator('.command-said').textContent();
    await dialog().getByRole('button', { name: 'Close', exact: true }).last().click();
    return said ?? '';
  }
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });

  it('opens by its address only, and takes the token out of it', async () => {
    await page.goto(served.addressOf('/').replace(/#.*/, ''));
    await page.getByText('Open the address that was printed').waitFor();
    await page.goto('about:blank');
    await page.goto(`${served.addressOf('/').replace(/#.*/, '')}#token=${'x'.repeat(43)}`);
    await page.getByText('Open the address that was printed').waitFor();
    refusals = watched.problems.length;
    await page.goto('about:blank');
    await visit('/');
    expect(page.url()).toBe(served.addressOf('/').replace(/#.*/, ''));
    expect(
      await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])'),
    ).toBe('[{},{},""]');
  });

  it('says on its first page whether events are accepted, and who is failing', async () => {
    await flow.setStatus(tenant.tenantId, 'DISABLED');
    await visit('/');
    await page.getByText('3 of 3 checks answer').waitFor();
    await row(tenant.tenantId).getByText('disabled').waitFor();
    await page.getByRole('heading', { name: 'Doctor' }).waitFor();
    await flow.setStatus(tenant.tenantId, 'ENABLED');
  });

  it('suspends a tenant after a question with the count, and resumes it', async () => {
    const { tenantId } = await flow.createTenant();
    await visit('/tenants');
    await page.getByRole('searchbox').fill(tenantId);
    await row(tenantId).getByRole('link').click();
    await page.getByRole('button', { name: 'Suspend' }).click();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    expect(await flow.cli('tenants', 'show', tenantId)).toMatchObject({ status: 'ACTIVE' });

    await page.getByRole('button', { name: 'Suspend' }).click();
    await dialog().getByText('Its 1 active key will be refused.').waitFor();
    expect(await confirm(`Suspend tenant ${tenantId}?`, 'Suspend')).toContain(
      `Tenant ${tenantId} is suspended: 1 key`,
    );
    expect(await flow.cli('tenants', 'show', tenantId)).toMatchObject({ status: 'SUSPENDED' });
    await page.getByRole('button', { name: 'Resume' }).click();
    await dialog().getByText('is active again').waitFor();
    expect(await flow.cli('tenants', 'show', tenantId)).toMatchObject({ status: 'ACTIVE' });
  });

  it('revokes a key, and pauses and resumes an endpoint', async () => {
    const { tenantId } = await flow.createTenant();
    const made = await flow.cli('keys', 'create', tenantId, '--label', 'for the console');
    await visit(`/tenants/${tenantId}`);
    await row('for the console')
      .getByText(`…${String(made.api_key).slice(-4)}`)
      .waitFor();
    await page.getByRole('button', { name: `Revoke ${made.key_id}` }).click();
    expect(await confirm(`Revoke key ${made.key_id} of tenant ${tenantId} for good?`, 'Revoke')).toContain(
      'is revoked',
    );
    await page.getByRole('button', { name: 'What can be done with default' }).click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    expect(await confirm(`Pause endpoint default of tenant ${tenantId}?`, 'Pause')).toContain('is PAUSED');
    await row('default').getByText('paused').waitFor();
    await page.getByRole('button', { name: 'What can be done with default' }).click();
    await page.getByRole('menuitem', { name: 'Resume' }).click();
    await dialog().getByText('is ENABLED').waitFor();
  });

  /** While a page looks through the dead letters, they are hidden from whoever else looks. */
  const alone = (look: () => Promise<void>): Promise<void> =>
    withLock(`${flow.controlUrl}/lock`, async () => {
      await look();
      await page.locator('[aria-label=Loading]').first().waitFor({ state: 'detached' });
    });

  /** Whose endpoint refuses everything at the first attempt, and then takes all. */
  async function withDead(count: number): Promise<{ tenant: FlowTenant; eventIds: string[] }> {
    const dead = await flow.createTenant();
    await flow.putEndpoint(dead.tenantId, { ...(await flow.readEndpoint(dead.tenantId)), maxAttempts: 1 });
    dead.endpoint.answer(400);
    const eventIds = await Promise.all(Array.from({ length: count }, () => dead.post()));
    for (const eventId of eventIds) await flow.waitForDeadLetter(eventId);
    dead.endpoint.answer(200);
    return { tenant: dead, eventIds };
  }

  it('requeues one dead letter and purges the others, each after a question with the count', async () => {
    const { tenant: dead, eventIds } = await withDead(3);
    const [first = ''] = eventIds;
    await alone(async () => {
      await visit(`/dead-letters?tenant=${dead.tenantId}`);
      await page.getByRole('heading', { name: '3 dead letters' }).waitFor();
      await row(first).getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Requeue' }).click();
      expect(
        await confirm(/Deliver 1 dead letter of tenant .* again, from attempt 1\?/, 'Requeue'),
      ).toContain('Requeued 1 dead letter.');
      await dead.waitFor(first, 'DELIVERED');
      await page.getByRole('heading', { name: '2 dead letters' }).waitFor();
      await page.getByRole('button', { name: /What can be done with attempts_exhausted/ }).click();
      await page.getByRole('menuitem', { name: 'Purge' }).click();
      expect(await confirm('Purge 2 dead letters for good?', 'Purge')).toContain('Purged 2 dead letters.');
      await page.getByText('There are no dead letters').waitFor();
    });
    for (const eventId of eventIds.slice(1)) await dead.waitFor(eventId, 'PURGED');
  });

  it('starts a job over dead letters, which is among the jobs of all tenants', async () => {
    const { tenant: dead, eventIds } = await withDead(2);
    await alone(async () => {
      await visit(`/dead-letters?tenant=${dead.tenantId}`);
      await page.getByRole('button', { name: /What can be done with attempts_exhausted/ }).click();
      await page.getByRole('menuitem', { name: 'Replay as a job' }).click();
      const question = `Start 2 DLQ deliveries of tenant ${dead.tenantId} to endpoint default again?`;
      expect(await confirm(question, 'Start the job')).toContain('Replay rpl_');
    });
    await visit('/jobs');
    await row(dead.tenantId).filter({ hasText: '2 of 2' }).getByText('done').waitFor();
    await Promise.all(eventIds.map((eventId) => dead.waitFor(eventId, 'DELIVERED')));
  });

  it('shows what is held for an endpoint that is paused', async () => {
    const held = await flow.createTenant();
    await flow.setStatus(held.tenantId, 'PAUSED');
    const eventId = await held.post();
    await held.waitFor(eventId, 'HELD');
    await visit(`/dead-letters?held=yes&tenant=${held.tenantId}`);
    await page.getByRole('heading', { name: '1 held delivery' }).waitFor();
    await row(eventId).getByText('endpoint paused').waitFor();
    await flow.setStatus(held.tenantId, 'ENABLED');
  });

  it('tells an event from the callback to the delivery, with what strangers wrote as text', async () => {
    const [from, sid] = [newNumber(), newSid()];
    const id = await flow.putConversation('whatsapp', from, { tenantId: tenant.tenantId });
    const form = aWhatsAppMessage({ From: `whatsapp:${from}`, MessageSid: sid, Body: HOSTILE });
    await flow.post(twilioRequest({ route: 'whatsapp', baseUrl: flow.hooksUrl, form }));
    const { eventId } = await waitForEvent(tenant, 'message.received', sid);
    await tenant.waitFor(eventId, 'DELIVERED');

    await visit(`/conversations?channel=whatsapp&address=${encodeURIComponent(from)}`);
    await row(id).getByRole('link').click();
    await page.getByText('<script>window.ranHere=1</script>').waitFor();
    await page.getByRole('link', { name: 'Its event' }).click();
    const story = page.getByRole('listitem');
    await story.filter({ hasText: 'Callback of twilio' }).getByText(sid).waitFor();
    await story.filter({ hasText: /^.*Delivered to default/s }).waitFor();
    await page.getByText('onerror=').waitFor();
    expect(await page.evaluate('[window.ranHere, document.querySelectorAll("main img").length]')).toEqual([
      undefined,
      0,
    ]);

    await page.getByRole('link', { name: 'Its conversation' }).click();
    await page.getByRole('button', { name: 'Hand it to a person' }).click();
    await dialog().getByText('is handed to a person').waitFor();
    expect(await flow.cli('conversations', 'show', id)).toMatchObject({ hand_off_to_human: true });
  });

  it('finds an event by its id alone, and says where there is none', async () => {
    const eventId = await tenant.post();
    await tenant.waitFor(eventId, 'DELIVERED');
    await visit('/events');
    await page.getByRole('textbox', { name: 'Event id' }).fill(eventId);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    await page.getByText(`pnpm cli events story ${eventId}`).waitFor();
    await visit(`/events/evt_${'0'.repeat(26)}`);
    await page.getByText('Not found').waitFor();
  });

  it('shows the timeline of a message that a tenant sent', async () => {
    const message = { channel: 'sms', provider: 'twilio', recipient: newNumber(), external_id: newSid() };
    const body = JSON.stringify({ ...message, sent_at: new Date().toISOString() });
    expect(await tenant.hooks.call('PUT', '/v1/messages/order-1', body)).toMatchObject({ status: 201 });
    await visit(`/tenants/${tenant.tenantId}/messages/order-1`);
    await page.getByText('Nothing was reported on it yet.').waitFor();
  });

  it('says why a callback was refused, verifies it again, and releases what is genuine by now', async () => {
    const sid = newSid();
    const form = aWhatsAppMessage({ From: `whatsapp:${newNumber()}`, MessageSid: sid });
    const authToken = 'f00dfeedf00dfeedf00dfeedf00dfeed';
    const { requestId } = await flow.post(
      twilioRequest({ route: 'whatsapp', baseUrl: flow.hooksUrl, form, authToken }),
    );
    await visit('/quarantine');
    await row(requestId).getByRole('link').click();
    // The list before it says so of others.
    await page.getByRole('button', { name: 'Verify again' }).waitFor();
    await page.getByText('signature mismatch').first().waitFor();
    await page.getByRole('button', { name: 'Verify again' }).click();
    await dialog().getByText('is still refused for signature_mismatch').waitFor();
    await dialog().getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.getByRole('button', { name: 'Release' }).click();
    const said = await confirm('Verify 1 request in quarantine again', 'Verify and release');
    expect(said).toContain('1 request not released');
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.getByText(sid).waitFor();
  });

  it('shows how many provider secrets are accepted, and ends a rotation only after a question', async () => {
    await visit('/secrets');
    await row('auth token').getByText('under way').waitFor();
    await row('auth token').getByRole('button', { name: 'Finish' }).click();
    await dialog()
      .getByRole('heading', { name: /^End 1 earlier secret of account AC/ })
      .waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await row('auth token').getByText('under way').waitFor();
    expect(await page.content()).not.toContain(AUTH_TOKEN);
  });

  it.each([
    '/',
    '/doctor',
    '/tenants',
    '/tenants/{tenant}',
    '/dead-letters',
    '/jobs',
    '/events?tenant={tenant}',
    '/conversations',
    '/quarantine',
    '/secrets',
    '/nowhere',
  ])(
    '%s can be used by everybody, in both themes, and says how to do the same in a terminal',
    async (path) => {
      const look = () => visit(path.replace('{tenant}', tenant.tenantId));
      await (path === '/dead-letters' ? alone(look) : look());
      if (path !== '/nowhere') await page.getByRole('region', { name: 'On the command line' }).waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect([colorScheme, await findViolations(page)]).toEqual([colorScheme, []]);
      }
      // No sideways scrolling on the smallest screens.
      await page.setViewportSize({ width: 360, height: 780 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      await page.setViewportSize({ width: 1280, height: 900 });
    },
  );

  it('shows what it has while the deployment does not answer, and goes on by itself', async () => {
    await visit('/tenants');
    await page.route('**/api/**', (route) => route.abort());
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.getByText('No answer').waitFor();
    await page.getByRole('heading', { name: /tenants$/ }).waitFor();
    await page.unroute('**/api/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No answer').waitFor({ state: 'detached' });
  });

  it('ended without an error in any page, and ends with Ctrl-C', async () => {
    const complaints = watched.problems.slice(refusals);
    expect(complaints.filter((problem) => !/Failed to load resource/.test(problem))).toEqual([]);
    expect(watched.foreign).toEqual([]);
    expect(await served.end()).toBe(0);
  });
});
