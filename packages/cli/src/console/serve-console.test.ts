import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aKey, anEndpoint } from '@switchyard/core/testing';
import { testSession } from '../../testing/test-session.ts';
import type { Pages } from './pages.ts';
import { type RunningConsole, serveConsole } from './serve-console.ts';

const PAGE = Buffer.from('<!doctype html><title>Console</title>');
const pages: Pages = new Map([
  ['/', { contentType: 'text/html; charset=utf-8', bytes: PAGE, immutable: false }],
  ['/assets/a.js', { contentType: 'text/javascript', bytes: Buffer.from('1'), immutable: true }],
]);

const WEBHOOK_SECRET = 'whsec_c2VjcmV0IG9mIHRoZSB0ZXN0';
const tables = () =>
  testSession({
    keys: [aKey(), aKey({ keyId: 'key_2' })],
    endpoints: [anEndpoint({ secrets: [{ secret: WEBHOOK_SECRET, createdAt: '2026-01-01T00:00:00.000Z' }] })],
  });
const { session, keys } = tables();

let console_: RunningConsole;
let port: number;
let token: string;
beforeAll(async () => {
  console_ = await serveConsole({ session, pages: async () => pages, port: 0 });
  const url = new URL(console_.url);
  port = Number(url.port);
  token = url.hash.slice('#token='.length);
});
afterAll(() => console_.close());

type Asked = {
  method?: string;
  path?: string;
  /** Over what a page of the console would send; undefined takes one away. */
  headers?: Record<string, string | undefined>;
  body?: string;
};

/** As the page itself asks, but for what a test says. `fetch` would not let a test choose the host. */
async function ask({
  method = 'POST',
  path = '/api/commands/tenants/list',
  headers = {},
  body = '{}',
}: Asked) {
  const all = {
    host: `127.0.0.1:${port}`,
    origin: `http://127.0.0.1:${port}`,
    'sec-fetch-site': 'same-origin',
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    ...headers,
  };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const sent = request({ host: '127.0.0.1', port, method, path, headers: given });
  const { promise, resolve, reject } = Promise.withResolvers<import('node:http').IncomingMessage>();
  sent.once('response', resolve).once('error', reject);
  sent.end(method === 'POST' ? body : undefined);
  const response = await promise;
  const answered = await text(response);
  return { status: response.statusCode, headers: response.headers, text: answered };
}

const linesOf = (answered: string): unknown[] =>
  answered
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('the console', () => {
  it('listens on loopback only, with a token of its own in the fragment of its address', async () => {
    expect(console_.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    const other = await serveConsole({ session: tables().session, pages: async () => pages, port: 0 });
    expect(new URL(other.url).hash).not.toBe('');
    await other.close();
  });

  it('runs a command as the command line would', async () => {
    const { status, text: answered } = await ask({});
    expect(status).toBe(200);
    expect(linesOf(answered)).toEqual([
      {
        kind: 'printed',
        value: { tenants: [expect.objectContaining({ active_keys: 2 })] },
        text: expect.any(String),
      },
      { kind: 'ended', exit_code: 0 },
    ]);
  });

  it('says what is wrong with an input, as the command line would', async () => {
    const { text: answered } = await ask({ path: '/api/commands/tenants/show', body: '{"tenantId":"A B"}' });
    expect(linesOf(answered)).toEqual([
      { kind: 'failed', code: 'usage', message: expect.stringContaining('<tenant-id> is "A B"') },
    ]);
  });

  it('serves its pages, which may load nothing from elsewhere and stand in no frame', async () => {
    const page = await ask({ method: 'GET', path: '/', headers: { authorization: undefined } });
    expect([page.status, page.text]).toEqual([200, PAGE.toString()]);
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(
        /default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/,
      ),
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const asset = await ask({ method: 'GET', path: '/assets/a.js' });
    expect(asset.headers['cache-control']).toContain('immutable');
  });

  it('answers every address with the page, and has no file but its own', async () => {
    for (const path of ['/tenants/acme', '/etc/passwd', '/../package.json', '//'])
      expect((await ask({ method: 'GET', path })).text).toBe(PAGE.toString());
    for (const path of ['/assets/', '/assets/../package.json', '/assets/%2e%2e/package.json', '/assets/b.js'])
      expect([path, (await ask({ method: 'GET', path })).status]).toEqual([path, 404]);
    expect((await ask({ path: '/' })).status).toBe(405);
  });

  it('shows no secret of anybody', async () => {
    const hash = String(keys()[0]?.apiKeyHash);
    const asked = [
      ask({ path: '/api/commands/tenants/show', body: '{"tenantId":"acme"}' }),
      ask({ path: '/api/commands/tenants/list' }),
      ask({ method: 'GET', path: '/api/console' }),
    ];
    for (const { status, text: answered } of await Promise.all(asked)) {
      expect(status).toBe(200);
      expect(answered).not.toContain(WEBHOOK_SECRET);
      expect(answered).not.toContain(hash);
      expect(answered).not.toContain(token);
    }
  });

  it('tells no page more of the machine than what it works on', async () => {
    const { text: answered } = await ask({ method: 'GET', path: '/api/console' });
    expect(JSON.parse(answered).target).toEqual({
      kind: 'local',
      stack: null,
      hooks_url: 'https://hooks.example.com',
      region: null,
      account: null,
    });
  });
});

describe('the console refuses', () => {
  const refused = async (asked: Asked) => {
    const before = JSON.stringify(keys());
    const { status, headers, text: answered } = await ask(asked);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(JSON.stringify(keys())).toBe(before);
    return [status, JSON.parse(answered).error.code];
  };

  it('a name that was pointed at loopback, for its pages as well', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `[::1]:${port}`,
    ]) {
      expect(await refused({ headers: { host } })).toEqual([403, 'wrong_host']);
      expect(await refused({ method: 'GET', path: '/', headers: { host } })).toEqual([403, 'wrong_host']);
    }
  });

  it('a request without a host', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.end('POST /api/commands/tenants/list HTTP/1.0\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('a page of another site, with the token even', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://localhost:${port}` },
      { origin: undefined, 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
    ])
      expect(await refused({ headers })).toEqual([403, 'wrong_origin']);
  });

  it('whoever asks what another site may do here: nothing', async () => {
    const { status, headers } = await ask({ method: 'OPTIONS', headers: { origin: 'https://evil.example' } });
    expect(status).toBe(403);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('another program of the machine: no token, a wrong one, one in the address, one in a cookie', async () => {
    for (const authorization of [
      undefined,
      'Bearer ',
      `Bearer ${'A'.repeat(token.length)}`,
      token,
      `Basic ${token}`,
    ])
      expect(await refused({ headers: { authorization } })).toEqual([401, 'token_wrong']);
    const path = `/api/commands/tenants/list?token=${token}`;
    expect(await refused({ path, headers: { authorization: undefined } })).toEqual([401, 'token_wrong']);
    const cookie = `token=${token}`;
    expect(await refused({ headers: { authorization: undefined, cookie } })).toEqual([401, 'token_wrong']);
  });

  it('a form, which any site may post', async () => {
    for (const type of [undefined, 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect(await refused({ headers: { 'content-type': type } })).toEqual([415, 'not_json']);
  });

  it('another method', async () => {
    expect(await refused({ method: 'GET' })).toEqual([405, 'method_wrong']);
    expect(await refused({ path: '/api/console' })).toEqual([405, 'method_wrong']);
  });

  it('what is no input', async () => {
    for (const body of ['', 'null', '[]', '{', '{"tenantId":1}', '{"tenantId":{"$ne":null}}'])
      expect(await refused({ body })).toEqual([400, 'body_malformed']);
  });

  it('a body that is too large', async () => {
    const body = JSON.stringify({ tenantId: 'a'.repeat(70_000) });
    expect(await refused({ body })).toEqual([413, 'body_too_large']);
  });

  it('a command that shows or takes a secret, or that there is not', async () => {
    for (const name of [
      'keys/create',
      'tenants/create',
      'endpoints/rotate-secret',
      'secrets/set/twilio',
      'console',
      'constructor',
      '__proto__',
      '',
    ])
      expect(await refused({ path: `/api/commands/${name}` })).toEqual([404, 'not_offered']);
  });
});

describe('a change', () => {
  const suspend = { path: '/api/commands/tenants/suspend', body: '{"tenantId":"acme"}' };

  /** Runs it, and gives this answer to what is asked. */
  async function runAnswering(asked: Required<Pick<Asked, 'path' | 'body'>>, confirmed: boolean) {
    const own = `http://127.0.0.1:${port}`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${own}${asked.path}`, { method: 'POST', headers, body: asked.body });
    let all = '';
    let answered = 0;
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      all += decoder.decode(chunk, { stream: true });
      const id = /"kind":"question","id":"([\w-]+)"/.exec(all)?.[1];
      if (id === undefined || answered > 0) continue;
      const body = JSON.stringify({ confirmed });
      answered = (await fetch(`${own}/api/questions/${id}`, { method: 'POST', headers, body })).status;
      const again = await fetch(`${own}/api/questions/${id}`, { method: 'POST', headers, body });
      expect([answered, again.status]).toEqual([200, 404]);
    }
    return linesOf(all);
  }

  it('is made only once a question was answered that names it, with how many', async () => {
    const question = 'Suspend tenant acme? Its 2 active keys will be refused.';
    expect(await runAnswering(suspend, false)).toEqual([
      { kind: 'question', id: expect.any(String), question },
      { kind: 'failed', code: 'cancelled', message: 'Nothing was changed.' },
    ]);
    expect(keys().map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE']);
    expect(await runAnswering(suspend, true)).toEqual([
      expect.objectContaining({ kind: 'question', question }),
      expect.objectContaining({ kind: 'printed', value: expect.objectContaining({ changed_keys: 2 }) }),
      { kind: 'ended', exit_code: 0 },
    ]);
    expect(keys().map(({ status }) => status)).toEqual(['SUSPENDED', 'SUSPENDED']);
  });

  it('cannot be made by passing over the question', async () => {
    const path = '/api/commands/dlq/purge';
    const { text: answered } = await ask({ path, body: '{"tenant":"acme","yes":true}' });
    expect(linesOf(answered)).toEqual([
      { kind: 'failed', code: 'not_offered', message: expect.stringContaining('--yes') },
    ]);
    expect(await ask({ path: '/api/questions/guessed', body: '{"confirmed":true}' })).toMatchObject({
      status: 404,
    });
  });

  it('is not made when the page leaves without an answer', async () => {
    const left = tables();
    const asking = await serveConsole({ session: left.session, pages: async () => pages, port: 0 });
    const url = new URL(asking.url);
    const leave = new AbortController();
    const headers = {
      authorization: `Bearer ${url.hash.slice('#token='.length)}`,
      'content-type': 'application/json',
    };
    const response = await fetch(`${url.origin}${suspend.path}`, {
      method: 'POST',
      headers,
      body: suspend.body,
      signal: leave.signal,
    });
    await response.body?.getReader().read();
    leave.abort();
    await asking.close();
    expect(left.keys().map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE']);
  });
});
