import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toSeconds } from '@switchyard/core/clock';
import { verifyStandardWebhooks } from '@switchyard/core/signatures';
import type { EndpointAnswer, EndpointBehaviour } from '../src/demo/endpoint-server.ts';
import { neverLogged } from '../testing/canaries.ts';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

const secret = (what: string) => neverLogged(what, randomBytes(12).toString('hex'));

const patch = ({ hooks }: FlowTenant, body: object) =>
  hooks.call('PATCH', '/v1/endpoints/default', JSON.stringify(body));

const sentTo = ({ endpoint }: FlowTenant, name: string) =>
  endpoint.deliveries.map(({ headers }) => headers[name]);

const deliver = async (tenant: FlowTenant) => tenant.waitFor(await tenant.post(), 'DELIVERED');

/** All that the API says of them, once the event has that status. */
async function readDeliveries(tenant: FlowTenant, eventId: string, status = 'DELIVERED') {
  await tenant.waitFor(eventId, status);
  return (await tenant.hooks.call('GET', `/v1/events/${eventId}`)).body;
}

describe('an endpoint that asks for credentials', () => {
  it('gets them with each delivery, and nobody else does', async () => {
    const tenant = await flow.createTenant();
    const password = secret('password of an endpoint');
    const value = secret('header of an endpoint');
    const basic = await patch(tenant, { auth: { type: 'basic', username: 'us', password } });
    expect(basic).toMatchObject({ status: 200, body: { auth: { type: 'basic', username: 'us' } } });
    await deliver(tenant);
    const header = await patch(tenant, { auth: { type: 'header', name: 'X-Key', value } });
    const read = await tenant.hooks.call('GET', '/v1/endpoints/default');
    expect(read).toMatchObject({ body: { auth: { type: 'header', name: 'x-key' } } });
    // What is remembered of an endpoint is read again where it does not know us.
    tenant.endpoint.answer(({ headers }) => (headers['x-key'] === value ? 200 : 401));
    await deliver(tenant);
    expect(sentTo(tenant, 'authorization')[0]).toBe(
      `Basic ${Buffer.from(`us:${password}`).toString('base64')}`,
    );
    const shown = [
      basic.text,
      header.text,
      read.text,
      JSON.stringify(await flow.cli('endpoints', 'show', tenant.tenantId, 'default')),
    ];
    for (const text of shown) expect([text.includes(password), text.includes(value)]).toEqual([false, false]);
    await flow.cli('endpoints', 'update', tenant.tenantId, 'default', '--clear', 'auth');
    expect((await tenant.hooks.call('GET', '/v1/endpoints/default')).body).toMatchObject({ auth: null });
  });

  it('and does not take them is asked again by the newest, also after the last attempt', async () => {
    const tenant = await flow.createTenant();
    const auth = { type: 'header', name: 'x-key', value: secret('newest header of an endpoint') };
    tenant.endpoint.answer(async ({ headers }) => {
      if (headers['x-key'] === auth.value) return 200;
      if (tenant.endpoint.deliveries.length === 1) await patch(tenant, { auth });
      return 401;
    });
    await deliver(tenant);
    expect(sentTo(tenant, 'x-key').at(-1)).toBe(auth.value);
  });

  it('of a kind that is not known gets nothing without them, and takes no other with it', async () => {
    const tenant = await flow.createTenant();
    const later = await flow.startEndpoint();
    const endpoint = {
      ...(await flow.readEndpoint(tenant.tenantId)),
      endpointId: 'later',
      targetUrl: later.url,
    };
    await flow.documents.put({
      TableName: flow.local.tables.TenantWebhookConfig,
      Item: { ...endpoint, auth: { type: 'digest', username: 'us', password: secret('password of digest') } },
    });
    const event = await tenant.waitFor(await tenant.post(), 'DLQ');
    expect(event.deliveries).toContainEqual(
      expect.objectContaining({ endpoint_id: 'later', status: 'DLQ', reason: 'endpoint_invalid' }),
    );
    await waitUntil('the other has it', async () => tenant.endpoint.deliveries.length === 1 || undefined);
    expect(later.deliveries).toEqual([]);
  });
});

describe('an endpoint that asks for a token', () => {
  /** The token server says what it is told to; what the tenant's endpoint is sent is kept. */
  async function createTenant(answer: (number: number) => EndpointBehaviour) {
    const tenant = await flow.createTenant();
    const tokens = await flow.startEndpoint();
    tokens.answer(() => answer(tokens.deliveries.length));
    const clientSecret = secret('secret of a client');
    const auth = { type: 'oauth2', token_url: tokens.url, client_id: 'us', client_secret: clientSecret };
    const { status, body, text } = await patch(tenant, { auth });
    expect([status, body, text.includes(clientSecret)]).toEqual([
      200,
      expect.objectContaining({ auth: expect.objectContaining({ type: 'oauth2', client_id: 'us' }) }),
      false,
    ]);
    return { ...tenant, tokens, clientSecret };
  }
  const token = (changes: object = {}): EndpointAnswer => ({
    status: 200,
    body: JSON.stringify({
      access_token: secret('access token'),
      token_type: 'bearer',
      expires_in: 600,
      ...changes,
    }),
  });

  it('gets it, the same with each delivery', async () => {
    const tenant = await createTenant(() => token());
    for (let count = 0; count < 3; count += 1) await deliver(tenant);
    const tokens = new Set(sentTo(tenant, 'authorization'));
    // Each environment of the function has its own.
    expect(tokens.size).toBe(tenant.tokens.deliveries.length);
    expect([...tokens].every((each) => /^Bearer \w{24}$/.test(String(each)))).toBe(true);
    expect(tenant.tokens.deliveries[0]).toMatchObject({
      headers: { authorization: `Basic ${Buffer.from(`us:${tenant.clientSecret}`).toString('base64')}` },
      body: Buffer.from('grant_type=client_credentials'),
    });
  });

  it('and does not take it any more gets another within the attempt', async () => {
    const tenant = await createTenant(() => token());
    tenant.endpoint.answer(({ headers }) =>
      headers.authorization === tenant.endpoint.deliveries[0]?.headers.authorization ? 401 : 200,
    );
    expect(await readDeliveries(tenant, await tenant.post())).toMatchObject({
      deliveries: [{ attempts: [{ attempt: 1, status_code: 200 }] }],
    });
    expect(new Set(sentTo(tenant, 'authorization')).size).toBe(2);
  });

  it('gets no token that has expired', async () => {
    const tenant = await createTenant(() => token({ expires_in: 0 }));
    for (let count = 0; count < 3; count += 1) await deliver(tenant);
    expect(new Set(sentTo(tenant, 'authorization')).size).toBe(3);
  });

  it.each<[string, EndpointBehaviour, string]>([
    ['fails', { status: 500, body: 'oops' }, 'TOKEN_HTTP_500'],
    ['does not know us', { status: 401, body: '{"error":"invalid_client"}' }, 'TOKEN_INVALID_CLIENT'],
    ['talks of something else', { status: 200, body: '<html>Sign in</html>' }, 'TOKEN_MALFORMED'],
    [
      'talks without end',
      { status: 200, body: `{"access_token":"${'x'.repeat(1024 * 1024)}"}` },
      'TOKEN_MALFORMED',
    ],
    ['redirects', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }, 'TOKEN_HTTP_302'],
    ['hangs', 'hang', 'TOKEN_TIMEOUT'],
  ])('is not asked while its token server %s, which its attempts say', async (_, trouble, code) => {
    const tenant = await createTenant((number) => (number === 1 ? trouble : token()));
    const event = await readDeliveries(tenant, await tenant.post());
    expect(event).toMatchObject({
      deliveries: [
        {
          attempts: [
            { attempt: 1, error: 'auth', error_code: code },
            { attempt: 2, status_code: 200 },
          ],
        },
      ],
    });
    expect(JSON.stringify(event)).not.toContain(tenant.clientSecret);
    expect(tenant.endpoint.deliveries).toHaveLength(1);
  });

  it('holds nobody else up while its token server hangs', async () => {
    let isHanging = true;
    const tenant = await createTenant(() => (isHanging ? 'hang' : token()));
    const waiting = await Promise.all(Array.from({ length: 12 }, () => tenant.post()));
    await waitUntil(
      'its token server is asked',
      async () => tenant.tokens.deliveries.length > 0 || undefined,
    );
    const other = await flow.createTenant();
    await Promise.all(Array.from({ length: 5 }, () => deliver(other)));
    expect(tenant.endpoint.deliveries).toEqual([]);
    isHanging = false;
    await Promise.all(waiting.map((eventId) => tenant.waitFor(eventId, 'DELIVERED')));
    expect(tenant.endpoint.deliveries).toHaveLength(12);
  });

  it.each([
    ['https://10.0.0.1/token', 'not on the public internet'],
    ['https://169.254.169.254/', 'not on the public internet'],
    ['https://us:hunter2hunter2@login.example.com/', 'user name or password'],
  ])('is refused with a token server at %s', async (tokenUrl, words) => {
    const tenant = await flow.createTenant();
    const auth = {
      type: 'oauth2',
      token_url: tokenUrl,
      client_id: 'us',
      client_secret: secret('refused client'),
    };
    const { status, body, text } = await patch(tenant, { auth });
    expect([status, text.includes(auth.client_secret), text.includes('hunter2')]).toEqual([
      422,
      false,
      false,
    ]);
    expect(body).toMatchObject({
      code: 'body_invalid',
      errors: [{ path: 'auth.token_url', message: expect.stringContaining(words) }],
    });
  });

  it('is not asked for one at an address that is not public, past every check', async () => {
    const tenant = await flow.createTenant();
    const clientSecret = secret('client of a private address');
    await flow.putEndpoint(tenant.tenantId, {
      targetUrl: tenant.endpoint.url,
      maxAttempts: 1,
      auth: {
        type: 'oauth2',
        tokenUrl: 'https://10.0.0.1/',
        clientId: 'us',
        clientSecret,
        authStyle: 'client_secret_post',
      },
    });
    expect(await readDeliveries(tenant, await tenant.post(), 'DLQ')).toMatchObject({
      deliveries: [{ attempts: [{ error: 'auth', error_code: 'TOKEN_ADDRESS_NOT_ALLOWED' }] }],
    });
    expect(tenant.endpoint.deliveries).toEqual([]);
  });
});

describe('an endpoint that only its sender can sign for', () => {
  it('is signed for by a key whose public part anybody reads who has its address, through a rotation', async () => {
    const tenant = await flow.createTenant();
    const server = await flow.startEndpoint();
    const request = { endpoint_id: 'signed', target_url: server.url, signature: 'ed25519' };
    const made = await tenant.hooks.call('POST', '/v1/endpoints', JSON.stringify(request));
    expect(made).toMatchObject({ status: 201, body: { secret: null, secrets: [{ type: 'ed25519' }] } });
    const keyUrl = `${flow.local.hooks_url}${Object(made.body).public_keys_path}`;
    const rotate = () => tenant.hooks.call('POST', '/v1/endpoints/signed/rotate-secret', '{}');

    await deliver(tenant);
    expect(await rotate()).toMatchObject({ status: 200, body: { secret: null } });
    for (const { secret: each } of Object(await flow.readEndpoint(tenant.tenantId, 'signed')).secrets)
      neverLogged('private key', each);
    const response = await fetch(keyUrl);
    const { keys } = Object(await response.json());
    expect([response.status, keys.length, keys[1].public_key]).toEqual([
      200,
      2,
      Object(made.body).secrets[0].public_key,
    ]);
    const [delivery] = server.deliveries;
    const headerOf = (name: string) => String(delivery?.headers[name]);
    const verified = verifyStandardWebhooks({
      headers: {
        id: headerOf('webhook-id'),
        timestamp: headerOf('webhook-timestamp'),
        signature: headerOf('webhook-signature'),
      },
      payload: delivery?.body ?? Buffer.alloc(0),
      secrets: [keys[1].public_key],
      now: toSeconds(Date.now()),
      toleranceSeconds: 300,
    });
    expect(verified.id).toMatch(/^evt_/);
    expect(delivery?.headers).not.toHaveProperty('stripe-signature');
    expect((await fetch(`${keyUrl.slice(0, -1)}_`)).status).toBe(404);
  });
});
