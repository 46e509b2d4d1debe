import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  checkAuthToken,
  checkBasicAuth,
  checkPathSegment,
  checkResendApiKey,
  checkSendgridPublicKey,
  checkSigningSecret,
} from './check-secret.ts';

const pair = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const spki = (namedCurve: string) =>
  pair(namedCurve).publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const pkcs8 = pair('P-256').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');

describe('a value that can be what it is said to be', () => {
  it.each<[string, (text: string) => void, string]>([
    ['an auth token', checkAuthToken, '0123456789abcdef0123456789abcdef'],
    ['a signing secret', checkSigningSecret, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['an API key', checkResendApiKey, 're_123_abc'],
    ['a public key', checkSendgridPublicKey, spki('P-256')],
    ['user and password', checkBasicAuth, 'user:pass:word'],
    ['a path segment', checkPathSegment, 'a-1_~.'.repeat(3)],
  ])('%s', (_name, check, text) => {
    expect(() => check(text)).not.toThrow();
  });
});

describe('a value that cannot', () => {
  it.each<[string, (text: string) => void, string]>([
    ['an account SID for an auth token', checkAuthToken, `AC${'0'.repeat(32)}`],
    ['an auth token with a space', checkAuthToken, '0123 4567'],
    ['a signing secret without prefix', checkSigningSecret, 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['a signing secret that is not base64', checkSigningSecret, 'whsec_a-b'],
    ['a signing secret with an empty key', checkSigningSecret, 'whsec_'],
    ['a signing secret for an API key', checkResendApiKey, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['a key of another curve', checkSendgridPublicKey, spki('P-384')],
    ['a private key', checkSendgridPublicKey, pkcs8],
    ['a key with a line break', checkSendgridPublicKey, `${spki('P-256')}\n`],
    ['a password without user', checkBasicAuth, ':password'],
    ['a user without password', checkBasicAuth, 'user:'],
    ['a path segment that can be guessed', checkPathSegment, 'secret'],
    ['a path segment with a slash', checkPathSegment, 'aaaaaaaa/bbbbbbbb'],
  ])('%s', (_name, check, text) => {
    expect(() => check(text)).toThrow(expect.objectContaining({ code: 'secret_malformed' }));
  });
});
