import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { toSeconds } from '@switchyard/core/clock';
import { signStripe } from '@switchyard/core/signatures';
import { createApiKey } from '@switchyard/core/tenants';
import { createTestAuthority } from '@switchyard/core/testing/certificates';
import {
  AUTH_TOKEN,
  aMailWithFiles,
  anSms,
  anSmsStatus,
  aResendEvent,
  aSendGridEvent,
  aWhatsAppMessage,
  aWhatsAppStatus,
  createSendGridKeys,
  envelope,
  OUR_MAILBOX,
  OUR_NUMBER,
  resendRequest,
  type SignedRequest,
  sendGridEventsRequest,
  sendGridRequest,
  tampered,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import { createHooksClient } from '../src/demo/hooks-client.ts';
import type { FlowTenant } from '../testing/flow-stack.ts';
import {
  type InboundFlow,
  newMailbox,
  newNumber,
  newSid,
  openInboundFlow,
  waitForEvent,
} from '../testing/inbound-flow.ts';
import { REFUSED } from '../testing/inbound-provider-api.ts';
import { EVENT_KEY, MAIL_KEY } from '../testing/inbound-secrets.ts';
import { createPlantedCanaries } from '../testing/planted-canaries.ts';

// Each place of a secret or of something personal gets a text of its own, and each flow is made to log. Whether one of
// the texts is in a log line is checked at the end of the run, on the lines of all test files.

let flow: InboundFlow;
beforeAll(async () => {
  flow = await openInboundFlow();
});
afterAll(() => flow.close());

const { plant, sends, unsent } = createPlantedCanaries();
const asked = jest.spyOn(globalThis, 'fetch');
plant('our number', OUR_NUMBER.slice(1));
plant('our mailbox', OUR_MAILBOX);

type Answer = { readonly status: number; readonly headers: Headers };
/** The line of the function that answered. */
const logOf = ({ headers }: Answer) => {
  const requestId = headers.get('x-amzn-requestid');
  return flow.logged(`the request ${requestId}`, (json) => json.requestId === requestId);
};

describe('an event', () => {
  /** A tenant whose endpoint and events have canaries wherever there is a place for one. */
  async function createTenant(url?: string) {
    const tenant = await flow.createTenant();
    plant('API key', tenant.apiKey);
    const target = `${url ?? tenant.endpoint.url}/${plant('path of a target')}?token=${plant('query of a target')}`;
    const endpoint = {
      targetUrl: target,
      headers: { 'x-api-key': plant('header for an endpoint') },
    };
    const { secrets } = await flow.putEndpoint(tenant.tenantId, endpoint);
    sends({ ...endpoint, secrets });
    plant('webhook secret', secrets[0]?.secret);
    return tenant;
  }
  /** What an endpoint answers, and its reader must not see in a log. */
  const answer = (status: number) =>
    sends({
      status,
      headers: { 'x-session': plant('header of an answer') },
      body: `{"error":"${plant('body of an answer')}"}`,
    });
  async function post({ hooks }: FlowTenant): Promise<string> {
    const payload = { type: 'order.paid', data: { iban: plant('payload') } };
    const { status, body } = await hooks.postEvent(JSON.stringify(payload), plant('idempotency key'));
    expect(status).toBe(201);
    return Object(body).event_id;
  }

  it('is delivered', async () => {
    const tenant = await createTenant();
    tenant.endpoint.answer(answer(200));
    await tenant.waitFor(await post(tenant), 'DELIVERED');
  });

  it('runs into the time limit, and is delivered later', async () => {
    const tenant = await createTenant();
    const later = answer(201);
    tenant.endpoint.answer(() => (tenant.endpoint.deliveries.length === 1 ? 'hang' : later));
    const eventId = await post(tenant);
    await flow.logged('the time-out', (json) => json.eventId === eventId && json.error === 'timeout');
    await tenant.waitFor(eventId, 'DELIVERED');
  });

  it('goes to an endpoint that asks for credentials, that are taken, not taken, or not had', async () => {
    const tokens = await flow.startEndpoint();
    const token = sends({
      status: 200,
      body: `{"access_token":"${plant('access token')}","token_type":"bearer","expires_in":600}`,
    });
    const refusal = sends({
      status: 401,
      body: `{"error":"invalid_client","error_description":"${plant('answer of a token server')}"}`,
    });
    tokens.answer(() => (tokens.deliveries.length === 1 ? refusal : token));
    const issued = await (await createTestAuthority()).issue();
    const line = (pem: string) => pem.split('\n')[1] ?? '';
    plant('private key of an endpoint', line(issued.privateKey));
    const given = [
      { auth: { type: 'basic', username: 'us', password: plant('password of an endpoint') } },
      { auth: { type: 'header', name: 'x-key', value: plant('header of an endpoint') } },
      {
        auth: {
          type: 'oauth2',
          token_url: tokens.url,
          client_id: 'us',
          client_secret: plant('secret of a client'),
        },
      },
      { tls: { client_certificate: issued.certificate, private_key: issued.privateKey } },
    ];
    const wrong = [
      { auth: { type: 'basic', username: 'a:b', password: plant('password that is refused') } },
      { auth: { type: plant('kind of auth'), value: plant('value of auth') } },
      { tls: { client_certificate: plant('certificate that is none'), private_key: issued.privateKey } },
      { tls: { client_certificate: issued.privateKey, private_key: plant('key that is none') } },
    ];
    const patch = async ({ hooks }: FlowTenant, body: object) => {
      const answer = await hooks.call('PATCH', '/v1/endpoints/default', JSON.stringify(body));
      await logOf(answer);
      return answer.status;
    };
    await Promise.all(
      given.map(async (body) => {
        const tenant = await createTenant();
        for (const each of wrong) expect(await patch(tenant, each)).toBe(422);
        const { endpoint } = tenant;
        endpoint.answer(() => (endpoint.deliveries.length === 1 ? answer(401) : 200));
        expect(await patch(tenant, body)).toBe(200);
        await tenant.waitFor(await post(tenant), 'DELIVERED');
      }),
    );
    expect(tokens.deliveries.length).toBeGreaterThan(1);
  });

  it('is given up, looked at, requeued, given up again and purged', async () => {
    const tenant = await createTenant();
    tenant.endpoint.answer(answer(500));
    const eventId = await post(tenant);
    await tenant.waitFor(eventId, 'DLQ');
    await flow.waitForDeadLetter(eventId);
    const mine = { eventIds: [eventId], maxMessages: 1 };
    expect(await flow.dlq({ action: 'requeue', ...mine })).toMatchObject({ requeued: 1 });
    await tenant.waitFor(eventId, 'DLQ');
    await flow.waitForDeadLetter(eventId);
    expect(await flow.dlq({ action: 'purge', ...mine })).toMatchObject({ purged: 1 });
  });

  it('for nobody who answers, and for a target that is refused, is given up', async () => {
    const password = plant('password of a target');
    const [deaf, refused] = await Promise.all([
      createTenant(),
      createTenant(sends(`https://user:${password}@hooks.example.com`)),
    ]);
    await deaf.endpoint.close();
    await Promise.all([deaf, refused].map(async (each) => each.waitFor(await post(each), 'DLQ')));
  });

  it('is refused when it cannot be read, or is nobody’s', async () => {
    const { hooks, apiKey } = await createTenant();
    const text = (what: string) => `${plant(what)}`;
    const wrongKeys = [
      plant('unknown API key', createApiKey()),
      plant('mistyped API key', `${apiKey.slice(0, -1)}_`),
      plant('token of another form'),
    ];
    const answers = await Promise.all([
      hooks.postEvent(`${text('text instead of JSON')} {`),
      hooks.postEvent(`{"a": ${text('broken JSON')}`),
      hooks.postEvent(`["${text('list instead of an event')}"]`),
      hooks.postEvent('{}', `${text('idempotency key that is too long')}${'x'.repeat(256)}`),
      hooks.call('POST', '/v1/events', text('body of another type'), { 'content-type': 'text/plain' }),
      hooks.call('GET', `/v1/events?status=${text('query')}`),
      hooks.call('GET', `/v1/events/${text('id of an event')}`),
      hooks.call('GET', `/v1/${text('path')}`),
      hooks.call('PUT', '/v1/messages/m-1', `{"channel":"sms","recipient":"${text('recipient')}"}`),
      hooks.call('PUT', '/v1/messages/m-1', `{"${text('name of a field')}":"${text('value of a field')}"}`),
      ...wrongKeys.map((key) => createHooksClient(flow.local.hooks_url, key).postEvent('{}')),
    ]);
    for (const { status } of answers) expect([400, 401, 404, 415, 422]).toContain(status);
    await Promise.all(answers.slice(0, 7).map(logOf));
  });

  it('comes as a message that no part of the gateway has written', async () => {
    const poison = () => [
      `${plant('poison in a queue')} is no JSON`,
      `{"broken": "${plant('broken poison in a queue')}`,
      JSON.stringify({
        schema: plant('schema of poison'),
        [plant('field of poison')]: plant('value of poison'),
        tenantId: plant('tenant of poison'),
      }),
    ];
    for (const [queue, name] of [
      ['delivery', 'worker'],
      ['callback-spool', 'webhook-handler'],
    ] as const) {
      const ids = await flow.sendMessages(queue, poison().map(sends));
      await flow.logged(
        `the ${name} gives it back`,
        (json) => json.outcome === 'comes_back' && ids.includes(String(json.messageId)),
        ids.length,
      );
    }
  });
});

describe('a callback', () => {
  it('of each route is taken, refused, unreadable or from somebody unknown', async () => {
    const [known, unknown, failing] = [newNumber(), newNumber(), `+1402${REFUSED}${newNumber().slice(-2)}`];
    const mailbox = newMailbox();
    plant('number that the provider refuses', failing.slice(1));
    for (const [what, text] of Object.entries({ known, unknown }))
      plant(`number of somebody ${what}`, text.slice(1));
    plant('mailbox of somebody', mailbox);
    const baseUrl = flow.hooksUrl;
    const tenant = await flow.createTenant();
    for (const channel of ['whatsapp', 'sms'] as const)
      await flow.putConversation(channel, known, { tenantId: tenant.tenantId });
    await flow.putConversation('email', mailbox, { tenantId: tenant.tenantId });
    const [textSid, mailId] = [newSid(), `em-${randomBytes(6).toString('hex')}`];
    const register = (id: string, message: object) =>
      tenant.hooks.call('PUT', `/v1/messages/${id}`, JSON.stringify(message));
    const sms = { channel: 'sms', provider: 'twilio', recipient: known, external_id: textSid };
    const email = { channel: 'email', provider: 'resend', recipient: mailbox, external_id: mailId };
    const sent = { ...email, provider: 'sendgrid', external_id: `x-${mailId}` };
    for (const [id, message] of Object.entries({
      'canary-sms': sms,
      'canary-email': email,
      'canary-sent': sent,
    }))
      expect(await register(id, message)).toMatchObject({ status: 201 });

    type Form = Readonly<Record<string, string>>;
    const personal = (): Form => ({
      MessageSid: newSid(),
      ProfileName: plant('name of a person'),
      Body: plant('text of a message'),
      Address: plant('street of a person'),
      Label: plant('place of a person'),
      Latitude: '51.51322977399644',
      Longitude: '-0.2197976373036567',
      ButtonPayload: plant('button of a message'),
    });
    const whatsApp = (from: string, changes: Form = {}, authToken = AUTH_TOKEN) =>
      twilioRequest({
        route: 'whatsapp',
        baseUrl,
        form: aWhatsAppMessage({
          ...personal(),
          From: `whatsapp:${from}`,
          WaId: from.slice(1),
          ...changes,
        }),
        authToken,
      });
    const text = (from: string, authToken = AUTH_TOKEN) =>
      twilioRequest({
        route: 'sms',
        baseUrl,
        form: anSms({ ...personal(), From: from }),
        query: `site=${plant('query of a callback')}`,
        authToken,
      });
    const status = (form: Form, authToken = AUTH_TOKEN) =>
      twilioRequest({ route: 'twilio-status', baseUrl, form, authToken });
    const content = Buffer.from(plant('content of a file'));
    const mail = (changes: Form = {}, options: Partial<Parameters<typeof sendGridRequest>[0]> = {}) => {
      const file = { filename: `${plant('name of a file')}.txt`, type: 'text/plain', content };
      const fields: Form = {
        envelope: envelope(mailbox),
        from: `${plant('name of a sender')} <${mailbox}>`,
        to: `${plant('name of a recipient')} <${OUR_MAILBOX}>`,
        subject: plant('subject of a mail'),
        text: plant('text of a mail'),
        html: `<p>${plant('html of a mail')}</p>`,
        headers: `Message-ID: <${plant('id of a mail')}@x>\nX-Note: ${plant('header of a mail')}\n`,
        ...changes,
      };
      const parts = aMailWithFiles([file]).filter(({ name }) => !(name in fields));
      return sendGridRequest({
        baseUrl,
        parts: [...Object.entries(fields).map(([name, field]) => ({ name, content: field })), ...parts],
        privateKey: MAIL_KEY,
        receivedAt: new Date().toISOString(),
        ...options,
      });
    };
    const event = (type: string, changes: object = {}) =>
      aResendEvent(type, {
        email_id: mailId,
        to: [mailbox],
        from: `${plant('name of our sender')} <${OUR_MAILBOX}>`,
        subject: plant('subject of our mail'),
        ...changes,
      });
    const resend = (body: object, signedAt = new Date()) =>
      resendRequest({
        baseUrl,
        event: body,
        signedAt,
        id: `msg_${randomBytes(12).toString('hex')}`,
      });

    const batch = (events: readonly unknown[], privateKey = EVENT_KEY) =>
      sendGridEventsRequest({ baseUrl, events, privateKey, receivedAt: new Date().toISOString() });
    const sentEvent = (name: string, id = `x-${mailId}`) =>
      aSendGridEvent(name, {
        sg_message_id: `${id}.filter`,
        email: mailbox,
        subject: plant('subject of our mail'),
        reason: plant('reason of a bounce'),
      });

    const wrongToken = randomBytes(16).toString('hex');
    const [first, aText, aMail, anEvent] = [
      whatsApp(known),
      text(known),
      mail(),
      resend(event('email.delivered')),
    ];
    const password = plant('password of a mail route');
    const requests: readonly (readonly [status: number, request: SignedRequest])[] = [
      [200, first],
      [200, first],
      [200, whatsApp(unknown)],
      [200, whatsApp(failing)],
      [200, aText],
      [200, text(unknown)],
      [400, whatsApp(known, { MessageSid: '', SmsSid: '', SmsMessageSid: '' })],
      [401, whatsApp(known, {}, wrongToken)],
      [401, text(known, wrongToken)],
      [401, tampered(aText, Buffer.from(`Body=${plant('body of a forged callback')}`))],
      [200, status(anSmsStatus('delivered', { MessageSid: textSid, SmsSid: textSid, To: known }))],
      [404, status(aWhatsAppStatus('read', { MessageSid: newSid(), To: `whatsapp:${unknown}` }))],
      [401, status(anSmsStatus('sent', { MessageSid: newSid(), To: known }), wrongToken)],
      [200, aMail],
      [200, mail({ envelope: `{"from":"${plant('broken envelope of a mail')}` })],
      [503, mail({}, { privateKey: createSendGridKeys().privateKey })],
      [503, mail({}, { privateKey: undefined, basicAuth: `user:${password}` })],
      [503, mail({}, { privateKey: undefined, pathSegment: plant('segment of a mail route') })],
      [503, tampered(aMail, Buffer.from(plant('body of a forged mail')))],
      [200, anEvent],
      [
        200,
        resend(
          event('email.bounced', { bounce: { message: plant('reason of a bounce'), type: 'Permanent' } }),
        ),
      ],
      [404, resend(event('email.opened', { email_id: 'em-of-nobody' }))],
      [401, resend(event('email.opened'), new Date(0))],
      [200, batch([sentEvent('bounce'), sentEvent('open', 'nobody'), plant('entry of a batch')])],
      [404, batch([sentEvent('open', 'nobody')])],
      [401, batch([sentEvent('open')], MAIL_KEY)],
      [401, tampered(anEvent, Buffer.from(`{"to":"${plant('forged event')}"`))],
    ];
    for (const [, { http }] of requests) sends(`${JSON.stringify(http.headers)}${http.path}${http.body}`);
    const replies = await Promise.all(requests.map(([, request]) => flow.post(request)));
    expect(replies.map((reply) => reply.status)).toEqual(requests.map(([expected]) => expected));

    await Promise.all(
      replies.map(({ requestId }) =>
        flow.logged(`the callback ${requestId}`, (json) => json.requestId === requestId),
      ),
    );
    await waitForEvent(tenant, 'message.delivered', 'canary-sms');
    await waitForEvent(tenant, 'email.bounced', 'canary-email');
    await waitForEvent(tenant, 'email.bounced', 'canary-sent');

    // What is held is not let in: it is still not genuine.
    const [held] = replies.filter((reply) => reply.status === 401);
    await expect(flow.cli('quarantine', 'release', held?.requestId ?? '')).rejects.toMatchObject({
      stdout: expect.stringContaining('signature_mismatch'),
    });
  });
});

describe('the receiver', () => {
  it('takes a delivery, refuses others, and obeys its operator', async () => {
    const tenant = await flow.createTenant();
    const targetUrl = `${flow.local.receiver_url}/${tenant.tenantId}/webhook`;
    const { secrets } = await flow.putEndpoint(tenant.tenantId, { targetUrl });
    await tenant.waitFor(await tenant.post({ note: plant('payload for the receiver') }), 'DELIVERED');

    const secret = secrets[0]?.secret ?? '';
    const post = (body: string, signedBody = body, headers: Record<string, string> = {}) => {
      const payload = Buffer.from(signedBody);
      const signature = signStripe({ payload, secrets: [secret], timestamp: toSeconds(Date.now()) });
      plant('signature of a delivery', /v1=(\w+)/.exec(signature)?.[1]);
      return fetch(targetUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'stripe-signature': signature, ...headers },
        body,
      });
    };
    const answers = await Promise.all([
      post(`{"note":"${plant('genuine payload')}"}`),
      post(`{"note": ${plant('broken payload')}`),
      post(`{"note":"${plant('forged payload')}"}`, '{}'),
      post('{}', '{}', { 'stripe-signature': `t=1,v1=${plant('malformed signature')}` }),
      post('{}', '{}', { 'content-type': `text/${plant('content type')}` }),
      fetch(`${flow.local.receiver_url}/status`, {
        headers: { authorization: `Bearer ${plant('wrong operator token')}` },
      }),
      fetch(`${flow.local.receiver_url}/status`, {
        headers: { authorization: `Bearer ${plant('operator token', flow.local.operator_token)}` },
      }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 401, 401, 401]);
    await Promise.all(answers.map(logOf));
  });
});

it('each canary was sent', () => {
  for (const [input, { headers, body } = {}] of asked.mock.calls) {
    const bytes = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : '';
    sends(`${input} ${JSON.stringify(headers)} ${bytes}`);
  }
  expect(unsent()).toEqual([]);
});
