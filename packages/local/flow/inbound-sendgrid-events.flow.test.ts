import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  aSendGridEvent,
  createSendGridKeys,
  sendGridEventsRequest,
  tampered,
} from '@switchyard/webhook-handler/testing';
import * as z from 'zod';
import type { FlowTenant } from '../testing/flow-stack.ts';
import {
  eventsAbout,
  type InboundFlow,
  newMailbox,
  openInboundFlow,
  waitForEvent,
} from '../testing/inbound-flow.ts';
import { EVENT_KEY } from '../testing/inbound-secrets.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: InboundFlow;
let tenant: FlowTenant;
beforeAll(async () => {
  flow = await openInboundFlow();
  tenant = await flow.createTenant();
});
afterAll(() => flow.close());

type Json = Readonly<Record<string, unknown>>;
const SUCCESS = { status: 200, text: '{"success":true}' };
const newId = (name: string): string => `${name}-${randomBytes(8).toString('hex')}`;
const requestOf = (events: readonly unknown[], privateKey = EVENT_KEY) =>
  sendGridEventsRequest({
    baseUrl: flow.hooksUrl,
    events,
    privateKey,
    receivedAt: new Date().toISOString(),
  });
const post = (...events: readonly unknown[]) => flow.post(requestOf(events));
const read = async (path: string) => (await tenant.hooks.call('GET', `/v1/messages/${path}`)).body;

const countsOf = async (messageId: string) =>
  z.object({ opens: z.number(), clicks: z.number() }).parse(await read(`${messageId}?limit=1`));

/** Registered as its sender does it: with the X-Message-Id of SendGrid's answer. */
async function registerMail(changes: Json = {}) {
  const [messageId, xMessageId, recipient] = [
    newId('mail'),
    randomBytes(16).toString('base64url'),
    newMailbox(),
  ];
  const body = { channel: 'email', provider: 'sendgrid', recipient, external_id: xMessageId, ...changes };
  const register = async () =>
    expect((await tenant.hooks.call('PUT', `/v1/messages/${messageId}`, JSON.stringify(body))).status).toBe(
      201,
    );
  const event = (name: string, more: Json = {}) =>
    aSendGridEvent(name, {
      email: recipient,
      timestamp: Math.floor(Date.now() / 1000),
      sg_message_id: `${xMessageId}.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0`,
      ...more,
    });
  return { messageId, event, register };
}

describe('a batch of SendGrid’s events', () => {
  it('is recorded on its messages, each event once, whatever else is in it', async () => {
    const [first, second] = [await registerMail(), await registerMail()];
    await Promise.all([first.register(), second.register()]);
    const opened = first.event('open');
    const batch = requestOf([
      'no event',
      first.event('processed'),
      aSendGridEvent('delivered', { sg_message_id: newId('nobody') }),
      first.event('delivered'),
      opened,
      { sg_message_id: 'x' },
      opened,
      first.event('open', { sg_machine_open: true }),
      first.event('click'),
      first.event('group_unsubscribe'),
      second.event('bounce'),
    ]);

    expect(await flow.post(batch)).toMatchObject(SUCCESS);
    expect(await flow.post(batch)).toMatchObject(SUCCESS);
    expect(await read(first.messageId)).toMatchObject({
      status: 'delivered',
      opens: 2,
      clicks: 1,
      timeline: { length: 6 },
    });
    expect(await read(second.messageId)).toMatchObject({
      status: 'bounced',
      timeline: [
        { raw_status: 'bounce', error_code: '5.1.1', details: { reason: '550 5.1.1 unknown user' } },
      ],
    });
    await waitForEvent(tenant, 'email.bounced', second.messageId);
    for (const type of ['delivered', 'opened', 'clicked'])
      await waitForEvent(tenant, `email.${type}`, first.messageId);
    await waitUntil('both opens', async () => eventsAbout(tenant, first.messageId).length === 4 || undefined);
    expect(await flow.cliWith('', 'quarantine', 'list', '--days', '1')).toMatchObject({
      requests: expect.arrayContaining([
        expect.objectContaining({ route: 'sendgrid-events', code: 'callback_unreadable' }),
      ]),
    });
  });

  it('of blocks and delays ends nothing, before and after the delivery', async () => {
    const { messageId, event, register } = await registerMail();
    await register();
    await post(event('deferred'), event('bounce', { type: 'blocked', status: '4.7.1' }));
    expect(await read(messageId)).toMatchObject({ status: 'delayed' });
    await post(event('delivered'));
    await post(event('bounce', { type: 'blocked', status: '4.7.1' }));
    expect(await read(messageId)).toMatchObject({ status: 'delivered', timeline: { length: 4 } });
    const { data } = await waitForEvent(tenant, 'email.delivery_delayed', messageId);
    expect(data).toMatchObject({ status: 'delayed' });
  });

  it('that is larger than one run takes is recorded to its end, also what is registered a moment later', async () => {
    const [{ messageId, event, register }, late] = [await registerMail(), await registerMail()];
    await register();
    const clicks = Array.from({ length: 60 }, () => event('click'));
    expect(await post(...clicks, late.event('open'))).toMatchObject(SUCCESS);
    await waitUntil('all clicks', async () => (await countsOf(messageId)).clicks >= 60 || undefined);
    // By now the last part has been through the spool, and its open is left for later.
    await late.register();
    await waitUntil('the late open', async () => (await countsOf(late.messageId)).opens === 1 || undefined);
    await waitForEvent(tenant, 'email.opened', late.messageId);
  });

  it('fills a timeline that is read in pages, and of very many opens keeps a hundred', async () => {
    const { messageId, event, register } = await registerMail();
    await register();
    const opens = Array.from({ length: 150 }, () => event('open'));
    for (let at = 0; at < opens.length; at += 50) await post(...opens.slice(at, at + 50));
    await post(...opens.slice(100));
    await waitUntil('all opens', async () => (await countsOf(messageId)).opens >= 150 || undefined);

    const page = z.object({
      timeline: z.array(z.object({ provider_id: z.string() })),
      next_token: z.string().nullable(),
    });
    const seen: string[] = [];
    let token: string | null = '';
    while (token !== null) {
      const { timeline, next_token } = page.parse(
        await read(`${messageId}?limit=40${token === '' ? '' : `&next_token=${token}`}`),
      );
      expect(timeline.length).toBeLessThanOrEqual(40);
      seen.push(...timeline.map(({ provider_id }) => provider_id));
      token = next_token;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(100);
    expect(seen.length).toBeLessThan(150);
    expect((await tenant.hooks.call('GET', `/v1/messages/${messageId}?next_token=x`)).status).toBe(400);
  });

  it('of messages that nobody registered is 404', async () => {
    const { event } = await registerMail();
    const reply = await post(event('delivered'), event('open'));
    expect(reply.status).toBe(404);
    expect(JSON.parse(reply.text)).toMatchObject({ code: 'message_not_found', request_id: reply.requestId });
  });

  it('that nobody signed, or with another key than its own, is refused', async () => {
    const { messageId, event, register } = await registerMail();
    await register();
    const { privateKey } = createSendGridKeys();
    expect(await flow.post(requestOf([event('bounce')], privateKey))).toMatchObject({ status: 401 });
    const changed = tampered(requestOf([event('delivered')]), Buffer.from(JSON.stringify([event('bounce')])));
    expect(await flow.post(changed)).toMatchObject({ status: 401 });
    expect(await read(messageId)).toMatchObject({ status: 'registered', timeline: [] });
  });
});
