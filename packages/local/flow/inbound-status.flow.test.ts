import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  anSmsStatus,
  aResendEvent,
  aWhatsAppStatus,
  resendRequest,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import type { FlowTenant } from '../testing/flow-stack.ts';
import {
  eventsAbout,
  type InboundFlow,
  newMailbox,
  newNumber,
  newSid,
  openInboundFlow,
  waitForEvent,
} from '../testing/inbound-flow.ts';
import { PREVIOUS_RESEND_SECRET } from '../testing/inbound-secrets.ts';

let flow: InboundFlow;
let tenant: FlowTenant;
beforeAll(async () => {
  flow = await openInboundFlow();
  tenant = await flow.createTenant();
});
afterAll(() => flow.close());

const SUCCESS = { status: 200, text: '{"success":true}' };
const newId = (name: string): string => `${name}-${randomBytes(6).toString('hex')}`;

async function register(messageId: string, message: Readonly<Record<string, string>>): Promise<void> {
  const { status } = await tenant.hooks.call('PUT', `/v1/messages/${messageId}`, JSON.stringify(message));
  expect(status).toBe(201);
}
const read = async (messageId: string) => (await tenant.hooks.call('GET', `/v1/messages/${messageId}`)).body;

async function registerText(channel: 'sms' | 'whatsapp') {
  const [messageId, sid, recipient] = [newId('order'), newSid(), newNumber()];
  await register(messageId, { channel, provider: 'twilio', recipient, external_id: sid });
  const To = channel === 'sms' ? recipient : `whatsapp:${recipient}`;
  const form = channel === 'sms' ? anSmsStatus : aWhatsAppStatus;
  const report = (status: string, changes: Readonly<Record<string, string>> = {}) =>
    flow.post(
      twilioRequest({
        route: 'twilio-status',
        baseUrl: flow.hooksUrl,
        form: form(status, { MessageSid: sid, SmsSid: sid, To, ...changes }),
      }),
    );
  return { messageId, sid, report };
}

async function registerMail() {
  const [messageId, emailId, recipient] = [newId('invoice'), newId('em'), newMailbox()];
  await register(messageId, { channel: 'email', provider: 'resend', recipient, external_id: emailId });
  const report = (
    type: string,
    { bounceType, ...options }: { id?: string; secrets?: readonly string[]; bounceType?: string } = {},
  ) =>
    flow.post(
      resendRequest({
        baseUrl: flow.hooksUrl,
        event: aResendEvent(type, {
          email_id: emailId,
          to: [recipient],
          ...(bounceType !== undefined && { bounce: { type: bounceType, subType: 'General' } }),
        }),
        signedAt: new Date(),
        id: newId('msg'),
        ...options,
      }),
    );
  return { messageId, emailId, report };
}

/** Every order of them. */
const orders = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

describe('status callbacks of Twilio', () => {
  it('only move the status on, in whatever order they come, each of them twice', async () => {
    const reports = ['queued', 'sent', 'delivered'];
    const messages = await Promise.all(
      orders(reports).map(async (order) => ({ order, ...(await registerText('sms')) })),
    );
    await Promise.all(
      messages.map(async ({ order, report }) => {
        for (const status of [...order, ...order]) expect(await report(status)).toMatchObject(SUCCESS);
      }),
    );
    for (const { messageId } of messages) {
      const message = await read(messageId);
      expect(message).toMatchObject({ status: 'delivered', timeline: [{}, {}, {}] });
      const { event } = await waitForEvent(tenant, 'message.delivered', messageId);
      expect(event).toMatchObject({ data: { channel: 'sms', status: 'delivered', error_code: null } });
      expect(eventsAbout(tenant, messageId)).toHaveLength(1);
    }
  });

  it('of WhatsApp end in read, of which the tenant hears under the callback’s request id', async () => {
    const { messageId, sid, report } = await registerText('whatsapp');
    await report('sent');
    const { requestId } = await report('read');
    expect(await report('delivered')).toMatchObject(SUCCESS);
    expect(await read(messageId)).toMatchObject({ status: 'read' });
    const { eventId } = await waitForEvent(tenant, 'message.read', messageId);
    await waitForEvent(tenant, 'message.delivered', messageId);
    expect((await tenant.hooks.call('GET', `/v1/events/${eventId}`)).body).toMatchObject({
      correlation_id: requestId,
      source: { provider: 'twilio', provider_id: expect.stringContaining(sid) },
    });
  });

  it('of a failure say why', async () => {
    const { messageId, report } = await registerText('sms');
    await report('undelivered', { ErrorCode: '30003', ErrorMessage: 'Unreachable destination handset' });
    expect(await read(messageId)).toMatchObject({
      status: 'undelivered',
      timeline: [{ error_code: '30003', details: { error_message: 'Unreachable destination handset' } }],
    });
    const { data } = await waitForEvent(tenant, 'message.failed', messageId);
    expect(data).toMatchObject({
      status: 'undelivered',
      error_code: '30003',
      details: { error_message: 'Unreachable destination handset' },
    });
  });

  it('with a status that is new to us are recorded and move nothing', async () => {
    const { messageId, report } = await registerText('sms');
    await report('sent');
    expect(await report('teleported')).toMatchObject(SUCCESS);
    expect(await read(messageId)).toMatchObject({
      status: 'sent',
      timeline: expect.arrayContaining([
        expect.objectContaining({ kind: 'other', raw_status: 'teleported' }),
      ]),
    });
  });

  it('about a message that nobody registered are answered 404', async () => {
    const form = anSmsStatus('delivered', { MessageSid: newSid() });
    const query = 'message_id=order-1';
    const request = twilioRequest({ route: 'twilio-status', baseUrl: flow.hooksUrl, form, query });
    const { status, text, requestId } = await flow.post(request);
    expect(status).toBe(404);
    expect(JSON.parse(text)).toMatchObject({ code: 'message_not_found', request_id: requestId });
  });
});

describe('events of Resend', () => {
  it('become the tenant’s events; opens and clicks count once for each id', async () => {
    const { messageId, report } = await registerMail();
    expect(await report('email.sent')).toMatchObject(SUCCESS);
    const id = newId('msg');
    for (const each of [id, id, newId('msg')])
      expect(await report('email.opened', { id: each })).toMatchObject(SUCCESS);
    await report('email.clicked');
    await report('email.delivered');
    await report('email.complained');
    expect(await read(messageId)).toMatchObject({ status: 'complained', opens: 2, clicks: 1 });
    for (const type of ['opened', 'clicked', 'delivered', 'complained']) {
      await waitForEvent(tenant, `email.${type}`, messageId);
    }
    const { body } = await tenant.hooks.call('GET', `/v1/messages/${messageId}`);
    expect(body).toMatchObject({ timeline: { length: 6 } });
  });

  it('of a bounce say why', async () => {
    const { messageId, emailId, report } = await registerMail();
    const { requestId } = await report('email.bounced');
    const { eventId, data } = await waitForEvent(tenant, 'email.bounced', messageId);
    expect(data).toMatchObject({
      external_id: emailId,
      status: 'bounced',
      error_code: 'Permanent.Suppressed',
      details: { reason: expect.stringContaining('rejected') },
    });
    await tenant.waitFor(eventId, 'DELIVERED');
    expect((await tenant.hooks.call('GET', `/v1/events/${eventId}`)).body).toMatchObject({
      correlation_id: requestId,
      source: { provider: 'resend' },
    });
  });

  it.each([
    ['email.delivery_delayed', 'delayed', 'email.delivery_delayed'],
    ['email.failed', 'failed', 'message.failed'],
    ['email.suppressed', 'suppressed', 'message.failed'],
    ['email.invented_later', 'registered', undefined],
  ])('%s makes the message %s', async (type, status, event) => {
    const { messageId, report } = await registerMail();
    expect(await report(type)).toMatchObject(SUCCESS);
    expect(await read(messageId)).toMatchObject({ status, timeline: [{ raw_status: type }] });
    if (event !== undefined) await waitForEvent(tenant, event, messageId);
  });

  it('of a transient bounce after the delivery undo nothing', async () => {
    const { messageId, report } = await registerMail();
    await report('email.delivered');
    expect(await report('email.bounced', { bounceType: 'Transient' })).toMatchObject(SUCCESS);
    expect(await read(messageId)).toMatchObject({ status: 'delivered', timeline: { length: 2 } });
    const { data } = await waitForEvent(tenant, 'email.delivery_delayed', messageId);
    expect(data).toMatchObject({ status: 'delayed', details: { bounce_type: 'Transient' } });
    expect(eventsAbout(tenant, messageId).map(({ type }) => type)).not.toContain('email.bounced');
  });

  it('count under the secret of before, and under several signatures', async () => {
    const { messageId, report } = await registerMail();
    expect(await report('email.sent', { secrets: [PREVIOUS_RESEND_SECRET] })).toMatchObject(SUCCESS);
    const strange = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
    expect(await report('email.delivered', { secrets: [strange, PREVIOUS_RESEND_SECRET] })).toMatchObject(
      SUCCESS,
    );
    expect(await read(messageId)).toMatchObject({ status: 'delivered' });
  });

  it('about no mail of ours are taken, about an unknown one are 404', async () => {
    const event = { type: 'contact.created', created_at: '2026-03-04T05:06:06.000Z', data: { id: 'c-1' } };
    const contact = resendRequest({ baseUrl: flow.hooksUrl, event, signedAt: new Date(), id: newId('msg') });
    expect(await flow.post(contact)).toMatchObject(SUCCESS);
    const opened = aResendEvent('email.opened', { email_id: newId('em') });
    const unknown = resendRequest({
      baseUrl: flow.hooksUrl,
      event: opened,
      signedAt: new Date(),
      id: newId('msg'),
    });
    expect(await flow.post(unknown)).toMatchObject({ status: 404 });
  });
});
