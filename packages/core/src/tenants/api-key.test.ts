import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  API_KEY_PATTERN,
  AUTHORIZATION_PATTERN,
  createApiKey,
  hashApiKey,
  isWellFormedApiKey,
} from './api-key.ts';

const key = createApiKey((size) => Buffer.alloc(size, 10));
const keys = fc.uint8Array({ minLength: 400, maxLength: 400 }).map((bytes) => {
  let used = 0;
  return createApiKey((size) => {
    used += size;
    return used > 400 ? Buffer.alloc(size, 1) : bytes.subarray(used - size, used);
  });
});

describe('a new API key', () => {
  it('is sy_live_ and 38 characters, so that secret scanners can match it', () => {
    expect(key).toMatch(/^sy_live_A{32}[0-9A-Za-z]{6}$/);
  });

  it('is well formed, whatever the random bytes', () => {
    fc.assert(
      fc.property(keys, (apiKey) => {
        expect(isWellFormedApiKey(apiKey)).toBe(true);
        expect(apiKey).toMatch(API_KEY_PATTERN);
      }),
    );
  });

  it('leaves out the bytes that would favour some characters', () => {
    const bytes = [Buffer.alloc(32, 248), Buffer.alloc(32, 255), Buffer.alloc(32, 61)];
    expect(createApiKey(() => bytes.shift() ?? Buffer.alloc(32))).toMatch(/^sy_live_z{32}/);
  });

  it('differs from every other', () => {
    expect(createApiKey()).not.toBe(createApiKey());
  });
});

describe('an API key with a typo', () => {
  it('in any one character is not well formed', () => {
    const mutations = fc.record({
      at: fc.integer({ min: 8, max: key.length - 1 }),
      to: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'),
    });
    fc.assert(
      fc.property(mutations, ({ at, to }) => {
        fc.pre(key[at] !== to);
        expect(isWellFormedApiKey(key.slice(0, at) + to + key.slice(at + 1))).toBe(false);
      }),
    );
  });

  it.each([
    ['without its prefix', key.slice(8)],
    ['with another prefix', key.replace('live', 'test')],
    ['cut', key.slice(0, -1)],
    ['with something after it', `${key}0`],
    ['with a line feed', `${key}\n`],
    ['empty', ''],
  ])('%s is not well formed', (_, text) => {
    expect(isWellFormedApiKey(text)).toBe(false);
  });
});

describe('the Authorization header that API Gateway lets through', () => {
  it.each([`Bearer ${key}`, `bearer ${key}`])('is %s', (header) => {
    expect(header).toMatch(new RegExp(AUTHORIZATION_PATTERN));
  });

  it.each([key, `Basic ${key}`, `Bearer ${key} x`, 'Bearer', `Bearer  ${key}`])('is not %s', (header) => {
    expect(header).not.toMatch(new RegExp(AUTHORIZATION_PATTERN));
  });
});

describe('the hash of an API key', () => {
  it('is SHA-256 in lower-case hex', () => {
    expect(hashApiKey(key)).toBe(createHash('sha256').update(key).digest('hex'));
    expect(hashApiKey(key)).toMatch(/^[0-9a-f]{64}$/);
  });
});
