import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { createTestApi, type RequestParts } from '../testing/create-test-api.ts';
import { problem } from '../testing/problem.ts';
import { routes } from './routes.ts';

const TOKEN = 'sy_live_thisIsNotForTheLog';
const PAYLOAD = '{"card":"4242424242424242"}';

/** A request for each kind of answer that is an error. */
const REFUSED: readonly [number, RequestParts][] = [
  [400, { query: { limit: '0' } }],
  [401, { tenantId: null }],
  [404, { path: '/v1/nothing' }],
  [415, { method: 'POST', body: PAYLOAD }],
  [422, { method: 'POST', headers: { 'content-type': 'application/json' }, body: `[${PAYLOAD}]` }],
  [500, { method: 'POST', headers: { 'content-type': 'application/json' }, body: PAYLOAD }],
  [503, {}],
];

/** An API whose lists have no answer, and which fails in an unforeseen way where it accepts an event. */
function api() {
  const made = createTestApi();
  made.table.hooks.before = ({ operation }) => {
    if (operation === 'query') throw new Error('connect ECONNREFUSED');
  };
  const count = () => {
    throw new Error('Unforeseen');
  };
  Object.assign(made.context.metrics, { count });
  return made;
}

describe('every error', () => {
  it.each(REFUSED)('%i is a problem document with the request id of API Gateway', async (status, request) => {
    const answer = await api().send({ ...request, requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef' });

    expect(answer).toEqual(problem(status));
    expect(answer.json).toMatchObject({
      type: 'about:blank',
      title: expect.any(String),
      detail: expect.any(String),
      request_id: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
    });
  });
});

it.each([
  ['cannot be decoded', '/v1/events/%zz', 400],
  ['is longer than any that there is', `/v1/events/evt_${'0'.repeat(300)}`, 404],
])('a path that %s is answered with a problem document', async (_, path, status) => {
  expect(await api().send({ path })).toEqual(problem(status));
});

describe('a body that is deeper than any that is described', () => {
  const lists = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const objects = `${'{"a":'.repeat(40_000)}0${'}'.repeat(40_000)}`;
  const taking = routes.filter(({ schema, path }) => 'body' in schema && path !== '/v1/events');

  it.each(taking.map(({ method, path }) => [method, path] as const))(
    'is refused by %s %s, and no error of ours',
    async (method, path) => {
      const { send } = createTestApi();
      const headers = { 'content-type': 'application/json' };
      for (const field of ['a', 'filter', 'payload', 'schema', 'metadata', 'auth']) {
        for (const deep of [lists, objects, `{"a":${lists}}`]) {
          const answer = await send({
            method,
            path: path.replaceAll(/\{\w+\}/g, 'default'),
            headers,
            body: `{"${field}":${deep}}`,
          });
          expect(answer).toEqual(problem(422, 'body_invalid'));
        }
      }
    },
  );

  it.each([
    [100, 200],
    [101, 422],
  ])('begins after 100 levels, brackets in texts left out: %i levels are %i', async (levels, status) => {
    const nested = `${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}`;
    const answer = await createTestApi().send({
      method: 'POST',
      path: '/v1/endpoints/default/filter-test',
      headers: { 'content-type': 'application/json' },
      body: `{"payload":{"text":"[[\\"{{\\\\","a":${nested}}}`,
    });
    expect(answer).toMatchObject({ status });
  });
});

it.each(['gzip', 'BR', 'identity, gzip'])(
  'a body in %s is refused with what is allowed',
  async (encoding) => {
    const answer = await createTestApi().send({
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
      body: gzipSync('{}'),
    });
    expect(answer).toEqual(problem(415, 'content_encoding_unsupported'));
    expect(answer.json).toHaveProperty(
      'detail',
      `The content encoding "${encoding}" is not taken; send the body as it is.`,
    );
  },
);

it('a body whose encoding is said to be none is taken', async () => {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'identity' };
  expect(await createTestApi().send({ method: 'POST', headers, body: '{}' })).toMatchObject({ status: 201 });
});

it('a byte order mark is named, for nobody sees it', async () => {
  const answer = await createTestApi().send({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('\ufeff{}'),
  });
  expect(answer.json).toHaveProperty(
    'detail',
    'The body is not JSON: it begins with a byte order mark (EF BB BF); leave that out.',
  );
});

describe('the request id', () => {
  it.each(['x-switchyard-request-id', 'X-Switchyard-Request-Id', 'x-request-id', 'x-amzn-requestid'])(
    'is not what the client says in %s',
    async (name) => {
      const { json } = await api().send({ headers: { [name]: 'chosen' }, requestId: 'from-api-gateway' });

      expect(json).toHaveProperty('request_id', 'from-api-gateway');
    },
  );
});

describe('the log', () => {
  it.each(REFUSED)('names the request and its status %i on one line', async (status, request) => {
    const { send, logs } = api();
    await send({ ...request, requestId: 'request-7' });

    const lines = logs()
      .split('\n')
      .filter((line) => line.includes('"msg":"request"'));
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({ requestId: 'request-7', status, level: 'info' }),
    ]);
  });

  it.each(REFUSED)('holds neither payload nor token after a %i', async (_, request) => {
    const { send, logs } = api();
    await send({ ...request, headers: { ...request.headers, authorization: `Bearer ${TOKEN}` } });

    expect(logs()).not.toContain('4242424242424242');
    expect(logs()).not.toContain(TOKEN);
  });

  it('holds neither payload nor token of an accepted event', async () => {
    const { send, logs } = createTestApi();
    await send({
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: PAYLOAD,
    });

    expect(logs()).toContain('"outcome":"accepted"');
    expect(logs()).not.toContain('4242424242424242');
    expect(logs()).not.toContain(TOKEN);
  });

  it('holds why a request failed', async () => {
    const { send, logs } = api();
    await send({ method: 'POST', headers: { 'content-type': 'application/json' }, body: PAYLOAD });

    expect(logs()).toMatch(/"level":"error".*Unforeseen/);
  });
});
