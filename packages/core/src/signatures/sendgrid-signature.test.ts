import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bodyOf, rows, vectors } from '../../testing/vectors.ts';
import {
  SENDGRID_SIGNATURE_HEADER,
  SENDGRID_TIMESTAMP_HEADER,
  verifySendGrid,
} from './sendgrid-signature.ts';
import { SignatureError, type SignatureErrorCode } from './signature-error.ts';

const TIMESTAMP = '1768481000';
const rawBody = Buffer.from('--xYzZY\r\n');
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKeyText = (key: typeof pair.publicKey) =>
  key.export({ format: 'der', type: 'spki' }).toString('base64');
const publicKey = publicKeyText(pair.publicKey);

const refusal = (code: SignatureErrorCode) => expect.objectContaining({ name: 'SignatureError', code });
const signatureOf = (timestamp: string, body: Uint8Array) =>
  sign('sha256', Buffer.concat([Buffer.from(timestamp), body]), pair.privateKey).toString('base64');
const verify = (changes: Partial<Parameters<typeof verifySendGrid>[0]>) =>
  verifySendGrid({
    rawBody,
    signature: signatureOf(TIMESTAMP, rawBody),
    timestamp: TIMESTAMP,
    publicKeys: [publicKey],
    ...changes,
  });

describe.each([
  { scheme: 'sendgrid_event_webhook' as const, valid: 6, invalid: 11 },
  { scheme: 'sendgrid_inbound_parse' as const, valid: 4, invalid: 8 },
])('$scheme vectors', ({ scheme, valid, invalid }) => {
  const accepted = vectors[scheme].filter((vector) => vector.valid);
  const refused = vectors[scheme].filter((vector) => !vector.valid);
  const inputOf = (vector: (typeof accepted)[number]) => ({
    rawBody: bodyOf(vector),
    signature: vector.headers.get(SENDGRID_SIGNATURE_HEADER),
    timestamp: vector.headers.get(SENDGRID_TIMESTAMP_HEADER),
    publicKeys: vector.publicKeys,
  });
  const codes: Record<string, SignatureErrorCode> = {
    'missing header': 'header_missing',
    'missing signature': 'header_missing',
  };

  it(`are ${valid} valid and ${invalid} invalid`, () => {
    expect([accepted.length, refused.length]).toEqual([valid, invalid]);
  });

  it.each(rows(accepted))('accepts: %s', (_, vector) => {
    const { timestamp } = verifySendGrid(inputOf(vector));
    expect(String(timestamp)).toBe(vector.headers.get(SENDGRID_TIMESTAMP_HEADER));
  });

  it.each(rows(accepted))('accepts the expected value as well: %s', (_, vector) => {
    const { matchedKeyIndex } = verifySendGrid({ ...inputOf(vector), signature: vector.expected });
    expect(vector.publicKeys[matchedKeyIndex]).toBeDefined();
  });

  it.each(rows(refused))('refuses: %s', (_, vector) => {
    expect(() => verifySendGrid(inputOf(vector))).toThrow(
      refusal(codes[vector.reason] ?? 'signature_mismatch'),
    );
  });
});

describe('verifySendGrid', () => {
  it('accepts any signed bytes, UTF-8 or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        const verified = verify({ rawBody: body, signature: signatureOf(TIMESTAMP, body) });
        expect(verified).toEqual({ timestamp: 1_768_481_000, matchedKeyIndex: 0 });
      }),
    );
  });

  it('refuses bytes that are not a signature with SignatureError, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), (bytes) => {
        expect(() => verify({ signature: Buffer.from(bytes).toString('base64') })).toThrow(SignatureError);
      }),
    );
  });

  it('refuses a digit moved from the timestamp into the body, though the signed bytes are the same', () => {
    expect(() =>
      verify({ timestamp: '176848100', rawBody: Buffer.concat([Buffer.from('0'), rawBody]) }),
    ).toThrow(refusal('header_malformed'));
  });

  it('refuses a timestamp that is not digits', () => {
    expect(() => verify({ timestamp: '176848100x' })).toThrow(refusal('header_malformed'));
  });

  it('refuses a signature with whitespace around it', () => {
    expect(() => verify({ signature: `${signatureOf(TIMESTAMP, rawBody)}\n` })).toThrow(
      refusal('header_malformed'),
    );
  });

  it('names the key that matched', () => {
    const other = publicKeyText(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
    expect(verify({ publicKeys: [other, publicKey] })).toHaveProperty('matchedKeyIndex', 1);
  });

  it('refuses an empty list of keys', () => {
    expect(() => verify({ publicKeys: [] })).toThrow(refusal('no_secret'));
  });

  it.each([
    ['text that is not a key', 'bm90IGEga2V5'],
    ['text that is not base64', 'not a key'],
    ['a key of another curve', publicKeyText(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey)],
    ['a key of another algorithm', publicKeyText(generateKeyPairSync('ed25519').publicKey)],
  ])('refuses %s as a public key', (_, key) => {
    expect(() => verify({ publicKeys: [publicKey, key] })).toThrow(refusal('secret_malformed'));
  });

  it('accepts any age when none is given', () => {
    const body = Buffer.from('[]');
    expect(
      verify({ timestamp: '1000000000', rawBody: body, signature: signatureOf('1000000000', body) }),
    ).toBeDefined();
  });

  it('accepts a request exactly as old as allowed', () => {
    expect(verify({ maxAge: { now: 1_768_481_000 + 259_200, seconds: 259_200 } })).toBeDefined();
  });

  it('refuses a request one second older than allowed', () => {
    expect(() => verify({ maxAge: { now: 1_768_481_000 + 259_201, seconds: 259_200 } })).toThrow(
      refusal('timestamp_too_old'),
    );
  });
});
