import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { aWhatsAppMessage, twilioRequest } from '@switchyard/webhook-handler/testing';
import type { Page } from 'playwright-core';
import * as z from 'zod';
import type { FlowTenant } from '../../local/testing/flow-stack.ts';
import { type InboundFlow, newNumber, newSid, waitForEvent } from '../../local/testing/inbound-flow.ts';
import { describeInChromium } from '../testing/describe-in-chromium.ts';
import { type OperatorPage, openOperatorPage } from '../testing/operator-page.ts';
import { findViolations, type WatchedPage } from '../testing/watched-page.ts';

/** What fills a page: a text without a place to break it, and one in another direction. */
const LONG = `${'https://example.com/'.padEnd(400, 'x')} \u202Eright to left`;

const HOUR_MS = 3_600_000;

/** A PNG of one pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describeInChromium('pages of one thing in the operator console', () => {
  let opened: OperatorPage;
  let flow: InboundFlow;
  let watched: WatchedPage;
  let page: Page;
  let tenant: FlowTenant;

  beforeAll(async () => {
    opened = await openOperatorPage();
    ({ flow, watched, page, tenant } = opened);
  });
  afterAll(() => opened?.close());
  const visit = (path: string) => opened.visit(path);

  /** In both themes, wide and narrow, with what lies over it. */
  async function everybodyCanUseIt(): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect([colorScheme, await findViolations(page)]).toEqual([colorScheme, []]);
    }
    await page.setViewportSize({ width: 360, height: 780 });
    expect([360, await findViolations(page)]).toEqual([360, []]);
    // No sideways scrolling on the smallest screens.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  /** A message of a person, with everything that such a message has. */
  async function receive(): Promise<{ conversationId: string; eventId: string; from: string }> {
    const [from, sid] = [newNumber(), newSid()];
    const conversationId = await flow.putConversation('whatsapp', from, {
      tenantId: tenant.tenantId,
      // It is listed with its first message of an hour.
      lastActivityAt: new Date(Date.now() - 2 * HOUR_MS).toISOString(),
    });
    const form = aWhatsAppMessage({ From: `whatsapp:${from}`, MessageSid: sid, Body: LONG });
    await flow.post(twilioRequest({ route: 'whatsapp', baseUrl: flow.hooksUrl, form }));
    const { eventId } = await waitForEvent(tenant, 'message.received', sid);
    await tenant.waitFor(eventId, 'DELIVERED');
    return { conversationId, eventId, from };
  }

  it('a conversation and the story of its event can be used by everybody', async () => {
    const { conversationId, eventId } = await receive();
    await visit(`/conversations/${conversationId}`);
    await page.getByRole('link', { name: 'Its event' }).waitFor();
    await everybodyCanUseIt();
    await visit(`/events/${eventId}?tenant=${tenant.tenantId}`);
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    await everybodyCanUseIt();
  });

  it('a message that was sent can be used by everybody, with what was reported on it', async () => {
    const sid = newSid();
    const message = { channel: 'sms', provider: 'twilio', recipient: newNumber(), external_id: sid };
    const body = JSON.stringify({ ...message, sent_at: new Date().toISOString() });
    expect(await tenant.hooks.call('PUT', '/v1/messages/order-1', body)).toMatchObject({ status: 201 });
    for (const MessageStatus of ['sent', 'undelivered']) {
      const form = {
        MessageSid: sid,
        MessageStatus,
        AccountSid: aWhatsAppMessage({}).AccountSid ?? '',
        ErrorCode: '30003',
      };
      await flow.post(twilioRequest({ route: 'twilio-status', baseUrl: flow.hooksUrl, form }));
    }
    await visit(`/tenants/${tenant.tenantId}/messages/order-1`);
    await page.getByText('undelivered').first().waitFor();
    await everybodyCanUseIt();
  });

  it('a refused callback can be used by everybody, with its body', async () => {
    const form = aWhatsAppMessage({ From: `whatsapp:${newNumber()}`, MessageSid: newSid(), Body: LONG });
    const authToken = 'f00dfeedf00dfeedf00dfeedf00dfeed';
    const { requestId } = await flow.post(
      twilioRequest({ route: 'whatsapp', baseUrl: flow.hooksUrl, form, authToken }),
    );
    await visit(`/quarantine/${requestId}`);
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.getByText('example.com').first().waitFor();
    await everybodyCanUseIt();
  });

  it('a question, and what became of it, can be used by everybody', async () => {
    const { tenantId } = await flow.createTenant();
    await visit(`/tenants/${tenantId}`);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Suspend' }).click();
    await dialog.getByText('will be refused').waitFor();
    await everybodyCanUseIt();
    await dialog.getByRole('button', { name: 'Suspend' }).click();
    await dialog.getByText('is suspended').waitFor();
    await everybodyCanUseIt();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: 'Resume' }).click();
    await dialog.getByText('is active again').waitFor();
  });

  it('an action that fails says why, for everybody', async () => {
    const { tenantId } = await flow.createTenant();
    await visit(`/tenants/${tenantId}`);
    await page.route('**/api/commands/tenants/suspend', (route) => route.abort());
    await page.getByRole('button', { name: 'Suspend' }).click();
    await page.getByRole('dialog').getByRole('heading', { name: 'Not done' }).waitFor();
    await everybodyCanUseIt();
    await page.getByRole('dialog').getByText('Does `pnpm cli console` still run?').waitFor();
    await page.unroute('**/api/commands/tenants/suspend');
  });

  it('an action whose end nobody heard of is not said to have failed', async () => {
    await visit(`/tenants/${tenant.tenantId}`);
    const begun = { kind: 'progress', label: 'Suspending', message: '', done: 0 };
    await page.route('**/api/commands/tenants/suspend', (route) =>
      route.fulfill({ contentType: 'application/x-ndjson', body: `${JSON.stringify(begun)}\n` }),
    );
    await page.getByRole('button', { name: 'Suspend' }).click();
    await page.getByRole('dialog').getByRole('heading', { name: 'Not known whether it was done' }).waitFor();
    await page.unroute('**/api/commands/tenants/suspend');
  });

  it('a file of a message is drawn where it is an image, and else only saved', async () => {
    const [from, sid] = [newNumber(), newSid()];
    const conversationId = await flow.putConversation('whatsapp', from, { tenantId: tenant.tenantId });
    const form = aWhatsAppMessage({
      From: `whatsapp:${from}`,
      MessageSid: sid,
      NumMedia: '2',
      MediaUrl0: 'https://api.twilio.com/2010-04-01/elsewhere',
      MediaContentType0: 'image/png',
      MediaUrl1: 'https://api.twilio.com/2010-04-01/elsewhere',
      MediaContentType1: 'text/html',
    });
    await flow.post(twilioRequest({ route: 'whatsapp', baseUrl: flow.hooksUrl, form }));
    await waitForEvent(tenant, 'message.received', sid);
    await visit(`/conversations/${conversationId}`);
    await page.getByRole('button', { name: 'Fetch file 1' }).click();
    await page.getByText('Its address is none of Twilio’s media').waitFor();

    // There is no Twilio here: what the command would answer.
    await page.route('**/api/commands/conversations/media', async (route) => {
      const { number } = route.request().postDataJSON();
      const isImage = number === '1';
      const value = {
        content_type: isImage ? 'image/png' : 'text/html',
        image_type: isImage ? 'image/png' : null,
        size_bytes: 68,
        base64: isImage ? PIXEL : Buffer.from('<script>window.ranHere = 1</script>').toString('base64'),
      };
      const lines = [
        { kind: 'printed', value, text: '' },
        { kind: 'ended', exit_code: 0 },
      ];
      await route.fulfill({
        contentType: 'application/x-ndjson',
        body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
      });
    });
    await page.getByRole('button', { name: 'Fetch file 1' }).click();
    const image = page.getByRole('img', { name: 'What was sent: file 1' });
    await image.waitFor();
    await page.getByRole('button', { name: 'Fetch file 2' }).click();
    const save = page.getByRole('button', { name: /^Save/ });
    await save.nth(1).waitFor();
    expect(await page.locator('main img').count()).toBe(1);
    expect(await page.evaluate('document.querySelector("main img").naturalWidth')).toBe(1);
    await everybodyCanUseIt();
    const [saved] = await Promise.all([page.waitForEvent('download'), save.nth(1).click()]);
    expect(saved.suggestedFilename()).toMatch(/^file 2/);
    expect(await page.evaluate('window.ranHere')).toBeUndefined();
    await page.unroute('**/api/commands/conversations/media');
  });

  it('the list of recent conversations has whoever wrote, and can be cut down', async () => {
    const { conversationId, from } = await receive();
    await visit(`/conversations?tenant=${tenant.tenantId}`);
    await page.getByRole('row').filter({ hasText: conversationId }).getByText(from).waitFor();
    await page.getByText(`pnpm cli conversations recent --max 100 --tenant ${tenant.tenantId}`).waitFor();
    await everybodyCanUseIt();
    await page.getByRole('button', { name: 'Answered by a person' }).click();
    await page.getByText('Nobody wrote lately').waitFor();
    await flow.cli('conversations', 'handoff', conversationId);
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.getByRole('link', { name: from }).click();
    await page.getByRole('button', { name: 'Give it back to the machine' }).waitFor();
  });

  it('a key says on which day it was last used', async () => {
    const { tenantId, post } = await flow.createTenant();
    const before = new Date().toISOString().slice(0, 10);
    await post();
    const { keys } = await flow.cli('keys', 'list', tenantId);
    const [key] = z.array(z.object({ last_used_on: z.string() })).parse(keys);
    // Midnight may have come between.
    expect([before, new Date().toISOString().slice(0, 10)]).toContain(key?.last_used_on);
    await visit(`/tenants/${tenantId}`);
    await page.getByText(String(key?.last_used_on)).first().waitFor();
  });

  it('something that is not there is said so, for everybody', async () => {
    for (const path of [
      '/conversations/conv_none',
      '/quarantine/none',
      `/tenants/${tenant.tenantId}/messages/none`,
    ]) {
      await visit(path);
      await page.getByRole('alert').first().waitFor();
      await everybodyCanUseIt();
    }
  });

  it('ended without an error in any page', () => {
    expect(watched.problems.filter((problem) => !/Failed to load resource/.test(problem))).toEqual([]);
    expect(watched.foreign).toEqual([]);
  });
});
