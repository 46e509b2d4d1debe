import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type FlowStack, type FlowTenant, openFlowStack } from '../../local/testing/flow-stack.ts';
import { connectChromium } from '../testing/connect-chromium.ts';
import { describeInChromium } from '../testing/describe-in-chromium.ts';
import { makePortalLink, type PortalLink } from '../testing/portal-link.ts';
import { findViolations, openPage, type WatchedPage } from '../testing/watched-page.ts';

/** What a stranger may write, and what it must stay: text. */
const HOSTILE = '<img src=x onerror="window.ranHere=1"><script>window.ranHere=1</script>\u202e';

describeInChromium('the deliveries in the portal', () => {
  let flow: FlowStack;
  let browser: Browser;
  let tenant: FlowTenant;
  let link: PortalLink;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    flow = await openFlowStack();
    [browser, tenant] = await Promise.all([connectChromium(), flow.createTenant()]);
    link = await makePortalLink(tenant);
  });
  beforeEach(async () => {
    watched = await openPage(browser);
    ({ page } = watched);
  });
  afterAll(async () => {
    await browser?.close();
    await flow?.close();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const row = (text: string) => page.getByRole('row').filter({ hasText: text });

  /** Whose endpoint gives up after one attempt. */
  async function withDead(
    count: number,
  ): Promise<{ tenant: FlowTenant; link: PortalLink; eventIds: string[] }> {
    const other = await flow.createTenant();
    await flow.putEndpoint(other.tenantId, { ...(await flow.readEndpoint(other.tenantId)), maxAttempts: 1 });
    other.endpoint.answer({ status: 400, body: `{"error":${JSON.stringify(HOSTILE)}}` });
    const eventIds = await Promise.all(Array.from({ length: count }, () => other.post()));
    for (const eventId of eventIds) await other.waitFor(eventId, 'DLQ');
    other.endpoint.answer(200);
    return { tenant: other, link: await makePortalLink(other), eventIds };
  }

  it('are listed as they come, filtered by an address that can be shared, and said to be none', async () => {
    await page.goto(link.to('/deliveries'));
    const paid = await tenant.post({ type: 'order.paid' });
    const made = await tenant.post({ type: 'user.made' });
    await row(paid).getByText('Delivered', { exact: true }).waitFor();
    await row(made).waitFor();
    await page.getByLabel('Event type').fill('order.*');
    await row(made).waitFor({ state: 'detached' });
    await row(paid).waitFor();
    await page.getByLabel('Status').selectOption({ label: 'Given up' });
    await page.getByText('Nothing is like that').waitFor();
    const { search } = new URL(page.url());
    expect(Object.fromEntries(new URLSearchParams(search))).toEqual({ status: 'DLQ', type: 'order.*' });
    await page.goto('about:blank');
    await page.goto(link.to('/deliveries?status=DELIVERED&type=user.made'));
    await row(made).waitFor();
    expect(await page.getByLabel('Event type').inputValue()).toBe('user.made');
    expect(await findViolations(page)).toEqual([]);
    expect([watched.problems, watched.foreign]).toEqual([[], []]);
  });

  it('have a page with the payload byte for byte, the request that was sent, and the answer', async () => {
    const text = `{ "type":"order.paid","n":1.10,\t"big":12345678901234567890,"note":${JSON.stringify(HOSTILE)}}`;
    tenant.endpoint.answer({ status: 200, body: HOSTILE });
    const { body } = await tenant.hooks.postEvent(text);
    const eventId = String(Object(body).event_id);
    await tenant.waitFor(eventId, 'DELIVERED');
    await page.goto(link.to(`/deliveries/${eventId}`));
    await page.getByText('Answered 200').waitFor();
    const payload = page.getByRole('region', { name: 'the payload' });
    await payload.getByText('12345678901234567890').waitFor();
    await button('Raw').last().click();
    await button('Copy the payload').click();
    await expect(page.evaluate('navigator.clipboard.readText()')).resolves.toBe(text);

    await page.getByText('Request as it was sent').click();
    const request = page.getByRole('region', { name: /the headers sent to default/ });
    const sent = tenant.endpoint.deliveries.find(({ headers }) => headers['webhook-id'] === eventId);
    await request.getByText(String(sent?.headers['webhook-signature'])).waitFor();
    expect(await page.evaluate('window.ranHere')).toBeUndefined();
    expect(await findViolations(page)).toEqual([]);
    expect([watched.problems, watched.foreign]).toEqual([[], []]);
    tenant.endpoint.answer(200);
  });

  it('count down to the next attempt, which can be made at once', async () => {
    const other = await flow.createTenant();
    await flow.putEndpoint(other.tenantId, {
      ...(await flow.readEndpoint(other.tenantId)),
      retrySchedule: '30m',
    });
    other.endpoint.answer(503);
    const eventId = await other.post();
    await other.waitFor(eventId, 'FAILED');
    await page.goto((await makePortalLink(other)).to(`/deliveries/${eventId}`));
    await page
      .getByRole('timer')
      .getByText(/in \d+:\d\d min/)
      .waitFor();
    other.endpoint.answer(200);
    await button('Retry now').click();
    await page.getByText('Answered 200').waitFor();
    await button('Send once more').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send to default' }).click();
    await page.getByText('It is delivered to default again').last().waitFor();
    await page.getByText('Answered 200').nth(1).waitFor();
  });

  it('are chosen and retried together', async () => {
    const dead = await withDead(2);
    await page.goto(dead.link.to('/deliveries?status=DLQ'));
    for (const eventId of dead.eventIds) await row(eventId).getByRole('checkbox').check();
    await button('Retry 2 events').click();
    await page.getByRole('dialog').getByText('Deliver 2 events again?').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Retry 2 events' }).click();
    await page.getByText('2 events are delivered again').waitFor();
    for (const eventId of dead.eventIds) await dead.tenant.waitFor(eventId, 'DELIVERED');
    await page.getByText('Nothing is like that').waitFor();
  });

  it('are counted, then replayed by the filter of the list, and the replay is seen to its end', async () => {
    const dead = await withDead(3);
    await page.goto(dead.link.to('/deliveries?status=DLQ&endpoint=default'));
    await row(dead.eventIds[0] ?? '').waitFor();
    await button('Replay…').click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Endpoint').inputValue()).toBe('default');
    await dialog.getByLabel('A second, at most').fill('fast');
    await dialog.getByRole('button', { name: 'Count' }).click();
    await dialog.locator('[aria-invalid=true]').waitFor();
    await dialog.getByLabel('A second, at most').fill('100');
    await dialog.getByRole('button', { name: 'Count' }).click();
    await dialog.getByText('3 deliveries are like that.').waitFor();
    expect(await findViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Replay 3 deliveries' }).click();
    await page.getByRole('heading', { name: 'Replays' }).waitFor();
    await page.getByText('Done', { exact: true }).waitFor();
    for (const eventId of dead.eventIds) await dead.tenant.waitFor(eventId, 'DELIVERED');
    expect(await findViolations(page)).toEqual([]);
  });

  it('of a replay that runs slowly go on until it is paused, resumed or cancelled', async () => {
    const dead = await withDead(3);
    const { body } = await dead.tenant.hooks.call(
      'POST',
      '/v1/replays',
      JSON.stringify({ status: 'DLQ', rate: 0.1, since: '2020-01-01T00:00:00Z' }),
    );
    await page.goto(dead.link.to('/replays'));
    await row(String(Object(body).replay_id)).waitFor();
    await button('Pause this replay').click();
    await button('Resume this replay').click();
    await button('Cancel this replay').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the replay' }).click();
    await page.getByText('Cancelled', { exact: true }).waitFor();
  });

  it('are seen live, each with its payload and request, until that is paused', async () => {
    await page.goto(link.to('/live'));
    await page
      .getByText('Listening')
      .or(page.getByRole('list', { name: 'Events' }))
      .first()
      .waitFor();
    const eventId = await tenant.post({ type: 'live.one' });
    const list = page.getByRole('list', { name: 'Events' });
    await list.getByText('live.one').waitFor();
    await list.getByRole('button').filter({ hasText: 'live.one' }).click();
    await page
      .getByRole('region', { name: /the headers sent to default/ })
      .getByText(eventId)
      .waitFor();
    await page.getByText('Answered 200').waitFor();
    expect(await findViolations(page)).toEqual([]);
    await button('Clear').click();
    await page.getByText('Listening').waitFor();
    await tenant.post({ type: 'live.two' });
    await list.getByText('live.two').waitFor();
    expect(await list.getByText('live.one').count()).toBe(0);
    expect([watched.problems, watched.foreign]).toEqual([[], []]);
  });

  it('stay in sight while the gateway gives no answer, and go on by themselves', async () => {
    const type = `order.${HOSTILE}`;
    const eventId = await tenant.post({ type });
    await page.goto(link.to('/deliveries'));
    await row(eventId).getByText('<script>').waitFor();
    await page.route('**/v1/events?*', (route) => route.fulfill({ status: 503, body: 'upstream down' }));
    await page.getByRole('alert').getByText('It answered 503').waitFor();
    await row(eventId).waitFor();
    const later = await tenant.post({ type: 'order.later' });
    await page.unroute('**/v1/events?*');
    await row(later).waitFor();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(await page.evaluate('window.ranHere')).toBeUndefined();
  });

  it('offer nothing that changes to a link for reading, and nothing at all of another tenant', async () => {
    const reading = await makePortalLink(tenant, { access: 'read' });
    const eventId = await tenant.post();
    await page.goto(reading.to('/deliveries'));
    await row(eventId).waitFor();
    expect(await button(/Retry|Replay…/).count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await row(eventId).getByRole('link').click();
    await page.getByText('Answered 200').waitFor();
    expect(await button(/Retry|Send once more/).count()).toBe(0);

    const other = await flow.createTenant();
    const theirs = await other.post();
    await page.goto('about:blank');
    await page.goto(reading.to(`/deliveries/${theirs}`));
    await page.getByRole('alert').getByText('Not found').waitFor();
  });
});
