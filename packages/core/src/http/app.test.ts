import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import * as z from 'zod';
import { collectLogs } from '../../testing/collect-logs.ts';
import { UnavailableError } from '../errors.ts';
import { createHttpApp, type HttpApp, REQUEST_ID_HEADER } from './app.ts';

const apps: HttpApp[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

function setUp() {
  const { logger, text } = collectLogs();
  const app = createHttpApp(fastify, { logger, bodyLimit: 64 });
  apps.push(app);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    done(null, JSON.parse(String(body)));
  });
  app.get('/fails', async () => {
    throw new Error('hunter2 at db.internal');
  });
  app.get('/unavailable', async (request) => {
    request.outcome = { tenantId: 'acme' };
    throw new UnavailableError('The store did not answer. Try again.', {
      retryAfterSeconds: 7,
      eventId: 'evt_1',
    });
  });
  app.get('/wrong-answer', { schema: { response: { 200: z.object({ a: z.string() }) } } }, async (_, reply) =>
    reply.send(JSON.parse('{"a":5}')),
  );
  app.get('/outcome', async (request) => {
    request.outcome = { tenantId: 'acme' };
    return { id: request.id };
  });
  app.get('/things/:id', { schema: { params: z.object({ id: z.string().max(5) }) } }, async () => ({}));
  app.get(
    '/list',
    { schema: { querystring: z.object({ limit: z.coerce.number().max(100) }) } },
    async () => ({}),
  );
  const at = z.string().refine(() => false, 'It cannot be read.');
  app.get('/sentence', { schema: { querystring: z.object({ at }) } }, async () => ({}));
  const body = z.object({ name: z.string(), nested: z.object({ n: z.number() }).optional() });
  app.post('/things', { schema: { body } }, async () => ({ ok: true }));
  return {
    app,
    logs: (): Record<string, unknown>[] =>
      text()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line))),
  };
}

const json = { 'content-type': 'application/json' };

describe('every error', () => {
  it.each([
    ['a route that is not there', { method: 'GET', url: '/nowhere?token=x' }, 404, 'route_not_found'],
    ['a method that is not there', { method: 'DELETE', url: '/things' }, 404, 'route_not_found'],
    ['a path that cannot be decoded', { method: 'GET', url: '/things/%zz' }, 400, 'path_malformed'],
    [
      'a path part that is too long',
      { method: 'GET', url: `/things/${'a'.repeat(300)}` },
      404,
      'route_not_found',
    ],
    ['a parameter that is wrong', { method: 'GET', url: '/things/abcdef' }, 400, 'params_invalid'],
    ['a query that is wrong', { method: 'GET', url: '/list?limit=101' }, 400, 'querystring_invalid'],
    [
      'a body that fails the schema',
      { method: 'POST', url: '/things', headers: json, payload: '{"name":5}' },
      422,
      'body_invalid',
    ],
    ['no body where one is needed', { method: 'POST', url: '/things' }, 422, 'body_invalid'],
    [
      'another content type',
      { method: 'POST', url: '/things', headers: { 'content-type': 'text/plain' }, payload: 'x' },
      415,
      'content_type_unsupported',
    ],
    [
      'a body without a content type',
      { method: 'POST', url: '/things', payload: 'x' },
      415,
      'content_type_unsupported',
    ],
    [
      'a body that is too large',
      { method: 'POST', url: '/things', headers: json, payload: `{"name":"${'x'.repeat(64)}"}` },
      413,
      'payload_too_large',
    ],
    [
      'a body that is shorter than was said',
      {
        method: 'POST',
        url: '/things',
        headers: { ...json, 'content-length': '50' },
        payload: '{"name":"x"}',
      },
      400,
      'body_malformed',
    ],
    ['a store that is down', { method: 'GET', url: '/unavailable' }, 503, 'unavailable'],
    ['a bug', { method: 'GET', url: '/fails' }, 500, 'internal_error'],
    ['an answer that is not as described', { method: 'GET', url: '/wrong-answer' }, 500, 'internal_error'],
  ] as const)('is a problem: %s', async (_, request, status, code) => {
    const answer = await setUp().app.inject(request);

    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({
      type: 'about:blank',
      status,
      code,
      request_id: expect.any(String),
    });
    expect(answer.statusCode).toBe(status);
  });
});

describe('an error tells its reader', () => {
  it.each([
    ['/things/', '/things'],
    ['//things?token=x', '/things'],
    ['/other//things//', '/other/things'],
  ])('at %s that %s may be meant', async (url, meant) => {
    const answer = await setUp().app.inject({ method: 'POST', url });
    expect(answer.json().detail).toBe(
      `There is no POST ${url.split('?')[0]} here. Is ${meant} meant? No path has a slash at its end, or two in a row.`,
    );
  });

  it('no other path where the one that it asked for is plain', async () => {
    const answer = await setUp().app.inject({ method: 'GET', url: '/nowhere' });
    expect(answer.json().detail).toBe('There is no GET /nowhere here.');
  });

  it('what is wrong, in one sentence where the schema says a whole one', async () => {
    const answer = await setUp().app.inject({ method: 'GET', url: '/sentence?at=x' });
    expect(answer.json().detail).toBe('The query is not as described: at: It cannot be read.');
  });

  it('the limit of a body that is too large', async () => {
    const payload = `{"name":"${'x'.repeat(64)}"}`;
    const answer = await setUp().app.inject({ method: 'POST', url: '/things', headers: json, payload });
    expect(answer.json()).toHaveProperty('detail', 'The body is larger than the 64 bytes that are allowed.');
  });

  it('the content type that it sent, cut when it is long', async () => {
    const headers = { 'content-type': `text/${'x'.repeat(500)}` };
    const answer = await setUp().app.inject({ method: 'POST', url: '/things', headers, payload: 'x' });
    expect(answer.json().detail).toMatch(
      /^The content type "text\/x{95}" is not taken; send application\/json\.$/,
    );
  });

  it('that there was no content type', async () => {
    const answer = await setUp().app.inject({ method: 'POST', url: '/things', payload: 'x' });
    expect(answer.json()).toHaveProperty('detail', 'There is no content type; send application/json.');
  });

  it('each field that is wrong', async () => {
    const payload = '{"nested":{"n":"x"}}';
    const answer = await setUp().app.inject({ method: 'POST', url: '/things', headers: json, payload });
    expect(answer.json().errors).toEqual([
      { path: 'name', message: expect.any(String) },
      { path: 'nested.n', message: expect.any(String) },
    ]);
  });

  it('the path without its query, which may hold a secret', async () => {
    const answer = await setUp().app.inject('/nowhere?token=hunter2');
    expect(answer.json()).toHaveProperty('detail', 'There is no GET /nowhere here.');
  });

  it('when to try again', async () => {
    const answer = await setUp().app.inject('/unavailable');
    expect(answer.headers['retry-after']).toBe('7');
    expect(answer.json()).not.toHaveProperty('retryAfterSeconds');
  });
});

describe('a bug', () => {
  it.each(['/fails', '/wrong-answer'])('tells nothing of the inside: %s', async (url) => {
    const answer = await setUp().app.inject(url);
    expect(answer.body).not.toMatch(/hunter2|db\.internal|\.ts|at |zod|expected/i);
  });

  it('is in the log with its stack, under the request id that the caller has', async () => {
    const { app, logs } = setUp();
    const answer = await app.inject('/fails');
    expect(logs()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        requestId: answer.json().request_id,
        err: expect.objectContaining({ stack: expect.stringContaining('hunter2') }),
      }),
    );
  });
});

describe('the one log line of a request', () => {
  it('says what was asked, what was answered and what happened', async () => {
    const { app, logs } = setUp();
    await app.inject('/outcome?token=hunter2');
    expect(logs()).toEqual([
      expect.objectContaining({
        level: 'info',
        msg: 'request',
        method: 'GET',
        route: '/outcome',
        status: 200,
        outcome: 'ok',
        tenantId: 'acme',
        durationMs: expect.any(Number),
      }),
    ]);
  });

  it('says the code of the error', async () => {
    const { app, logs } = setUp();
    await app.inject('/list?limit=500');
    expect(logs()).toEqual([
      expect.objectContaining({ status: 400, outcome: 'refused', code: 'querystring_invalid' }),
    ]);
  });

  it('names the event that an error is about, as does the line of the failure', async () => {
    const { app, logs } = setUp();
    await app.inject('/unavailable');
    const eventId = 'evt_1';
    expect(logs()).toEqual([
      expect.objectContaining({ msg: 'request failed', eventId, tenantId: 'acme', code: 'unavailable' }),
      expect.objectContaining({ msg: 'request', eventId, tenantId: 'acme', outcome: 'failed' }),
    ]);
  });

  it('is there too when the path cannot be decoded', async () => {
    const { app, logs } = setUp();
    await app.inject('/%zz');
    expect(logs()).toEqual([
      expect.objectContaining({
        route: 'none',
        status: 400,
        code: 'path_malformed',
        durationMs: expect.any(Number),
      }),
    ]);
  });

  it('names no path that nobody has defined', async () => {
    const { app, logs } = setUp();
    await app.inject('/hunter2');
    expect(JSON.stringify(logs())).not.toContain('hunter2');
  });

  it('keeps the outcomes of requests apart', async () => {
    const { app, logs } = setUp();
    await app.inject('/outcome');
    await app.inject('/list?limit=1');
    expect(logs()[1]).not.toHaveProperty('tenantId');
  });
});

describe('the request id', () => {
  it('is the one that the Lambda adapter hands on', async () => {
    const answer = await setUp().app.inject({ url: '/outcome', headers: { [REQUEST_ID_HEADER]: 'abc-123' } });
    expect(answer.json()).toEqual({ id: 'abc-123' });
  });

  it.each([
    ['has line feeds', 'a\nb'],
    ['is long', 'a'.repeat(65)],
    ['is empty', ''],
    ['has other characters', '<b>'],
  ])('is a new one when that %s', async (_, id) => {
    const answer = await setUp().app.inject({ url: '/outcome', headers: { [REQUEST_ID_HEADER]: id } });
    expect(answer.json().id).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a request that is not HTTP', () => {
  it('over a socket gets no stack trace', async () => {
    const { app } = setUp();
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    for await (const chunk of socket.end('nonsense\r\n\r\n')) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect(answer).not.toMatch(/\.[jt]s:/);
  });
});

describe('a schema that is not made with zod', () => {
  it.each([
    ['body', { body: { type: 'object' } }],
    ['response', { response: { 200: { type: 'object' } } }],
  ])('as that of a %s stops the app from starting', async (part, schema) => {
    const { app } = setUp();
    app.route({ method: 'POST', url: '/json-schema', schema, handler: async () => ({}) });
    await expect(app.ready()).rejects.toThrow(
      part === 'body' ? 'body of POST /json-schema' : 'Failed building',
    );
  });
});
