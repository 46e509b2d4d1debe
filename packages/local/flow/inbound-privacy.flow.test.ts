import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  AUTH_TOKEN,
  aMail,
  anSmsStatus,
  aResendEvent,
  aWhatsAppMessage,
  envelope,
  RESEND_SECRET,
  resendRequest,
  sendGridRequest,
  tampered,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import {
  type InboundFlow,
  newNumber,
  newSid,
  openInboundFlow,
  waitForEvent,
} from '../testing/inbound-flow.ts';
import { REFUSED } from '../testing/inbound-provider-api.ts';
import { MAIL_KEY, PREVIOUS_TOKEN, RESEND_API_KEY } from '../testing/inbound-secrets.ts';

let flow: InboundFlow;
beforeAll(async () => {
  flow = await openInboundFlow();
}, 60_000);
afterAll(() => flow.close());

test('no function logs who wrote, what was written, or a secret', async () => {
  const canary = randomBytes(6).toString('hex');
  const [name, body, subject] = [`Nam${canary}`, `Bod${canary}`, `Sub${canary}`];
  const mailbox = `box${canary}@example.org`;
  const [known, unknown, failing] = [newNumber(), newNumber(), `+1402${REFUSED}${newNumber().slice(-2)}`];
  const { hooksUrl: baseUrl } = flow;
  const tenant = await flow.createTenant();
  await flow.putConversation('whatsapp', known, { tenantId: tenant.tenantId });
  const sid = newSid();
  const hook = (id: string) =>
    JSON.stringify({ channel: 'sms', provider: 'twilio', recipient: known, external_id: id });
  await tenant.hooks.call('PUT', '/v1/messages/canary', hook(sid));

  const message = (from: string, changes: Record<string, string> = {}) =>
    aWhatsAppMessage({
      From: `whatsapp:${from}`,
      WaId: from.slice(1),
      MessageSid: newSid(),
      ProfileName: name,
      Body: body,
      ...changes,
    });
  const whatsApp = (form: Record<string, string>, authToken?: string) =>
    twilioRequest({ route: 'whatsapp', baseUrl, form, ...(authToken === undefined ? {} : { authToken }) });
  const mail = (changes: Record<string, string> = {}) =>
    sendGridRequest({
      baseUrl,
      parts: aMail({
        envelope: envelope(mailbox),
        from: `${name} <${mailbox}>`,
        text: body,
        subject,
        ...changes,
      }),
      privateKey: MAIL_KEY,
    });
  const received = message(known);
  const opened = aResendEvent('email.opened', { to: [mailbox], subject });
  const unreadable = { ...message(known), MessageSid: '', SmsSid: '', SmsMessageSid: '' };
  const requests = [
    whatsApp(received),
    whatsApp(received),
    whatsApp(message(unknown)),
    whatsApp(message(failing)),
    whatsApp(message(known), `${AUTH_TOKEN.slice(0, -1)}0`),
    whatsApp(unreadable),
    mail(),
    tampered(mail(), Buffer.from(`${body} ${mailbox}`)),
    mail({ envelope: `{"from":"${mailbox}` }),
    twilioRequest({
      route: 'twilio-status',
      baseUrl,
      form: anSmsStatus('delivered', { MessageSid: sid, To: known }),
    }),
    twilioRequest({
      route: 'twilio-status',
      baseUrl,
      form: anSmsStatus('sent', { MessageSid: newSid(), To: known }),
    }),
    resendRequest({ baseUrl, event: opened, signedAt: new Date() }),
    resendRequest({ baseUrl, event: opened, signedAt: new Date(0) }),
  ];
  const replies = await Promise.all(requests.map((request) => flow.post(request)));
  expect(replies.map(({ status }) => status).toSorted()).toEqual([
    ...[200, 200, 200, 200, 200, 200, 200, 400, 401, 401, 404, 404, 503],
  ]);
  await waitForEvent(tenant, 'message.received', received.MessageSid ?? '');
  await waitForEvent(tenant, 'message.delivered', 'canary');
  await flow
    .cli('quarantine', 'release', replies.find(({ status }) => status === 400)?.requestId ?? '')
    .catch(() => undefined);

  // Each callback's last line, and with it all before.
  const ids = replies.map(({ requestId }) => requestId);
  for (const requestId of ids) await flow.logged('the request', (json) => json.requestId === requestId);
  const lines = await flow.allLogged();
  expect(lines.filter((line) => ids.some((id) => line.includes(id))).length).toBeGreaterThan(requests.length);
  const personal = [canary, known.slice(1), unknown.slice(1), failing.slice(1)];
  const secrets = [AUTH_TOKEN, PREVIOUS_TOKEN, RESEND_SECRET, RESEND_API_KEY];
  const encoded = [body, mailbox].map((text) => Buffer.from(text).toString('base64').slice(0, 12));
  expect(
    lines.filter((line) => [...personal, ...secrets, ...encoded].some((text) => line.includes(text))),
  ).toEqual([]);
});
