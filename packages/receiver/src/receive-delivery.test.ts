import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { anEndpoint, aSecret, NOW, SECRET } from '@switchyard/core/testing';
import Stripe from 'stripe';
import { bodyOf, rows, vectors } from '../../core/testing/vectors.ts';
import { createTestReceiver, PAYLOAD, STAGE, signed } from '../testing/create-test-receiver.ts';
import { TOLERANCE_SECONDS } from './verify-delivery.ts';

const TOLERANCE_MS = TOLERANCE_SECONDS * 1000;
const OTHER_SECRET = aSecret(9);

const problem = (status: number, code: unknown = expect.any(String)) =>
  expect.objectContaining({
    status,
    headers: expect.objectContaining({ 'content-type': 'application/problem+json' }),
    json: expect.objectContaining({ status, code, request_id: 'request-1' }),
  });

type Vector = (typeof vectors.stripe)[number];
function deliverVector({ secrets, header, now, ...vector }: Vector) {
  const createdAt = toIso(NOW);
  const receiver = createTestReceiver({
    now: now * 1000,
    endpoints: [anEndpoint({ secrets: secrets.map((secret) => ({ secret, createdAt })) })],
  });
  return receiver.deliver({
    body: bodyOf(vector),
    headers: {
      'content-type': 'application/json',
      ...(header === null ? {} : { 'stripe-signature': header }),
    },
  });
}

describe('the signature of a delivery', () => {
  it.each(rows(vectors.stripe.filter(({ valid, lenient }) => valid && !lenient)))(
    'is accepted: %s',
    async (_, vector) => {
      expect(await deliverVector(vector)).toMatchObject({ status: 200, json: { received: true } });
    },
  );

  it.each(rows(vectors.stripe.filter(({ valid }) => !valid)))('is refused: %s', async (_, vector) => {
    expect(await deliverVector(vector)).toEqual(problem(401));
  });

  it('is accepted as the stripe library makes it', async () => {
    const receiver = createTestReceiver();
    const header = new Stripe('sk_test_unused').webhooks.generateTestHeaderString({
      payload: PAYLOAD.toString(),
      secret: SECRET,
      timestamp: Math.floor(NOW / 1000),
    });

    expect(await receiver.deliver({ headers: { 'stripe-signature': header } })).toMatchObject({
      status: 200,
    });
  });

  it('is answered with the event that the delivery names', async () => {
    const { json } = await createTestReceiver().deliver();

    expect(json).toEqual({ received: true, event_id: 'evt_1', replayed: false });
  });

  it('needs no content type', async () => {
    const { 'content-type': _, ...headers } = signed({ at: NOW });

    expect(await createTestReceiver().deliver({ headers })).toMatchObject({ status: 200 });
  });

  it.each([
    ['300 s old', -TOLERANCE_MS],
    ['300 s ahead', TOLERANCE_MS],
  ])('is accepted when %s', async (_, offset) => {
    const headers = signed({ at: NOW + offset });

    expect(await createTestReceiver().deliver({ headers })).toMatchObject({ status: 200 });
  });

  it.each([
    ['301 s old', 'timestamp_too_old', -TOLERANCE_MS - 1000],
    ['301 s ahead', 'timestamp_in_future', TOLERANCE_MS + 1000],
  ])('is refused when %s', async (_, code, offset) => {
    const headers = signed({ at: NOW + offset });

    expect(await createTestReceiver().deliver({ headers })).toEqual(problem(401, code));
  });
});

describe('the secrets of a tenant', () => {
  const expiresAt = toIso(NOW + 60_000);
  const rotating = anEndpoint({
    secrets: [
      { secret: SECRET, createdAt: toIso(NOW) },
      { secret: OTHER_SECRET, createdAt: toIso(NOW - 60_000), expiresAt },
    ],
  });

  it('accept the previous one until it expires', async () => {
    const receiver = createTestReceiver({ endpoints: [rotating] });
    receiver.advance(59_999);

    const answer = await receiver.deliver({ headers: signed({ at: NOW, secret: OTHER_SECRET }) });

    expect(answer).toMatchObject({ status: 200 });
  });

  it('refuse the previous one from the moment it expires', async () => {
    const receiver = createTestReceiver({ endpoints: [rotating] });
    receiver.advance(60_000);

    const answer = await receiver.deliver({ headers: signed({ at: NOW, secret: OTHER_SECRET }) });

    expect(answer).toEqual(problem(401, 'signature_mismatch'));
  });

  it('are those of each of its endpoints', async () => {
    const second = anEndpoint({
      endpointId: 'second',
      secrets: [{ secret: OTHER_SECRET, createdAt: toIso(NOW) }],
    });
    const receiver = createTestReceiver({ endpoints: [anEndpoint(), second] });

    const answer = await receiver.deliver({ headers: signed({ at: NOW, secret: OTHER_SECRET }) });

    expect(answer).toMatchObject({ status: 200 });
  });

  it('do not accept what is signed for another tenant', async () => {
    const other = anEndpoint({
      tenantId: 'globex',
      secrets: [{ secret: OTHER_SECRET, createdAt: toIso(NOW) }],
    });
    const receiver = createTestReceiver({ endpoints: [anEndpoint(), other] });

    const answer = await receiver.deliver({ tenantId: 'globex', headers: signed({ at: NOW }) });

    expect(answer).toEqual(problem(401, 'signature_mismatch'));
  });

  it('are read again for each delivery, so that a rotation needs no restart', async () => {
    const receiver = createTestReceiver();
    await receiver.deliver();
    receiver.endpoints.store(anEndpoint({ secrets: [{ secret: OTHER_SECRET, createdAt: toIso(NOW) }] }));

    expect(await receiver.deliver()).toEqual(problem(401, 'signature_mismatch'));
  });
});

describe('a tenant that does not exist', () => {
  it.each([
    ['a wrong signature', signed({ at: NOW, secret: OTHER_SECRET })],
    ['no signature', {}],
    ['a malformed signature', { 'stripe-signature': 'v1=abc' }],
  ])('is answered like one that does, for %s', async (_, headers) => {
    const receiver = createTestReceiver();

    const known = await receiver.deliver({ headers });
    const unknown = await receiver.deliver({ headers, tenantId: 'nobody' });

    expect(unknown.status).toBe(401);
    expect(unknown).toEqual(known);
  });

  it('is answered like one whose secrets have all expired', async () => {
    const expired = anEndpoint({
      secrets: [{ secret: SECRET, createdAt: toIso(NOW), expiresAt: toIso(NOW) }],
    });
    const receiver = createTestReceiver({ endpoints: [expired] });

    expect(await receiver.deliver()).toEqual(await receiver.deliver({ tenantId: 'nobody' }));
  });

  it('is refused by its name when that could not be one', async () => {
    expect(await createTestReceiver().deliver({ tenantId: 'ACME' })).toEqual(problem(400, 'params_invalid'));
  });
});

it('a tenant may be called like the API’s stage', async () => {
  const receiver = createTestReceiver({ endpoints: [anEndpoint({ tenantId: STAGE })] });

  expect(await receiver.deliver({ tenantId: STAGE })).toMatchObject({ status: 200 });
});

describe('a delivery that comes again', () => {
  it('is taken and flagged when its signature was accepted before', async () => {
    const receiver = createTestReceiver();
    await receiver.deliver();

    expect(await receiver.deliver()).toMatchObject({ status: 200, json: { replayed: true } });
  });

  it('is flagged however its header was rearranged', async () => {
    const receiver = createTestReceiver();
    const headers = signed({ at: NOW });
    await receiver.deliver({ headers });

    const answer = await receiver.deliver({
      headers: { ...headers, 'stripe-signature': `v0=00,${headers['stripe-signature']},v1=00` },
    });

    expect(answer).toMatchObject({ status: 200, json: { replayed: true } });
  });

  it('is new when it was signed anew', async () => {
    const receiver = createTestReceiver();
    await receiver.deliver();
    receiver.advance(1000);

    expect(await receiver.deliver()).toMatchObject({ status: 200, json: { replayed: false } });
  });

  it('is flagged as long as its signature is accepted', async () => {
    const receiver = createTestReceiver();
    const headers = signed({ at: NOW + TOLERANCE_MS });
    await receiver.deliver({ headers });
    receiver.advance(2 * TOLERANCE_MS);

    expect(await receiver.deliver({ headers })).toMatchObject({ status: 200, json: { replayed: true } });
  });

  it('is new for another tenant', async () => {
    const receiver = createTestReceiver({ endpoints: [anEndpoint(), anEndpoint({ tenantId: 'globex' })] });
    await receiver.deliver();

    expect(await receiver.deliver({ tenantId: 'globex' })).toMatchObject({ json: { replayed: false } });
  });

  it('is not remembered when it was refused', async () => {
    const receiver = createTestReceiver();

    await receiver.deliver({ headers: signed({ at: NOW, secret: OTHER_SECRET }) });

    expect(receiver.table.items()).toEqual([]);
  });
});

describe('a delivery that cannot be taken', () => {
  const down = async (): Promise<never> => {
    throw new Error('connect ECONNREFUSED');
  };

  it('is answered 503 when the secrets cannot be read', async () => {
    const receiver = createTestReceiver();
    receiver.endpoints.hooks.before = down;

    expect(await receiver.deliver()).toEqual(problem(503, 'unavailable'));
  });

  it.each(['get', 'put'])(
    'is answered 503 with Retry-After when the table refuses a %s',
    async (operation) => {
      const receiver = createTestReceiver();
      receiver.table.hooks.before = (call) => (call.operation === operation ? down() : undefined);

      const answer = await receiver.deliver();

      expect(answer).toEqual(problem(503, 'unavailable'));
      expect(answer.headers).toHaveProperty('retry-after', '1');
    },
  );

  it('is answered 413 above 1 MiB', async () => {
    const body = Buffer.alloc(1024 * 1024 + 1, 'x');

    expect(await createTestReceiver().deliver({ body })).toEqual(problem(413, 'payload_too_large'));
  });

  it('tells neither payload nor secret nor signature to the log', async () => {
    const receiver = createTestReceiver();
    await receiver.deliver();
    await receiver.deliver({ body: Buffer.from('{"order_id":1042,"tampered":true}') });

    expect(receiver.logs()).toContain('"outcome":"verified"');
    for (const secret of ['order_id', 'tampered', SECRET, 'v1='])
      expect(receiver.logs()).not.toContain(secret);
  });
});
