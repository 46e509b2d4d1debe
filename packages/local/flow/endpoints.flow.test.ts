import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isObject } from '@switchyard/aws-local/json';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import type { ReceivedDelivery } from '../src/demo/endpoint-server.ts';
import { neverLogged } from '../testing/canaries.ts';
import { eventIdOf, type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

const ask = ({ hooks }: FlowTenant, method: string, path: string, body?: object, headers = {}) =>
  hooks.call(method, `/v1/endpoints${path}`, body === undefined ? undefined : JSON.stringify(body), headers);

const secretOf = (body: unknown): string =>
  neverLogged('webhook secret', String(isObject(body) ? body.secret : undefined));

describe('a tenant runs its endpoints', () => {
  it('makes one, which gets the events that it wants, and reads it without its secrets', async () => {
    const tenant = await flow.createTenant();
    const server = await flow.startEndpoint();
    const made = await ask(tenant, 'POST', '', {
      endpoint_id: 'billing',
      target_url: server.url,
      event_types: ['refund.*'],
      headers: { 'X-Token': 'hunter2-hunter2' },
    });
    expect(made).toMatchObject({ status: 201, body: { endpoint_id: 'billing', status: 'ENABLED' } });
    expect(secretOf(made.body)).toMatch(/^whsec_/);
    const eventId = await tenant.post({ type: 'refund.made' });
    await tenant.waitFor(eventId, 'DELIVERED');
    expect(server.deliveries.map(({ headers }) => headers['x-token'])).toEqual(['hunter2-hunter2']);
    const { status, body, text, headers } = await ask(tenant, 'GET', '/billing');
    expect(status).toBe(200);
    expect(body).toMatchObject({ header_names: ['x-token'], secrets: [{ expires_at: null }] });
    expect(headers.get('etag')).toMatch(/^"[\w-]{22}"$/);
    expect(text).not.toMatch(/whsec_|hunter2/);
    expect((await ask(tenant, 'GET', '')).body).toMatchObject({
      endpoints: [{ endpoint_id: 'billing' }, { endpoint_id: 'default' }],
    });
  });

  it('changes one, unless it was changed since it was read', async () => {
    const tenant = await flow.createTenant();
    const etag = (await ask(tenant, 'GET', '/default')).headers.get('etag') ?? '';
    const first = await ask(tenant, 'PATCH', '/default', { rate_limit: 5 }, { 'if-match': etag });
    expect(first).toMatchObject({ status: 200, body: { rate_limit: 5 } });
    const second = await ask(tenant, 'PATCH', '/default', { rate_limit: 7 }, { 'if-match': etag });
    expect(second).toMatchObject({ status: 412, body: { code: 'endpoint_changed' } });
    expect((await ask(tenant, 'GET', '/default')).body).toMatchObject({ rate_limit: 5 });
  });

  it('of changes of every kind at once that name the same state makes one', async () => {
    const tenant = await flow.createTenant();
    const etag = (await ask(tenant, 'GET', '/default')).headers.get('etag') ?? '';
    const named = { 'if-match': etag };
    const answers = await Promise.all([
      ask(tenant, 'PATCH', '/default', { description: 'of one' }, named),
      ask(tenant, 'PATCH', '/default', { rate_limit: 5 }, named),
      ask(tenant, 'POST', '/default/pause', undefined, named),
      ask(tenant, 'POST', '/default/disable', undefined, named),
      ask(tenant, 'POST', '/default/rotate-secret', {}, named),
    ]);
    for (const { body } of answers) if (isObject(body) && 'secret' in body) secretOf(body);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412, 412]);
    const [made] = answers.filter(({ status }) => status === 200);
    const now = await ask(tenant, 'GET', '/default');
    expect(now.headers.get('etag')).toBe(made?.headers.get('etag'));
  });

  it('of changes at once that name nothing makes each, the one upon the other', async () => {
    const tenant = await flow.createTenant();
    const answers = await Promise.all([
      ask(tenant, 'PATCH', '/default', { metadata: { a: '1' } }),
      ask(tenant, 'PATCH', '/default', { metadata: { b: '2' } }),
      ask(tenant, 'PATCH', '/default', { headers: { 'x-c': '3' } }),
      ask(tenant, 'POST', '/default/pause'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await ask(tenant, 'GET', '/default')).body).toMatchObject({
      metadata: { a: '1', b: '2' },
      header_names: ['x-c'],
      status: 'PAUSED',
    });
  });

  it('pauses one, which loses nothing, and resumes it', async () => {
    const tenant = await flow.createTenant();
    expect((await ask(tenant, 'POST', '/default/pause')).body).toMatchObject({ status: 'PAUSED' });
    const eventId = await tenant.post();
    await tenant.waitFor(eventId, 'HELD');
    expect((await ask(tenant, 'POST', '/default/resume')).body).toMatchObject({ status: 'ENABLED' });
    await tenant.waitFor(eventId, 'DELIVERED');
    expect((await ask(tenant, 'POST', '/default/disable')).body).toMatchObject({ status: 'DISABLED' });
    expect(await ask(tenant, 'POST', '/default/resume')).toMatchObject({
      status: 409,
      body: { code: 'endpoint_disabled' },
    });
    expect((await ask(tenant, 'POST', '/default/enable')).body).toMatchObject({ status: 'ENABLED' });
  });
});

/** Whether both public libraries accept a delivery with this secret. */
function accepts(secret: string, { headers, body }: ReceivedDelivery): boolean {
  const isAccepted = (verify: () => unknown) => {
    try {
      verify();
      return true;
    } catch {
      return false;
    }
  };
  const text = body.toString();
  const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const both = [
    isAccepted(() => new Webhook(secret).verify(text, plain)),
    isAccepted(() => Stripe.webhooks.constructEvent(text, plain['stripe-signature'] ?? '', secret)),
  ];
  expect(new Set(both).size).toBe(1);
  return both[0] ?? false;
}

it('a rotated secret and the old one both verify, in retries under way too, until the old one is revoked', async () => {
  const tenant = await flow.createTenant();
  const { endpoint, webhookSecret: old } = tenant;
  await ask(tenant, 'PATCH', '/default', { retry_schedule: '1s', max_attempts: 50 });
  endpoint.answer(500);
  const eventId = await tenant.post();
  await waitUntil('a first attempt', async () => endpoint.deliveries[0]);
  const { body } = await ask(tenant, 'POST', '/default/rotate-secret', {});
  const secret = secretOf(body);
  const both = await waitUntil('a retry with the new secret', async () =>
    endpoint.deliveries.find((delivery) => accepts(secret, delivery)),
  );
  expect(endpoint.deliveries.every((delivery) => accepts(old, delivery))).toBe(true);
  expect(both.headers['webhook-id']).toBe(eventId);
  await ask(tenant, 'POST', '/default/rotate-secret', { secret, overlap_seconds: 0 });
  const revoked = await waitUntil('a retry without the old secret', async () =>
    endpoint.deliveries.find((delivery) => !accepts(old, delivery)),
  );
  expect(accepts(secret, revoked)).toBe(true);
  endpoint.answer(200);
  await tenant.waitFor(eventId, 'DELIVERED');
});

it('a test event goes to its endpoint alone, whatever that wants, and to none that is paused', async () => {
  const tenant = await flow.createTenant();
  const server = await flow.startEndpoint();
  const made = { endpoint_id: 'quiet', target_url: server.url, event_types: ['never.sent'] };
  secretOf((await ask(tenant, 'POST', '', made)).body);
  const { status, body } = await ask(tenant, 'POST', '/quiet/test', { data: { n: 1 } });
  expect(status).toBe(201);
  await tenant.waitFor(eventIdOf(body), 'DELIVERED');
  expect(server.deliveries.map((each) => JSON.parse(each.body.toString()))).toEqual([
    { type: 'switchyard.test', data: { n: 1 } },
  ]);
  expect(tenant.endpoint.deliveries).toEqual([]);
  await ask(tenant, 'POST', '/quiet/pause');
  expect(await ask(tenant, 'POST', '/quiet/test')).toMatchObject({
    status: 409,
    body: { code: 'endpoint_paused' },
  });
});

it('deleting an endpoint ends what is held for it, with the reason', async () => {
  const tenant = await flow.createTenant();
  await ask(tenant, 'POST', '/default/pause');
  const eventId = await tenant.post();
  await tenant.waitFor(eventId, 'HELD');
  expect(await ask(tenant, 'DELETE', '/default')).toMatchObject({ status: 200, body: { deleted: true } });
  expect(await tenant.waitFor(eventId, 'DLQ')).toMatchObject({
    deliveries: [{ reason: 'endpoint_deleted', attempts: [] }],
  });
  expect((await ask(tenant, 'GET', '/default')).status).toBe(404);
  await flow.dlq({ action: 'purge', tenantId: tenant.tenantId });
});

it('what is another tenant’s is not there, whatever is asked of it', async () => {
  const [owner, other] = await Promise.all([flow.createTenant(), flow.createTenant()]);
  await ask(owner, 'POST', '', { endpoint_id: 'mine', target_url: owner.endpoint.url });
  const asked = [
    ask(other, 'GET', '/mine'),
    ask(other, 'PATCH', '/mine', { description: 'theirs' }),
    ask(other, 'DELETE', '/mine'),
    ...['test', 'rotate-secret', 'pause', 'resume', 'enable', 'disable'].map((action) =>
      ask(other, 'POST', `/mine/${action}`),
    ),
  ];
  for (const answer of await Promise.all(asked))
    expect(answer).toMatchObject({ status: 404, body: { code: 'endpoint_not_found' } });
  expect((await ask(owner, 'GET', '/mine')).body).toMatchObject({ status: 'ENABLED', description: null });
});
