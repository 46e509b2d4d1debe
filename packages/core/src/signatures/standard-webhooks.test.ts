import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { bodyOf, rows, vectors } from '../../testing/vectors.ts';
import { SignatureError, type SignatureErrorCode } from './signature-error.ts';
import { signStandardWebhooks, verifyStandardWebhooks } from './standard-webhooks.ts';
import { createSecretOf, decodeWebhookPrivateKey, publicKeyOf } from './webhook-secret.ts';

const NOW = 1_768_500_000;
const SECRET = 'whsec_c3RhbmRhcmQtd2ViaG9va3MtZXhhbXBsZS1zZWNyZXQh';
const OTHER = 'whsec_cmVzZW5kLWV4YW1wbGUtc2lnbmluZy1zZWNyZXQtMDE=';
const PUBLIC_KEY = 'whpk_fdM2JzxvkEAgqw39/fb4QJ3rw9EpCQFayTDvg9xWXcI=';
const payload = Buffer.from('{"type":"contact.created"}');

const refusal = (code: SignatureErrorCode) => expect.objectContaining({ name: 'SignatureError', code });
const jsonObject = fc
  .dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' }))
  .map((object) => Buffer.from(JSON.stringify(object)));
const secretTexts = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((key) => `whsec_${Buffer.from(key).toString('base64')}`);
const ids = fc.stringMatching(/^msg_[A-Za-z0-9_-]{1,40}$/);

type Vector = (typeof vectors.resend)[number];
const namedHeaders = (prefix: string, headers: ReadonlyMap<string, string>) => ({
  id: headers.get(`${prefix}-id`),
  timestamp: headers.get(`${prefix}-timestamp`),
  signature: headers.get(`${prefix}-signature`),
});
const signed = signStandardWebhooks({ id: 'msg_1', timestamp: NOW, payload, secrets: [SECRET] });
const headers = { id: 'msg_1', timestamp: String(NOW), signature: signed['webhook-signature'] };
const verify = (changes: Partial<Parameters<typeof verifyStandardWebhooks>[0]>) =>
  verifyStandardWebhooks({
    headers,
    payload,
    secrets: [SECRET],
    now: NOW,
    toleranceSeconds: 300,
    ...changes,
  });

const VECTOR_CODES: Record<string, SignatureErrorCode> = {
  'expired timestamp': 'timestamp_too_old',
  'future timestamp': 'timestamp_in_future',
  'bad timestamp': 'header_malformed',
  'missing header': 'header_missing',
};

describe.each([
  { scheme: 'resend' as const, prefix: 'svix', valid: 18, invalid: 21 },
  { scheme: 'standard_webhooks' as const, prefix: 'webhook', valid: 11, invalid: 14 },
])('$scheme vectors', ({ scheme, prefix, valid, invalid }) => {
  const accepted = vectors[scheme].filter((vector) => vector.valid);
  const refused = vectors[scheme].filter((vector) => !vector.valid);
  const verifyVector = (vector: Vector) =>
    verifyStandardWebhooks({
      ...vector,
      payload: bodyOf(vector),
      headers: namedHeaders(prefix, vector.headers),
    });

  it(`are ${valid} valid and ${invalid} invalid`, () => {
    expect([accepted.length, refused.length]).toEqual([valid, invalid]);
  });

  it.each(rows(accepted))('accepts: %s', (_, vector) => {
    expect(verifyVector(vector)).toHaveProperty('id', vector.headers.get(`${prefix}-id`));
  });

  it.each(rows(refused))('refuses: %s', (name, vector) => {
    const code = name.startsWith('only a Resend-Signature') ? 'header_missing' : VECTOR_CODES[vector.reason];
    expect(() => verifyVector(vector)).toThrow(refusal(code ?? 'signature_mismatch'));
  });

  it.each(rows(accepted))('are signed to the expected value: %s', (_, vector) => {
    const headers = signStandardWebhooks({
      id: vector.headers.get(`${prefix}-id`) ?? '',
      timestamp: Number(vector.headers.get(`${prefix}-timestamp`)),
      payload: bodyOf(vector),
      secrets: vector.secrets.slice(0, 1),
    });
    expect(headers['webhook-signature']).toBe(vector.expected);
  });
});

describe('standard_webhooks_v1a vectors', () => {
  const accepted = vectors.standard_webhooks_v1a.filter(({ valid }) => valid);
  const refused = vectors.standard_webhooks_v1a.filter(({ valid }) => !valid);
  const verifyVector = (vector: (typeof accepted)[number]) =>
    verifyStandardWebhooks({
      ...vector,
      payload: bodyOf(vector),
      headers: namedHeaders('webhook', vector.headers),
      secrets: vector.publicKeys,
    });

  it('are 5 valid and 5 invalid', () => {
    expect([accepted.length, refused.length]).toEqual([5, 5]);
  });

  it.each(rows(accepted))('accepts: %s', (_, vector) => {
    expect(verifyVector(vector)).toHaveProperty('id', vector.headers.get('webhook-id'));
  });

  it.each(rows(refused))('refuses: %s', (_, vector) => {
    expect(() => verifyVector(vector)).toThrow(refusal(VECTOR_CODES[vector.reason] ?? 'signature_mismatch'));
  });
});

describe('a signature by a private key', () => {
  // Ed25519 signs the same bytes always the same (RFC 8032).
  const signable = vectors.standard_webhooks_v1a.filter(({ valid, secretKey }) => valid && secretKey);

  it.each(rows(signable))('is that of the vector, byte for byte: %s', (_, vector) => {
    const { secretKey = '', headers, publicKeys } = vector;
    const signed = signStandardWebhooks({
      id: headers.get('webhook-id') ?? '',
      timestamp: Number(headers.get('webhook-timestamp')),
      payload: bodyOf(vector),
      secrets: [secretKey],
    });
    expect(signed['webhook-signature']).toBe(vector.expected);
    expect(publicKeys).toContain(publicKeyOf(secretKey));
  });

  it('by a key of our making is verified by its public key, and stands beside those by secrets', () => {
    const key = createSecretOf('ed25519', (size) => Buffer.alloc(size, 3));
    const payload = Buffer.from('{}');
    const secrets = [key, createSecretOf('hmac', (size) => Buffer.alloc(size, 4))];
    const headers = signStandardWebhooks({ id: 'evt_1', timestamp: 1_000, payload, secrets });
    expect(headers['webhook-signature']).toMatch(/^v1a,\S{88} v1,\S{44}$/);
    const received = { headers: namedHeaders('webhook', new Map(Object.entries(headers))), payload };
    for (const secret of [publicKeyOf(key), secrets[1] ?? ''])
      expect(
        verifyStandardWebhooks({ ...received, secrets: [secret], now: 1_000, toleranceSeconds: 300 }),
      ).toHaveProperty('id', 'evt_1');
  });

  it.each([
    ['of another length', 'whsk_AAAA', /base64 of 64 bytes/],
    ['of no base64', 'whsk_hunter2!', /base64 of 64 bytes/],
    ['with the public key of another', `whsk_${Buffer.alloc(64, 1).toString('base64')}`, /another one/],
    ['of another kind', 'whsec_AAAA', /not whsk_/],
  ])('needs a key, and not one %s', (_, text, words) => {
    expect(() => decodeWebhookPrivateKey(text)).toThrow(words);
  });
});

describe('against the standardwebhooks library', () => {
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(NOW * 1000);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('accepts what we sign, under each of the secrets', () => {
    fc.assert(
      fc.property(
        jsonObject,
        ids,
        fc.array(secretTexts, { minLength: 1, maxLength: 3 }),
        (body, id, secrets) => {
          const headers = { ...signStandardWebhooks({ id, timestamp: NOW, payload: body, secrets }) };
          for (const secret of secrets) {
            expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body.toString()));
          }
        },
      ),
    );
  });

  it('signs what we accept', () => {
    fc.assert(
      fc.property(jsonObject, ids, secretTexts, (body, id, secret) => {
        const signature = new Webhook(secret).sign(id, new Date(NOW * 1000), body);
        const headers = { id, timestamp: String(NOW), signature };
        expect(verify({ headers, payload: body, secrets: [secret] })).toEqual({
          id,
          timestamp: NOW,
          matchedSecretIndex: 0,
        });
      }),
    );
  });
});

it('signs any text at any time, under any secret, as the public library does', () => {
  const times = fc.integer({ min: 0, max: 4_102_444_800 });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), ids, secretTexts, times, (text, id, secret, timestamp) => {
      const body = Buffer.from(text);
      const { 'webhook-signature': ours } = signStandardWebhooks({
        id,
        timestamp,
        payload: body,
        secrets: [secret],
      });
      expect(ours).toBe(new Webhook(secret).sign(id, new Date(timestamp * 1000), body.toString()));
    }),
  );
});

describe('signStandardWebhooks', () => {
  it('separates the signatures of several secrets by spaces, in order', () => {
    const both = signStandardWebhooks({ id: 'msg_1', timestamp: NOW, payload, secrets: [OTHER, SECRET] });
    expect(both['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=$/);
    expect(both['webhook-signature'].split(' ')[1]).toBe(signed['webhook-signature']);
  });

  it.each(['', 'msg.1', 'msg 1'])('refuses the id "%s"', (id) => {
    expect(() => signStandardWebhooks({ id, timestamp: NOW, payload, secrets: [SECRET] })).toThrow(
      RangeError,
    );
  });

  it('refuses a timestamp in milliseconds', () => {
    expect(() =>
      signStandardWebhooks({ id: 'msg_1', timestamp: NOW * 1000, payload, secrets: [SECRET] }),
    ).toThrow(RangeError);
  });

  it('refuses an empty list of secrets', () => {
    expect(() => signStandardWebhooks({ id: 'msg_1', timestamp: NOW, payload, secrets: [] })).toThrow(
      refusal('no_secret'),
    );
  });

  it('refuses a secret with an empty key', () => {
    expect(() => signStandardWebhooks({ id: 'msg_1', timestamp: NOW, payload, secrets: ['whsec_'] })).toThrow(
      refusal('secret_malformed'),
    );
  });
});

describe('verifyStandardWebhooks', () => {
  it('refuses a body with any one byte changed', () => {
    fc.assert(
      fc.property(fc.nat(payload.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(payload, (byte, index) => (index === at ? byte ^ change : byte));
        expect(() => verify({ payload: changed })).toThrow(refusal('signature_mismatch'));
      }),
    );
  });

  it('throws nothing but SignatureError, whatever the signature header', () => {
    const pieces = fc.constantFrom('v1', 'v1a', ',', ' ', 'QUJD', '=', 'é', '\0');
    fc.assert(
      fc.property(
        fc.array(pieces).map((parts) => parts.join('')),
        (signature) => {
          expect(() => verify({ headers: { ...headers, signature }, secrets: [SECRET, PUBLIC_KEY] })).toThrow(
            SignatureError,
          );
        },
      ),
    );
  });

  it('names the secret that matched', () => {
    expect(verify({ secrets: [PUBLIC_KEY, OTHER, SECRET] })).toHaveProperty('matchedSecretIndex', 2);
  });

  it('refuses a secret with an empty key, under which anybody could sign', () => {
    expect(() => verify({ secrets: [SECRET, 'whsec_'] })).toThrow(refusal('secret_malformed'));
  });

  it('refuses an empty list of secrets', () => {
    expect(() => verify({ secrets: [] })).toThrow(refusal('no_secret'));
  });

  it('refuses a public key of another length', () => {
    expect(() => verify({ secrets: ['whpk_QUJD'] })).toThrow(refusal('secret_malformed'));
  });

  it('refuses an id with a dot, which would move the border to the timestamp', () => {
    expect(() => verify({ headers: { ...headers, id: 'msg_1.1' } })).toThrow(refusal('header_malformed'));
  });

  it.each([`${NOW}abc`, `0${NOW}`, ` ${NOW}`, '1e9'])('refuses the timestamp "%s"', (timestamp) => {
    expect(() => verify({ headers: { ...headers, timestamp } })).toThrow(refusal('header_malformed'));
  });

  it('refuses an empty id', () => {
    expect(() => verify({ headers: { ...headers, id: '' } })).toThrow(refusal('header_missing'));
  });
});
