import { describe, expect, it } from '@jest/globals';
import { anEndpoint } from '@switchyard/core/testing';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';
import { EXAMPLE_TLS } from './example-certificate.ts';

const KEY = { tenantId: 'acme', endpointId: 'default' };

function setUp(changes: Parameters<typeof anEndpoint>[0] = {}) {
  const api = createTestApi({ endpoints: [anEndpoint(changes)] });
  const patch = (body: object, headers: Record<string, string> = {}) =>
    api.send({
      method: 'PATCH',
      path: '/v1/endpoints/default',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return { ...api, patch, stored: () => api.endpoints.item(KEY) };
}

describe('changing an endpoint', () => {
  it('changes what is given, takes away what is null, and leaves the rest', async () => {
    const { patch, stored } = setUp({
      headers: { 'x-a': '1', 'x-b': '2' },
      rateLimit: 5,
      description: 'old',
    });
    await patch({ headers: { 'X-A': null, 'x-c': '3' }, rate_limit: null, timeout_ms: 500 });
    const { rateLimit, ...item } = stored() ?? {};
    expect(item).toMatchObject({ headers: { 'x-b': '2', 'x-c': '3' }, timeoutMs: 500, description: 'old' });
    expect(item.headers).not.toHaveProperty('x-a');
    expect(rateLimit).toBeUndefined();
  });

  it('of two at once makes the one upon the other', async () => {
    const { patch, stored } = setUp();
    const answers = await Promise.all([
      patch({ headers: { 'x-a': '1' } }),
      patch({ headers: { 'x-b': '2' } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(stored()).toMatchObject({ headers: { 'x-a': '1', 'x-b': '2' } });
  });

  it('of two at once that name what they change makes one', async () => {
    const { patch, send } = setUp();
    const { headers } = await send({ method: 'GET', path: '/v1/endpoints/default' });
    const etag = String(headers.etag);
    const answers = await Promise.all([
      patch({ description: 'a' }, { 'if-match': etag }),
      patch({ description: 'b' }, { 'if-match': etag }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  it('is not refused because a delivery has failed meanwhile', async () => {
    const { patch, send, endpoints, stored } = setUp();
    const { headers } = await send({ method: 'GET', path: '/v1/endpoints/default' });
    const breaker = { state: 'closed', id: 'b1', failures: 3, failingSince: '2026-03-04T05:06:07.000Z' };
    endpoints.store({ ...anEndpoint(), breaker, slowSince: '2026-03-04T05:06:07.000Z' });
    expect(await patch({ description: 'a' }, { 'if-match': String(headers.etag) })).toMatchObject({
      status: 200,
    });
    expect(stored()).toMatchObject({ breaker, description: 'a' });
  });

  it('knows its own write whose answer was lost', async () => {
    const { patch, endpoints } = setUp();
    let lost = false;
    endpoints.hooks.after = async ({ operation, input }) => {
      if (operation !== 'update' || lost) return;
      lost = true;
      await endpoints.documents.update(JSON.parse(JSON.stringify(input)));
    };
    expect(await patch({ description: 'a' })).toMatchObject({ status: 200, json: { description: 'a' } });
    expect(lost).toBe(true);
  });

  it('with another target makes requests again at once, and sends on what is held', async () => {
    const breaker = {
      state: 'open' as const,
      id: 'b1',
      failures: 30,
      failingSince: '2026-03-04T05:06:07.000Z',
    };
    const { patch, stored, queue } = setUp({ breaker });
    await patch({ target_url: 'https://new.example.com/' });
    expect(stored()).toMatchObject({ targetUrl: 'https://new.example.com/', drain: expect.any(Object) });
    expect(stored()).not.toHaveProperty('breaker');
    expect(queue.control.map(({ message }) => message.kind)).toEqual(['drain']);
  });

  it('changes by what it is known as a whole, shows it without what is secret, and takes it away by null', async () => {
    const { patch, stored } = setUp();
    const basic = { type: 'basic', username: 'a', password: 'hunter2' };
    const answer = await patch({ auth: basic });
    expect(answer).toMatchObject({ status: 200, json: { auth: { type: 'basic', username: 'a' } } });
    expect(answer.body).not.toContain('hunter2');
    await patch({ description: 'kept' });
    expect(stored()).toMatchObject({ auth: basic });
    expect(await patch({ auth: { type: 'basic', username: 'b' } })).toEqual(problem(422, 'body_invalid'));
    expect((await patch({ auth: null })).json).toMatchObject({ auth: null });
    expect(stored()?.auth).toBeUndefined();
  });

  it('asks for no token where nothing is sent', async () => {
    const auth = { type: 'oauth2', token_url: 'https://10.0.0.1/', client_id: 'a', client_secret: 'hunter2' };
    const { patch, stored } = setUp();
    const answer = await patch({ auth });
    expect(answer).toEqual(problem(422, 'body_invalid'));
    expect(answer.json).toMatchObject({ errors: [{ path: 'auth.token_url' }] });
    expect(answer.body).not.toContain('hunter2');
    expect(stored()?.auth).toBeUndefined();
  });

  it('by what it is known makes requests again at once', async () => {
    const failingSince = '2026-03-04T05:06:07.000Z';
    const { patch, queue } = setUp({ breaker: { state: 'open', id: 'b1', failures: 30, failingSince } });
    await patch({ auth: { type: 'header', name: 'x-key', value: '1' } });
    expect(queue.control.map(({ message }) => message.kind)).toEqual(['drain']);
  });

  it('counts all headers and pairs, not only the new ones', async () => {
    const metadata = Object.fromEntries([...Array(16).keys()].map((n) => [`k${n}`, 'v']));
    const { patch } = setUp({ metadata });
    expect(await patch({ metadata: { more: 'v' } })).toEqual(problem(422, 'settings_invalid'));
    expect(await patch({ metadata: { more: 'v', k0: null } })).toMatchObject({ status: 200 });
  });

  it('refuses a longer timeout than the deployment has, and leaves alone one that was allowed once', async () => {
    const { patch } = setUp({ timeoutMs: 25_000 });
    expect(await patch({ timeout_ms: 20_001 })).toEqual(problem(422, 'timeout_too_long'));
    expect(await patch({ description: 'a' })).toMatchObject({ status: 200, json: { timeout_ms: 25_000 } });
  });

  it('refuses attempts that would go on for longer than the event is kept', async () => {
    const { patch } = setUp({ retrySchedule: '7d' });
    expect(await patch({ max_attempts: 50 })).toEqual(problem(422, 'retry_schedule_too_long'));
  });
});

describe('a client certificate of an endpoint', () => {
  it('is set, shown without its key, and taken away', async () => {
    const { patch, secrets, logs } = setUp();
    const set = await patch({ tls: EXAMPLE_TLS });
    const tls = {
      subject: 'CN=switchyard.acme.example',
      fingerprint_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      expires_at: '2126-01-01T00:00:00.000Z',
    };
    expect(set).toMatchObject({ status: 200, json: { tls } });
    expect(secrets.size).toBe(1);
    expect(await patch({ description: 'x' })).toMatchObject({ json: { tls } });
    expect(await patch({ tls: null })).toMatchObject({ status: 200, json: { tls: null } });
    expect([set.body, logs()].some((text) => text.includes('PRIVATE KEY'))).toBe(false);
  });

  it.each([
    ['half of it', { private_key: undefined }, 'tls.private_key', 'must be text'],
    ['no certificate', { client_certificate: 'hunter2' }, 'tls.client_certificate', '1 to 5 certificates'],
    ['no key', { private_key: 'hunter2' }, 'tls.private_key', 'private key in PEM'],
    ['something else besides', { passphrase: 'hunter2' }, 'tls', 'client_certificate and private_key'],
  ])('is refused with %s, by its field, and nothing of it is repeated', async (_, changes, path, words) => {
    const { patch, secrets } = setUp();
    const refused = await patch({ tls: { ...EXAMPLE_TLS, ...changes } });
    expect(refused).toEqual(problem(422, 'body_invalid'));
    expect(refused.json).toMatchObject({ errors: [{ path, message: expect.stringContaining(words) }] });
    expect(refused.body).not.toMatch(/hunter2|BEGIN/);
    expect(secrets.size).toBe(0);
  });

  it('is refused where the deployment has them switched off', async () => {
    const api = createTestApi({ endpoints: [anEndpoint()], certificates: false });
    const request = { method: 'PATCH', path: '/v1/endpoints/default' };
    const refused = await api.send({
      ...request,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tls: EXAMPLE_TLS }),
    });
    expect(refused).toEqual(problem(422, 'body_invalid'));
    expect(refused.json).toMatchObject({
      errors: [{ path: 'tls', message: expect.stringContaining('CLIENT_CERTIFICATES') }],
    });
  });
});
