import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWebhookSecret, decodeTenantSecret, decodeWebhookSecret } from './webhook-secret.ts';

const malformed = expect.objectContaining({ name: 'SignatureError', code: 'secret_malformed' });
const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;

describe('createWebhookSecret', () => {
  it('encodes the 32 random bytes after whsec_', () => {
    const secret = createWebhookSecret((size) => Buffer.alloc(size, 0xff));
    expect(secret).toBe('whsec_//////////////////////////////////////////8=');
  });

  it('makes a secret that a tenant may have', () => {
    expect(decodeTenantSecret(createWebhookSecret())).toHaveLength(32);
  });

  it('never makes the same secret twice', () => {
    expect(createWebhookSecret()).not.toBe(createWebhookSecret());
  });
});

describe('decodeWebhookSecret', () => {
  it('gives back any key that is not empty', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (key) => {
        const secret = `whsec_${Buffer.from(key).toString('base64')}`;
        expect(Buffer.compare(decodeWebhookSecret(secret), key)).toBe(0);
      }),
    );
  });

  it('reads a secret without the prefix as third parties may issue it', () => {
    expect(Buffer.from(decodeWebhookSecret('a2V5')).toString()).toBe('key');
  });

  it.each([
    ['an empty key after the prefix', 'whsec_'],
    ['an empty text', ''],
    ['characters outside base64', 'whsec_a2V5!'],
    ['a line feed at the end', 'whsec_a2V5\n'],
    ['missing padding', 'whsec_a2V5cw'],
    ['the URL-safe alphabet', 'whsec_-_-_'],
    ['the prefix twice', 'whsec_whsec_a2V5'],
    ['a private ed25519 key', 'whsk_a2V5'],
  ])('refuses %s', (_, secret) => {
    expect(() => decodeWebhookSecret(secret)).toThrow(malformed);
  });

  it('does not repeat the secret in the message', () => {
    expect(() => decodeWebhookSecret('whsec_topsecret!')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('topsecret') }),
    );
  });
});

describe('decodeTenantSecret', () => {
  it.each([24, 32, 64])('takes a key of %d bytes', (bytes) => {
    expect(decodeTenantSecret(secretOf(bytes))).toHaveLength(bytes);
  });

  it.each([0, 1, 23, 65])('refuses a key of %d bytes', (bytes) => {
    expect(() => decodeTenantSecret(secretOf(bytes))).toThrow(malformed);
  });

  it('refuses a secret without the prefix, which the Stripe scheme needs', () => {
    expect(() => decodeTenantSecret(secretOf(32).slice('whsec_'.length))).toThrow(malformed);
  });
});
