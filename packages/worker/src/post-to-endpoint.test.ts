import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { EndpointAuth } from '@switchyard/core/endpoints';
import { anEndpoint } from '@switchyard/core/testing';
import { closeServers, findClosedPort, type ReceivedRequest, startHttpServer } from '../testing/servers.ts';
import { createAccessTokens, TOKEN_TIMEOUT_MS } from './access-tokens.ts';
import { createClientIdentities } from './client-identities.ts';
import { createSendPost } from './post.ts';
import { postToEndpoint } from './post-to-endpoint.ts';
import { MAX_RESPONSE_BYTES } from './read-beginning.ts';
import { createResolveHost } from './resolve-host.ts';

const opened: { close(): void }[] = [];
afterEach(async () => {
  for (const post of opened.splice(0)) post.close();
  await closeServers();
});

const LONG_MS = 60_000;

type Answer = (response: ServerResponse, received: ReceivedRequest, number: number) => void;

const tokenAnswer =
  (changes: object = {}): Answer =>
  (response, _, number) =>
    response.end(
      JSON.stringify({ access_token: `token-${number}`, token_type: 'Bearer', expires_in: 600, ...changes }),
    );

/** A worker, a token server and an endpoint, which takes what it is told to. */
async function setUp(options: {
  readonly token?: Answer;
  readonly takes?: (authorization: string | undefined) => boolean;
  readonly tokenTimeoutMs?: number;
  readonly allowLoopback?: boolean;
}) {
  const { token = tokenAnswer(), takes = () => true, allowLoopback = true } = options;
  const tokens = await startHttpServer((response, received) =>
    token(response, received, tokens.requests.length),
  );
  const target = await startHttpServer((response, { request }) =>
    response.writeHead(takes(request.headers.authorization) ? 200 : 401).end(),
  );
  let now = Date.now();
  const clock = () => now;
  const connecting = { allowLoopback, clock, resolveHost: createResolveHost({ clock }) };
  const post = createSendPost({ ...connecting, timeoutMs: LONG_MS });
  const tokenPost = createSendPost({
    ...connecting,
    timeoutMs: options.tokenTimeoutMs ?? LONG_MS,
    keptBytes: MAX_RESPONSE_BYTES,
  });
  opened.push(post, tokenPost);
  const accessTokens = createAccessTokens({ post: tokenPost, clock });
  const clientIdentities = createClientIdentities(undefined, clock);
  const context = { post, accessTokens, clientIdentities, attemptTimeoutMs: LONG_MS, clock };
  const auth: EndpointAuth = {
    type: 'oauth2',
    tokenUrl: tokens.url,
    clientId: 'client',
    clientSecret: 'a:b&c',
    authStyle: 'client_secret_basic',
  };
  const request = {
    headers: { authorization: 'Bearer own', 'webhook-id': 'evt_1' },
    body: Buffer.from('{}'),
  };
  return {
    tokens,
    target,
    auth,
    advance: (ms: number) => {
      now += ms;
    },
    deliver: (changes: Parameters<typeof anEndpoint>[0] = {}) =>
      postToEndpoint(context, anEndpoint({ targetUrl: target.url, auth, ...changes }), request),
    /** What the endpoint was sent. */
    sent: () => target.requests.map(({ request: { headers } }) => headers.authorization),
  };
}

const failedWith = (detail: string) => ({ kind: 'failed', error: 'auth', detail });

describe('a token', () => {
  it('is asked for by client credentials, in a header by default', async () => {
    const { deliver, tokens, sent } = await setUp({});
    expect(await deliver()).toMatchObject({ kind: 'answered', statusCode: 200 });
    const [{ request, body } = { request: undefined, body: '' }] = tokens.requests;
    expect(request).toMatchObject({
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from('client:a%3Ab%26c').toString('base64')}`,
      },
    });
    expect(String(body)).toBe('grant_type=client_credentials');
    expect(sent()).toEqual(['Bearer token-1']);
  });

  it('is asked for in the body, and with a scope and an audience, where that is wanted', async () => {
    const { deliver, tokens, auth } = await setUp({});
    await deliver({
      auth: {
        ...auth,
        authStyle: 'client_secret_post',
        scope: 'a b',
        audience: 'https://api.example/',
      } as EndpointAuth,
    });
    const [{ request, body } = { request: undefined, body: '' }] = tokens.requests;
    expect(request?.headers).not.toHaveProperty('authorization');
    expect(String(body)).toBe(
      'grant_type=client_credentials&scope=a+b&audience=https%3A%2F%2Fapi.example%2F&client_id=client&client_secret=a%3Ab%26c',
    );
  });

  it('is asked for once by deliveries at the same time, and kept', async () => {
    const { deliver, tokens, sent } = await setUp({});
    await Promise.all([deliver(), deliver(), deliver()]);
    await deliver();
    expect([tokens.requests.length, sent()]).toEqual([1, Array(4).fill('Bearer token-1')]);
  });

  it.each([
    ['600 seconds', 600, 539_999, 1],
    ['600 seconds, but for a margin', 600, 540_000, 2],
    ['600 seconds as text', '600', 539_999, 1],
    ['a day', 1_000_000, 86_339_999, 1],
    ['more than a day is not believed', 1_000_000, 86_340_000, 2],
    ['what is not said is 5 minutes', undefined, 269_999, 1],
    ['what is not said is 5 minutes, but for a margin', undefined, 270_000, 2],
    ['no time at all', 0, 0, 2],
  ])('is good for so long: %s', async (_, seconds, after, requests) => {
    const { deliver, tokens, advance } = await setUp({ token: tokenAnswer({ expires_in: seconds }) });
    await deliver();
    advance(after);
    await deliver();
    expect(tokens.requests).toHaveLength(requests);
  });

  it.each([
    ['another endpoint', { endpointId: 'other' }],
    ['another tenant', { tenantId: 'globex' }],
  ])('is of one endpoint alone, and not of %s', async (_, other) => {
    const { deliver, sent } = await setUp({});
    await deliver();
    await deliver(other);
    await deliver();
    expect(sent()).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-1']);
  });

  it('is asked for anew with other settings', async () => {
    const { deliver, sent, auth } = await setUp({});
    await deliver();
    await deliver({ auth: { ...auth, clientSecret: 'rotated' } as EndpointAuth });
    expect(sent()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });
});

describe('an endpoint that does not take the token', () => {
  it('is asked again with another one, within the attempt', async () => {
    const { deliver, sent } = await setUp({ takes: (authorization) => authorization !== 'Bearer token-1' });
    expect(await deliver()).toMatchObject({ statusCode: 200 });
    await deliver();
    expect(sent()).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-2']);
  });

  it('is asked twice and no more, and its answer stands', async () => {
    const { deliver, sent } = await setUp({ takes: () => false });
    expect(await deliver()).toMatchObject({ kind: 'answered', statusCode: 401 });
    expect(sent()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('makes deliveries at the same time ask for one other token together', async () => {
    const { deliver, tokens } = await setUp({ takes: (authorization) => authorization !== 'Bearer token-1' });
    await Promise.all(Array.from({ length: 5 }, () => deliver()));
    expect(tokens.requests).toHaveLength(2);
  });
});

describe('trouble with the token server', () => {
  it.each<[string, Answer, string]>([
    ['an answer 500', (response) => response.writeHead(500).end('oops'), 'TOKEN_HTTP_500'],
    [
      'a refusal by a word of the specification',
      (response) => response.writeHead(401).end('{"error":"invalid_client","error_description":"hunter2"}'),
      'TOKEN_INVALID_CLIENT',
    ],
    [
      'a refusal by another word',
      (response) => response.writeHead(400).end('{"error":"hunter2"}'),
      'TOKEN_HTTP_400',
    ],
    ['a redirect', (response) => response.writeHead(302, { location: '/hook' }).end(), 'TOKEN_HTTP_302'],
    ['no JSON', (response) => response.end('hunter2'), 'TOKEN_MALFORMED'],
    ['no token', (response) => response.end('{"token_type":"Bearer"}'), 'TOKEN_MALFORMED'],
    ['a token of another type', tokenAnswer({ token_type: 'mac' }), 'TOKEN_MALFORMED'],
    ['a token that is no header', tokenAnswer({ access_token: 'a\r\nx-own: b' }), 'TOKEN_MALFORMED'],
    ['more than is read', tokenAnswer({ padding: 'x'.repeat(MAX_RESPONSE_BYTES) }), 'TOKEN_MALFORMED'],
    ['a connection that breaks', (response) => response.destroy(), 'TOKEN_ECONNRESET'],
  ])('is an error of its own: %s', async (_, token, detail) => {
    const { deliver, target } = await setUp({ token });
    expect(await deliver()).toMatchObject(failedWith(detail));
    expect(target.requests).toEqual([]);
  });

  it('is that nobody listens', async () => {
    const { deliver, auth } = await setUp({});
    const tokenUrl = `http://127.0.0.1:${await findClosedPort()}/`;
    expect(await deliver({ auth: { ...auth, tokenUrl } as EndpointAuth })).toMatchObject(
      failedWith('TOKEN_ECONNREFUSED'),
    );
  });

  it('is that it hangs: for no longer than the limit of the attempt', async () => {
    const { deliver } = await setUp({ token: () => undefined });
    expect(await deliver({ timeoutMs: 100 })).toMatchObject(failedWith('TOKEN_TIMEOUT'));
  });

  it('is that it hangs: for no longer than the limit of the request', async () => {
    const { deliver, tokens } = await setUp({ token: () => undefined, tokenTimeoutMs: 100 });
    expect(await Promise.all([deliver(), deliver()])).toMatchObject(
      Array(2).fill(failedWith('TOKEN_TIMEOUT')),
    );
    expect(tokens.requests).toHaveLength(1);
  });

  it('is not kept: the next attempt asks again', async () => {
    const { deliver } = await setUp({
      token: (response, received, number) =>
        number === 1 ? response.writeHead(500).end() : tokenAnswer()(response, received, number),
    });
    expect(await deliver()).toMatchObject(failedWith('TOKEN_HTTP_500'));
    expect(await deliver()).toMatchObject({ statusCode: 200 });
  });

  it('is not waited for again by attempts that come after its limit, as in a function that was frozen', async () => {
    const { deliver, tokens, advance } = await setUp({
      token: (response, received, number) =>
        number === 1 ? undefined : tokenAnswer()(response, received, number),
    });
    await deliver({ timeoutMs: 100 });
    advance(TOKEN_TIMEOUT_MS);
    expect(await deliver()).toMatchObject({ statusCode: 200 });
    expect(tokens.requests).toHaveLength(2);
  });

  it.each([
    ['http://127.0.0.1:9/', 'TOKEN_SCHEME_NOT_ALLOWED'],
    ['https://10.0.0.1/', 'TOKEN_ADDRESS_NOT_ALLOWED'],
    ['https://localhost.example.test:4443/', 'TOKEN_ADDRESS_NOT_PUBLIC'],
  ])('is that no token is asked for there: %s', async (tokenUrl, detail) => {
    const clock = Date.now;
    const resolveHost = async () => [{ address: '127.0.0.1', family: 4 }];
    const post = createSendPost({ allowLoopback: false, clock, resolveHost, timeoutMs: LONG_MS });
    opened.push(post);
    const context = {
      post,
      accessTokens: createAccessTokens({ post, clock }),
      clientIdentities: createClientIdentities(undefined, clock),
      attemptTimeoutMs: LONG_MS,
      clock,
    };
    const auth: EndpointAuth = {
      type: 'oauth2',
      tokenUrl,
      clientId: 'client',
      clientSecret: 'hunter2',
      authStyle: 'client_secret_basic',
    };
    const request = { headers: {}, body: Buffer.from('{}') };
    expect(await postToEndpoint(context, anEndpoint({ auth }), request)).toMatchObject(failedWith(detail));
  });
});
