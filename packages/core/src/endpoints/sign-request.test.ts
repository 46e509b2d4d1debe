import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { anEndpoint, aSecret, EVENT_ID } from '../../testing/index.ts';
import { toIso, toSeconds } from '../clock.ts';
import { createSecretOf } from '../signatures/index.ts';
import { signRequest } from './sign-request.ts';

const { webhooks } = new Stripe('sk_test_unused');
// The libraries compare with the real time.
const nowMs = Date.now();
const [current, previous] = [aSecret(2), aSecret(1)];
const payload = Buffer.from('{"n":12345678901234567890,"p":1.10,"name":"Zoë 🚚"}');
const rotating = (previousExpiresInMs: number) =>
  anEndpoint({
    secrets: [
      { secret: current, createdAt: toIso(nowMs) },
      { secret: previous, createdAt: toIso(nowMs), expiresAt: toIso(nowMs + previousExpiresInMs) },
    ],
  });
const sign = (endpoint = rotating(60_000)) => signRequest({ eventId: EVENT_ID, payload, endpoint, nowMs });
const header = (headers: Readonly<Record<string, string>>, name: string) => headers[name] ?? '';

describe('a signed request', () => {
  it.each([
    ['current', current],
    ['previous', previous],
  ])('is accepted by stripe with the %s secret', (_, secret) => {
    const { headers, body } = sign();
    expect(() =>
      webhooks.constructEvent(Buffer.from(body), header(headers, 'stripe-signature'), secret),
    ).not.toThrow();
  });

  it.each([
    ['current', current],
    ['previous', previous],
  ])('is accepted by standardwebhooks with the %s secret', (_, secret) => {
    const { headers, body } = sign();
    expect(() => new Webhook(secret).verify(Buffer.from(body).toString(), { ...headers })).not.toThrow();
  });

  it('is not signed with a secret that has expired', () => {
    const { headers, body } = sign(rotating(0));
    expect(() =>
      webhooks.constructEvent(Buffer.from(body), header(headers, 'stripe-signature'), previous),
    ).toThrow();
    expect(() => new Webhook(previous).verify(Buffer.from(body).toString(), { ...headers })).toThrow();
  });

  it('has one signature of each family for each secret', () => {
    const { headers } = sign();
    expect(header(headers, 'stripe-signature')).toMatch(/^t=\d+,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/);
    expect(header(headers, 'webhook-signature')).toMatch(/^v1,\S{44} v1,\S{44}$/);
  });

  it('carries the event id, so that receivers can tell a repeat', () => {
    expect(sign().headers).toHaveProperty('webhook-id', EVENT_ID);
  });

  it('says in both families when it was signed', () => {
    const { headers } = sign();
    expect(headers).toHaveProperty('webhook-timestamp', String(toSeconds(nowMs)));
    expect(header(headers, 'stripe-signature')).toMatch(new RegExp(`^t=${toSeconds(nowMs)},`));
  });

  it('has the payload’s own bytes as its body', () => {
    expect(sign().body).toBe(payload);
  });

  it('is refused when no secret is left to sign with', () => {
    const endpoint = anEndpoint({
      secrets: [{ secret: current, createdAt: toIso(nowMs), expiresAt: toIso(nowMs) }],
    });
    expect(() => sign(endpoint)).toThrow(expect.objectContaining({ code: 'no_secret' }));
  });
});

describe('a request signed with an ed25519 key', () => {
  const key = createSecretOf('ed25519', (size) => Buffer.alloc(size, 5));
  const secretsOf = (...secrets: string[]) =>
    anEndpoint({ secrets: secrets.map((secret) => ({ secret, createdAt: toIso(nowMs) })) });

  it('has no signature of the scheme that does not know it', () => {
    const { headers } = sign(secretsOf(key));
    expect(header(headers, 'webhook-signature')).toMatch(/^v1a,\S{88}$/);
    expect(headers).not.toHaveProperty('stripe-signature');
  });

  it('and with a secret, while the one replaces the other, is accepted by those who know the secret', () => {
    const { headers, body } = sign(secretsOf(key, current));
    expect(() => new Webhook(current).verify(Buffer.from(body).toString(), { ...headers })).not.toThrow();
    expect(() =>
      webhooks.constructEvent(Buffer.from(body), header(headers, 'stripe-signature'), current),
    ).not.toThrow();
  });
});

describe('the headers of a signed request', () => {
  it('are exactly these when the endpoint has none of its own', () => {
    expect(Object.keys(sign().headers).sort()).toEqual([
      'content-type',
      'stripe-signature',
      'user-agent',
      'webhook-id',
      'webhook-signature',
      'webhook-timestamp',
    ]);
  });

  it('have the endpoint’s own too', () => {
    const endpoint = anEndpoint({ headers: { 'X-Api-Key': 'k1', Authorization: 'Bearer own' } });
    expect(sign(endpoint).headers).toMatchObject({ 'X-Api-Key': 'k1', Authorization: 'Bearer own' });
  });

  it.each([
    'Content-Type',
    'content-length',
    'Content-Encoding',
    'Host',
    'Connection',
    'Transfer-Encoding',
    'TE',
    'Upgrade',
    'Expect',
    'Keep-Alive',
    'Trailer',
    'Proxy-Authorization',
    'Webhook-Id',
    'webhook-timestamp',
    'WEBHOOK-SIGNATURE',
    'webhook-other',
    'Stripe-Signature',
    'User-Agent',
  ])('cannot be replaced by the endpoint’s own %s', (name) => {
    const { headers } = sign(anEndpoint({ headers: { [name]: 'own' } }));
    expect(Object.values(headers)).not.toContain('own');
  });

  it.each([
    [{ type: 'basic', username: 'Zoë', password: 'a:b c' }, { authorization: 'Basic Wm/DqzphOmIgYw==' }],
    [{ type: 'header', name: 'authorization', value: 'ApiKey 1' }, { authorization: 'ApiKey 1' }],
    [
      { type: 'header', name: 'x-key', value: '1' },
      { 'x-key': '1', authorization: 'Bearer own' },
    ],
  ] as const)('have what the endpoint knows us by, before a header of its own: %j', (auth, expected) => {
    const endpoint = anEndpoint({ headers: { authorization: 'Bearer own', 'x-key': 'own' }, auth });
    expect(sign(endpoint).headers).toMatchObject(expected);
  });

  it('are signed the same, however it is known', () => {
    const auth = { type: 'header', name: 'webhook-signature', value: 'own' } as const;
    expect(sign(anEndpoint({ auth })).headers).toEqual(sign(anEndpoint()).headers);
  });
});
