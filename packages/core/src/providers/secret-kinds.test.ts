import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { resend } from './resend.ts';
import type { SecretKind } from './secret-kind.ts';
import { sendgrid } from './sendgrid.ts';
import { twilio } from './twilio.ts';

const { auth_token } = twilio.secretKinds;
const { signing_secret, api_key } = resend.secretKinds;
const { public_key, basic_auth, path_segment } = sendgrid.secretKinds;

const pair = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const spki = (namedCurve: string) =>
  pair(namedCurve).publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const pkcs8 = pair('P-256').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');

describe('a value that can be what it is said to be', () => {
  it.each<[string, SecretKind, string]>([
    ['an auth token', auth_token, '0123456789abcdef0123456789abcdef'],
    ['a signing secret', signing_secret, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['an API key', api_key, 're_123_abc'],
    ['a public key', public_key, spki('P-256')],
    ['user and password', basic_auth, 'user:pass:word'],
    ['a path segment', path_segment, 'a-1_~.'.repeat(3)],
  ])('%s', (_name, { problemOf }, text) => {
    expect(problemOf(text)).toBeUndefined();
  });
});

describe('a value that cannot', () => {
  it.each<[string, SecretKind, string]>([
    ['an account SID for an auth token', auth_token, `AC${'0'.repeat(32)}`],
    ['an auth token with a space', auth_token, '0123 4567'],
    ['a signing secret without prefix', signing_secret, 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['a signing secret that is not base64', signing_secret, 'whsec_a-b'],
    ['a signing secret with an empty key', signing_secret, 'whsec_'],
    ['a signing secret for an API key', api_key, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['a key of another curve', public_key, spki('P-384')],
    ['a private key', public_key, pkcs8],
    ['a key with a line break', public_key, `${spki('P-256')}\n`],
    ['a password without user', basic_auth, ':password'],
    ['a user without password', basic_auth, 'user:'],
    ['a path segment that can be guessed', path_segment, 'secret'],
    ['a path segment with a slash', path_segment, 'aaaaaaaa/bbbbbbbb'],
  ])('%s', (_name, { problemOf }, text) => {
    expect(problemOf(text)).toEqual(expect.any(String));
  });
});
