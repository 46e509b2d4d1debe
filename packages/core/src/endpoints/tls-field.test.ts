import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createTestAuthority, type TestAuthority } from '../../testing/certificates.ts';
import { checkedTls, TlsFieldError, tlsFieldSchema } from './tls-field.ts';

const DAY_MS = 86_400_000;
const NOW = Date.now();
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

let authority: TestAuthority;
let between: TestAuthority;
let good: { certificate: string; privateKey: string };
beforeAll(async () => {
  authority = await createTestAuthority();
  between = await authority.below('Between');
  good = await between.issue({ name: 'acme' });
});

const check = (certificate: string, privateKey = good.privateKey) =>
  checkedTls({ client_certificate: certificate, private_key: privateKey }, NOW);

function refusal(certificate: string, privateKey?: string) {
  try {
    check(certificate, privateKey);
  } catch (error) {
    if (error instanceof TlsFieldError) return `${error.field} ${error.detail}`;
    throw error;
  }
  return 'taken';
}

/** Made once with OpenSSL, for Node.js' Web Crypto has no such curve; its key is nowhere. */
const OF_SECP256K1 = `-----BEGIN CERTIFICATE-----
MIIBczCCARqgAwIBAgIUDQmkIk6fqL1YZLQP1U+uBrJy4/8wCgYIKoZIzj0EAwIw
EDEOMAwGA1UEAwwFY3VydmUwIBcNMjYxMTI4MTA0MDA5WhgPMjEyNjExMDQxMDQw
MDlaMBAxDjAMBgNVBAMMBWN1cnZlMFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEJvAB
r7zhLWBHf+OcZEdnj9nnLwFu0ulPGdiXStc0D6znkT9/Edv3LbaNCQskRCmuxP/L
F1kUNtMq/NHCzlu0kaNTMFEwHQYDVR0OBBYEFIWya0RvY0rvRbROu/l1rtn6uOMA
MB8GA1UdIwQYMBaAFIWya0RvY0rvRbROu/l1rtn6uOMAMA8GA1UdEwEB/wQFMAMB
Af8wCgYIKoZIzj0EAwIDRwAwRAIgGB4RZiZq95wZO5zS9/JMSU7s9pABBp2pIkRZ
z1H3NgwCICEl2qJ2dF58ooLZj4KpL3gz/STd6qfmIHtpB1tk31SF
-----END CERTIFICATE-----
`;

/** The certificate with another UTCTime (tag 23, of 13 characters) in the place of its first or second. */
function withTime(certificate: string, index: number, time: string): string {
  const bytes = Buffer.from(certificate.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
  const first = bytes.indexOf(Buffer.from([23, 13]));
  bytes.write(time, first + 2 + index * 15, 'latin1');
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----\n`;
}

describe('a client certificate', () => {
  it('is taken with its key, and what is readable of it is told', () => {
    expect(check(good.certificate)).toEqual({
      ...good,
      subject: 'CN=acme',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      expiresAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it('may be followed by those that issued it, with text between', () => {
    const chain = `Bag Attributes\n${good.certificate}\nsubject=Between\n${between.pem}${authority.pem}`;
    expect(check(chain).certificate).toBe(`${good.certificate}${between.pem}${authority.pem}`);
  });

  it('may have an RSA key in the older form', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const older = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    expect(refusal(good.certificate, older)).toBe('private_key is not that of client_certificate');
  });

  it('and its key are bounded, and nothing else may be given', () => {
    const given = { client_certificate: 'x'.repeat(16_385), private_key: 'hunter2'.repeat(2_000), more: 1 };
    const { error } = tlsFieldSchema.safeParse(given);
    expect(error?.issues.map(({ path: [field], message }) => `${String(field)} ${message}`)).toEqual([
      'client_certificate must have at most 16384 characters',
      'private_key must have at most 8192 characters',
      'undefined must be an object with client_certificate and private_key, both PEM',
    ]);
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });
});

describe('a client certificate is refused', () => {
  it.each([
    ['', 'client_certificate must be 1 to 5 certificates in PEM, and has none'],
    ['hunter2', 'client_certificate must be 1 to 5 certificates in PEM, and has none'],
    [
      '-----BEGIN CERTIFICATE-----\naHVudGVyMg==\n-----END CERTIFICATE-----',
      'client_certificate cannot be read: number 1 of its certificates',
    ],
  ])('that is none: %j', (text, words) => {
    expect(refusal(text)).toBe(words);
  });

  it('with more of them than a chain has', () => {
    expect(refusal(good.certificate.repeat(6))).toBe('client_certificate must be 1 to 5 certificates, not 6');
  });

  it('with a key in the wrong field', () => {
    expect(refusal(`${good.certificate}${good.privateKey}`)).toBe(
      'client_certificate must not contain a private key',
    );
  });

  it('after its time and before it', async () => {
    const expired = await authority.issue({ until: new Date(NOW - 1_000) });
    const early = await authority.issue({ from: new Date(NOW + DAY_MS) });
    expect(refusal(expired.certificate, expired.privateKey)).toMatch(
      /^client_certificate has expired: it was valid until \d{4}-/,
    );
    expect(refusal(early.certificate, early.privateKey)).toMatch(
      /^client_certificate is not valid yet: it is from \d{4}-.* on$/,
    );
  });

  it.each([
    ['until', 1],
    ['from', 0],
  ])('with a time %s which it is valid that is none', (_, index) => {
    expect(refusal(withTime(good.certificate, index, '269928101319Z'))).toBe(
      'client_certificate cannot be read: the times from and until which it is valid',
    );
  });

  it('that is for servers only, while one that names no use is taken', async () => {
    const server = await authority.issue({ uses: [SERVER_AUTH] });
    const any = await authority.issue({ uses: [] });
    expect(refusal(server.certificate, server.privateKey)).toContain('without client authentication');
    expect(refusal(any.certificate, any.privateKey)).toBe('taken');
  });

  it('with a chain in another order', () => {
    expect(refusal(`${good.certificate}${authority.pem}`)).toContain('number 2 did not issue number 1');
    expect(refusal(`${good.certificate}${between.pem}${between.pem}`)).toContain(
      'number 3 did not issue number 2',
    );
  });

  it('with a key of a curve that TLS does not have, of which the server would see none', () => {
    expect(refusal(OF_SECP256K1)).toBe(
      'client_certificate has a key of curve secp256k1: TLS takes prime256v1, secp384r1, secp521r1',
    );
  });

  it('that is too weak for TLS', async () => {
    const weak = await authority.issueWeak();
    expect(refusal(weak.certificate, weak.privateKey)).toMatch(
      /^client_certificate cannot be used for TLS: ERR_SSL_EE_KEY_TOO_SMALL$/,
    );
  });

  it.each([
    [
      'another one’s key',
      async () => (await authority.issue()).privateKey,
      'is not that of client_certificate',
    ],
    ['no key', async () => 'hunter2', 'must be a private key in PEM, and cannot be read as one'],
    [
      'an encrypted key',
      async () =>
        generateKeyPairSync('ec', {
          namedCurve: 'P-256',
          publicKeyEncoding: { type: 'spki', format: 'pem' },
          privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
        }).privateKey,
      'is encrypted: give it without a passphrase',
    ],
  ])('with %s', async (_, key, words) => {
    expect(refusal(good.certificate, await key())).toBe(`private_key ${words}`);
  });
});
