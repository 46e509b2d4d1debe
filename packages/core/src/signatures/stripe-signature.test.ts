import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Stripe from 'stripe';
import { bodyOf, rows, vectors } from '../../testing/vectors.ts';
import { SignatureError, type SignatureErrorCode } from './signature-error.ts';
import { signStripe, verifyStripe } from './stripe-signature.ts';

const NOW = 1_768_490_000;
const SECRET = 'whsec_5f2b8c1d9e7a4036b8d1c2e3f4a59687';
const payload = Buffer.from('{"id":"evt_1"}');
const { webhooks } = new Stripe('sk_test_unused');

const refusal = (code: SignatureErrorCode) => expect.objectContaining({ name: 'SignatureError', code });
const jsonObject = fc
  .dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' }))
  .map((object) => Buffer.from(JSON.stringify(object)));
const timestamps = fc.integer({ min: 1, max: 4_000_000_000 });
const secretTexts = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((key) => `whsec_${Buffer.from(key).toString('base64')}`);

type Vector = (typeof vectors.stripe)[number];
const verifyVector = (vector: Vector) =>
  verifyStripe({ ...vector, payload: bodyOf(vector), header: vector.header ?? undefined });
const verify = (changes: Partial<Parameters<typeof verifyStripe>[0]>) =>
  verifyStripe({
    payload,
    header: signStripe({ payload, secrets: [SECRET], timestamp: NOW }),
    secrets: [SECRET],
    now: NOW,
    toleranceSeconds: 300,
    ...changes,
  });

const VECTOR_CODES: Record<string, SignatureErrorCode> = {
  '301 s old': 'timestamp_too_old',
  'space after the comma': 'header_malformed',
  'only v0': 'header_malformed',
  'no timestamp element': 'header_malformed',
  'empty v1 value': 'header_malformed',
  'sha256= of the body': 'header_malformed',
  'empty header': 'header_missing',
  'missing header': 'header_missing',
};

describe('Stripe vectors', () => {
  const strict = vectors.stripe.filter(({ valid, lenient }) => valid && !lenient);
  const lenient = vectors.stripe.filter((vector) => vector.lenient);
  const invalid = vectors.stripe.filter(({ valid }) => !valid);

  it('are 12 valid, 1 lenient and 19 invalid', () => {
    expect([strict.length, lenient.length, invalid.length]).toEqual([12, 1, 19]);
  });

  it.each(rows(strict))('accepts: %s', (_, vector) => {
    expect(verifyVector(vector)).toHaveProperty('timestamp', 1_768_490_000);
  });

  it.each(rows(lenient))('refuses, stricter than stripe-node: %s', (_, vector) => {
    expect(() => verifyVector(vector)).toThrow(refusal('timestamp_in_future'));
  });

  it.each(rows(invalid))('refuses: %s', (name, vector) => {
    expect(() => verifyVector(vector)).toThrow(refusal(VECTOR_CODES[name] ?? 'signature_mismatch'));
  });

  it.each(rows(strict))('are signed to the expected value: %s', (_, vector) => {
    const header = signStripe({
      payload: bodyOf(vector),
      secrets: vector.secrets.slice(0, 1),
      timestamp: 1_768_490_000,
    });
    expect(header).toBe(`t=1768490000,v1=${vector.expected}`);
  });
});

describe('signStripe', () => {
  it('makes headers that stripe-node accepts under each of the secrets', () => {
    fc.assert(
      fc.property(
        jsonObject,
        timestamps,
        fc.array(secretTexts, { minLength: 1, maxLength: 3 }),
        (body, timestamp, secrets) => {
          const header = signStripe({ payload: body, secrets, timestamp });
          for (const secret of secrets) {
            const event: unknown = webhooks.constructEvent(
              body,
              header,
              secret,
              300,
              undefined,
              timestamp * 1000,
            );
            expect(event).toEqual(JSON.parse(body.toString()));
          }
        },
      ),
    );
  });

  it('writes one v1 for each secret, in order', () => {
    const one = signStripe({ payload, secrets: ['a'], timestamp: NOW });
    const two = signStripe({ payload, secrets: ['b'], timestamp: NOW });
    const both = signStripe({ payload, secrets: ['a', 'b'], timestamp: NOW });
    expect(both).toBe(`${one},${two.slice(two.indexOf('v1='))}`);
  });

  it('refuses an empty list of secrets', () => {
    expect(() => signStripe({ payload, secrets: [], timestamp: NOW })).toThrow(refusal('no_secret'));
  });

  it('refuses a blank secret', () => {
    expect(() => signStripe({ payload, secrets: [SECRET, ' '], timestamp: NOW })).toThrow(
      refusal('secret_malformed'),
    );
  });

  it.each([1_768_490_000_123, 1.5, -1, Number.NaN])(
    'refuses %d, which is not whole seconds since the epoch',
    (timestamp) => {
      expect(() => signStripe({ payload, secrets: [SECRET], timestamp })).toThrow(RangeError);
    },
  );
});

describe('verifyStripe', () => {
  it('accepts what stripe-node signs', () => {
    fc.assert(
      fc.property(jsonObject, timestamps, secretTexts, (body, timestamp, secret) => {
        const header = webhooks.generateTestHeaderString({ payload: body.toString(), secret, timestamp });
        const verified = verifyStripe({
          payload: body,
          header,
          secrets: [secret],
          now: timestamp,
          toleranceSeconds: 0,
        });
        expect(verified).toEqual({ timestamp, matchedSecretIndex: 0 });
      }),
    );
  });

  it('accepts bytes that are not UTF-8 as they were signed', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const header = signStripe({ payload: bytes, secrets: [SECRET], timestamp: NOW });
        expect(verify({ payload: bytes, header })).toHaveProperty('matchedSecretIndex', 0);
      }),
    );
  });

  it('refuses a body with any one byte changed', () => {
    fc.assert(
      fc.property(fc.nat(payload.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(payload, (byte, index) => (index === at ? byte ^ change : byte));
        expect(() => verify({ payload: changed })).toThrow(refusal('signature_mismatch'));
      }),
    );
  });

  it('throws nothing but SignatureError, whatever the header', () => {
    const pieces = fc.constantFrom('t', 'v1', 'v0', '=', ',', ' ', String(NOW), 'ab', 'é', '-', '\0');
    fc.assert(
      fc.property(
        fc.array(pieces).map((parts) => parts.join('')),
        (header) => {
          expect(() => verify({ header })).toThrow(SignatureError);
        },
      ),
    );
  });

  it('names the secret that matched', () => {
    expect(verify({ secrets: ['whsec_other', SECRET] })).toEqual({ timestamp: NOW, matchedSecretIndex: 1 });
  });

  it('refuses a repeated timestamp', () => {
    const header = signStripe({ payload, secrets: [SECRET], timestamp: NOW });
    expect(() => verify({ header: `t=${NOW - 9999},${header}` })).toThrow(refusal('header_malformed'));
  });

  it.each([`${NOW}abc`, `0${NOW}`, `+${NOW}`, `${NOW}.0`, '-1', ''])(
    'refuses the timestamp "%s"',
    (timestamp) => {
      const header = signStripe({ payload, secrets: [SECRET], timestamp: NOW });
      expect(() => verify({ header: header.replace(String(NOW), timestamp) })).toThrow(
        refusal('header_malformed'),
      );
    },
  );

  it('refuses a second "=" in a signature', () => {
    const header = `${signStripe({ payload, secrets: [SECRET], timestamp: NOW })}=x`;
    expect(() => verify({ header })).toThrow(refusal('signature_mismatch'));
  });

  it('accepts a timestamp as far ahead as the tolerance', () => {
    expect(verify({ now: NOW - 300 })).toHaveProperty('timestamp', NOW);
  });

  it('refuses any request when the clock is not a number', () => {
    expect(() => verify({ now: Number.NaN })).toThrow(refusal('timestamp_too_old'));
  });

  it('refuses an empty list of secrets', () => {
    expect(() => verify({ secrets: [] })).toThrow(refusal('no_secret'));
  });

  it('refuses a blank secret even when another matches', () => {
    expect(() => verify({ secrets: [SECRET, ''] })).toThrow(refusal('secret_malformed'));
  });
});
