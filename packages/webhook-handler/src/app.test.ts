import awsLambdaFastify from '@fastify/aws-lambda';
import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { createLambdaHandler, problemSchema } from '@switchyard/core/http';
import { collectLogs, createTestClock, lambdaContext, NOW } from '@switchyard/core/testing';
import { setUpCallbacks } from '../testing/callback-setup.ts';
import { aMailWithFiles } from '../testing/mail-fixtures.ts';
import { GATEWAY_DOMAIN, type RestRequest, STAGE, toRestEvent } from '../testing/rest-event.ts';
import { BASE_URL, sendGridRequest, twilioRequest } from '../testing/signed-requests.ts';
import { anSms } from '../testing/twilio-fixtures.ts';
import { createApp } from './app.ts';
import type { CallbackAnswer, CallbackRequest } from './callback-request.ts';
import { routes } from './routes.ts';

const TWIML = { status: 200, contentType: 'text/xml', body: '<Response></Response>' };

function setUp(options: { answer?: CallbackAnswer; checks?: Record<string, 'ok' | 'failing'> } = {}) {
  const received: CallbackRequest[] = [];
  const state = { checked: 0 };
  const logs = collectLogs();
  const app = createApp({
    logger: logs.logger,
    receiveCallback: async (request) => {
      received.push(request);
      return options.answer ?? TWIML;
    },
    checkHealth: async () => {
      state.checked += 1;
      return options.checks ?? { table: 'ok', secrets: 'ok' };
    },
    baseUrl: BASE_URL,
    corsOrigins: ['*'],
    clock: createTestClock().clock,
  });
  const handler = createLambdaHandler(awsLambdaFastify, app);
  const call = (request: Partial<RestRequest>) =>
    handler(toRestEvent({ path: '/sms', headers: {}, body: Buffer.alloc(0), ...request }), lambdaContext());
  return { call, received, state, logs };
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const get = (path: string) => ({ method: 'GET', path }) as const;

describe('a callback', () => {
  it.each([
    ['/whatsapp', 'whatsapp'],
    ['/sms', 'sms'],
    ['/email', 'email'],
    ['/email/s3cret', 'email'],
    ['/webhooks/twilio', 'twilio-status'],
    ['/webhooks/resend', 'resend-events'],
    ['/webhooks/sendgrid', 'sendgrid-events'],
  ])('at %s is one of %s', async (path, route) => {
    const { call, received } = setUp();

    expect(await call({ path })).toMatchObject({ statusCode: 200 });
    expect(received).toMatchObject([{ route, path }]);
  });

  it('has API Gateway’s id and the time of its arrival', async () => {
    const { call, received } = setUp();
    await call({
      requestId: 'gateway-1',
      headers: { 'x-switchyard-request-id': 'chosen', 'x-request-id': 'chosen' },
    });

    expect(received).toMatchObject([{ requestId: 'gateway-1', receivedAt: toIso(NOW) }]);
  });

  it('has the exact bytes of a multipart body', async () => {
    const { call, received } = setUp();
    const content = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const { http } = sendGridRequest({ parts: aMailWithFiles([{ filename: 'a', type: 'a/b', content }]) });
    await call(http);

    expect(received[0]?.rawBody).toEqual(http.body);
  });

  it.each([
    ['a form', 'application/x-www-form-urlencoded'],
    ['JSON', 'application/json'],
    ['text', 'text/plain; charset=utf-8'],
    ['a type of a stranger’s invention', 'x/y'],
    ['a form with an odd boundary', 'multipart/form-data;boundary=----=_Part(1)/?=:x'],
    ['a form with a quoted boundary', 'multipart/form-data; boundary="a b;c"; charset=utf-8;'],
    ['a form with broken parameters', 'multipart/form-data; boundary; =x; ü'],
  ])('has the exact bytes of %s', async (_, contentType) => {
    const { call, received } = setUp();
    const body = Buffer.from('{"a": 1.0,  "b":\n"ü"}');
    const { statusCode } = await call({ headers: { 'Content-Type': contentType }, body });

    expect(statusCode).toBe(200);
    expect(received[0]?.rawBody).toEqual(body);
  });

  it('has the exact bytes of a body without a type', async () => {
    const { call, received } = setUp();
    await call({ body: Buffer.from('a=1') });

    expect(Buffer.from(received[0]?.rawBody ?? []).toString()).toBe('a=1');
  });

  it.each([{}, FORM])('may have no body', async (headers) => {
    const { call, received } = setUp();
    await call({ headers });

    expect(received[0]?.rawBody).toHaveLength(0);
  });

  it('has its headers in lower case', async () => {
    const { call, received } = setUp();
    await call({ headers: { ...FORM, 'X-Twilio-Signature': 'abc' } });

    expect(received[0]?.headers).toMatchObject({ 'x-twilio-signature': 'abc' });
  });

  it('has every value of a header that came several times, so that none can hide', async () => {
    const { call, received } = setUp();
    await call({ headers: { 'X-Twilio-Signature': ['one', 'two'] } });

    expect(received[0]?.headers['x-twilio-signature']).toMatch(/^one, ?two$/);
  });

  it('has its query decoded, pair by pair', async () => {
    const { call, received } = setUp();
    await call({ path: '/sms?message_id=a%3Ab&x=1&x=2&empty=' });

    expect(received[0]).toMatchObject({
      path: '/sms',
      query: [
        ['message_id', 'a:b'],
        ['x', '1'],
        ['x', '2'],
        ['empty', ''],
      ],
    });
  });

  it('has the public URLs of the configuration and of API Gateway, whatever its headers say', async () => {
    const { call, received } = setUp();
    await call({
      headers: {
        Host: 'evil.example',
        'X-Forwarded-Host': 'evil.example',
        'X-Forwarded-Proto': 'http',
        'X-Forwarded-Port': '8080',
        Forwarded: 'host=evil.example',
        'X-Original-URL': 'https://evil.example/sms',
      },
    });

    expect(received[0]?.publicUrls).toEqual([`${BASE_URL}/sms`, `https://${GATEWAY_DOMAIN}/${STAGE}/sms`]);
  });

  it('has the secret last segment of its path', async () => {
    const { call, received } = setUp();
    await call({ path: '/email/s3cret' });

    expect(received[0]?.pathSegment).toBe('s3cret');
  });

  it('has no segment where none belongs', async () => {
    const { call, received } = setUp();
    await call({});

    expect(received[0]?.pathSegment).toBeUndefined();
  });

  it('is answered with the status, type and body that the provider expects', async () => {
    expect(await setUp().call({})).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': expect.stringMatching(/^text\/xml\b/) },
      body: '<Response></Response>',
      isBase64Encoded: false,
    });
  });

  it('that is refused is answered as a problem', async () => {
    const body = '{"type":"about:blank"}';
    const { call } = setUp({ answer: { status: 401, contentType: 'application/problem+json', body } });

    expect(await call({})).toMatchObject({
      statusCode: 401,
      headers: { 'content-type': expect.stringMatching(/^application\/problem\+json\b/) },
      body,
    });
  });

  it('is one line in the log, without path segment and query', async () => {
    const { call, logs } = setUp();
    await call({ path: '/email/s3cret?x=canary' });

    expect(logs.text().trim().split('\n')).toHaveLength(1);
    expect(logs.text()).not.toMatch(/s3cret|canary/);
  });
});

describe('with everything behind it', () => {
  function setUpAll() {
    const setup = setUpCallbacks();
    const { clock } = setup.time;
    const app = createApp({
      logger: setup.logs.logger,
      receiveCallback: setup.receiveCallback,
      checkHealth: async () => ({}),
      baseUrl: BASE_URL,
      corsOrigins: ['*'],
      clock,
    });
    const handler = createLambdaHandler(awsLambdaFastify, app);
    return { ...setup, call: (request: RestRequest) => handler(toRestEvent(request), lambdaContext()) };
  }

  it.each([BASE_URL, `https://${GATEWAY_DOMAIN}/${STAGE}`])(
    'a request signed for %s is genuine',
    async (baseUrl) => {
      const { call, messages } = setUpAll();

      expect(await call(twilioRequest({ route: 'sms', form: anSms(), baseUrl }).http)).toMatchObject({
        statusCode: 200,
      });
      expect(messages()).toHaveLength(1);
    },
  );

  it('a request signed for a host of its own choice is refused', async () => {
    const { call } = setUpAll();
    const { http } = twilioRequest({ route: 'sms', form: anSms(), baseUrl: 'https://evil.example' });

    const headers = { ...http.headers, Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' };
    expect(await call({ ...http, headers })).toMatchObject({ statusCode: 401 });
  });

  it('a request with a second signature is refused', async () => {
    const { call } = setUpAll();
    const { http } = twilioRequest({ route: 'sms', form: anSms() });

    const headers = {
      ...http.headers,
      'X-Twilio-Signature': ['x', http.headers['X-Twilio-Signature'] ?? ''],
    };
    expect(await call({ ...http, headers })).toMatchObject({ statusCode: 401 });
  });
});

describe('health', () => {
  it('tells the endpoints without asking anything', async () => {
    const { call, state } = setUp();
    const { statusCode, body } = await call(get('/webhooks/health'));

    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toEqual({
      status: 'healthy',
      service: 'webhook_handlers',
      endpoints: {
        whatsapp: '/whatsapp',
        sms: '/sms',
        email: '/email',
        twilio_status: '/webhooks/twilio',
        resend_events: '/webhooks/resend',
        sendgrid_events: '/webhooks/sendgrid',
        twilio: '/webhooks/twilio',
        resend: '/webhooks/resend',
        sendgrid: '/webhooks/sendgrid',
      },
      timestamp: toIso(NOW),
    });
    expect(state.checked).toBe(0);
  });

  it('asks everything when it is to look deep', async () => {
    const { call } = setUp();
    const { statusCode, body } = await call(get('/webhooks/health?deep=1'));

    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ status: 'healthy', checks: { table: 'ok', secrets: 'ok' } });
  });

  it('is 503 when something fails', async () => {
    const { call } = setUp({ checks: { table: 'ok', secrets: 'failing' } });
    const { statusCode, body } = await call(get('/webhooks/health?deep=1'));

    expect(statusCode).toBe(503);
    expect(JSON.parse(body)).toMatchObject({ status: 'unhealthy', checks: { secrets: 'failing' } });
  });

  it('refuses another depth', async () => {
    expect(await setUp().call(get('/webhooks/health?deep=2'))).toMatchObject({ statusCode: 400 });
  });
});

describe('what is not ours', () => {
  const problemOf = ({ body }: { body: string }) => problemSchema.parse(JSON.parse(body));

  it.each([
    ['an unknown path', { path: '/fax' }],
    ['another method', { method: 'GET', path: '/sms' }],
    ['a preflight, which API Gateway answers', { method: 'OPTIONS', path: '/sms' }],
    ['a path below', { path: '/sms/x' }],
    ['a segment too long', { path: `/email/${'x'.repeat(129)}` }],
  ] as const)('is 404: %s', async (_, request) => {
    const { call, received } = setUp();
    const answer = await call(request);

    expect(answer.statusCode).toBe(404);
    expect(problemOf(answer)).toMatchObject({ code: 'route_not_found', request_id: 'request-1' });
    expect(received).toEqual([]);
  });

  it('is 415: a body whose type is none, which no provider sends', async () => {
    const { call } = setUp();
    expect(await call({ headers: { 'Content-Type': '%%%' }, body: Buffer.from('x') })).toMatchObject({
      statusCode: 415,
    });
  });

  it('is 413: a body above what Lambda carries', async () => {
    const { call } = setUp();
    const answer = await call({ headers: FORM, body: Buffer.alloc(6 * 1024 * 1024 + 1) });

    expect(answer.statusCode).toBe(413);
    expect(problemOf(answer).code).toBe('payload_too_large');
  });

  it('has no route at API Gateway either', () => {
    expect(routes).toEqual([
      { method: 'POST', path: '/whatsapp' },
      { method: 'POST', path: '/sms' },
      { method: 'POST', path: '/email' },
      { method: 'POST', path: '/email/{segment}' },
      { method: 'POST', path: '/webhooks/twilio' },
      { method: 'POST', path: '/webhooks/resend' },
      { method: 'POST', path: '/webhooks/sendgrid' },
      { method: 'GET', path: '/webhooks/health' },
    ]);
  });
});
