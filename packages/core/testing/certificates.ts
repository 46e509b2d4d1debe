import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const WEAK = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 1_024,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
} as const;
const DAY_MS = 86_400_000;

type Authority = { readonly certificate: x509.X509Certificate; readonly key: webcrypto.CryptoKey };

export type TestAuthority = {
  /** PEM, for `ca`. */
  readonly pem: string;
  /** A certificate and its key, as PEM. */
  issue(options?: {
    readonly name?: string;
    /** Of the server that it is for. */
    readonly address?: string;
    readonly from?: Date;
    readonly until?: Date;
    readonly uses?: readonly string[];
  }): Promise<{ readonly certificate: string; readonly privateKey: string }>;
  /** One with a key that is too short to be used. */
  issueWeak(): Promise<{ readonly certificate: string; readonly privateKey: string }>;
  /** One that this one has issued. */
  below(name: string): Promise<TestAuthority>;
};

/** Makes certificates for tests, with keys of elliptic curves, which cost no time. */
export async function createTestAuthority(name = 'Test CA'): Promise<TestAuthority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 3_650 * DAY_MS),
    extensions: extensionsOf(true),
  });
  return authorityOf({ certificate, key: keys.privateKey });
}

const authorityOf = (issuer: Authority): TestAuthority => ({
  pem: `${issuer.certificate.toString('pem')}\n`,
  async issue({ name = 'switchyard', address, from, until, uses = [x509.ExtendedKeyUsage.clientAuth] } = {}) {
    const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
    const certificate = await make(issuer, `CN=${name}`, keys.publicKey, { from, until }, [
      ...extensionsOf(false),
      ...(address === undefined
        ? []
        : [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: address }])]),
      ...(uses.length === 0 ? [] : [new x509.ExtendedKeyUsageExtension([...uses])]),
    ]);
    return asPem(certificate, keys.privateKey);
  },
  async issueWeak() {
    const keys = await webcrypto.subtle.generateKey(WEAK, true, ['sign', 'verify']);
    return asPem(await make(issuer, 'CN=weak', keys.publicKey, {}, extensionsOf(false)), keys.privateKey);
  },
  async below(name) {
    const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
    const certificate = await make(issuer, `CN=${name}`, keys.publicKey, {}, extensionsOf(true));
    return authorityOf({ certificate, key: keys.privateKey });
  },
});

async function asPem(certificate: x509.X509Certificate, key: webcrypto.CryptoKey) {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key);
  return {
    certificate: `${certificate.toString('pem')}\n`,
    privateKey: `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
  };
}

function make(
  { certificate, key }: Authority,
  subject: string,
  publicKey: webcrypto.CryptoKey,
  { from, until }: { readonly from?: Date | undefined; readonly until?: Date | undefined },
  extensions: x509.Extension[],
) {
  return x509.X509CertificateGenerator.create({
    subject,
    issuer: certificate.subject,
    publicKey,
    signingKey: key,
    signingAlgorithm: ALGORITHM,
    notBefore: from ?? new Date(Date.now() - DAY_MS),
    notAfter: until ?? new Date(Date.now() + 365 * DAY_MS),
    extensions,
  });
}

const extensionsOf = (isAuthority: boolean) => [
  new x509.BasicConstraintsExtension(isAuthority, undefined, true),
  new x509.KeyUsagesExtension(
    isAuthority
      ? x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign
      : x509.KeyUsageFlags.digitalSignature,
    true,
  ),
];
