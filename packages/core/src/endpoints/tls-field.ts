import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import * as z from 'zod';
import { toIso } from '../clock.ts';
import type { ClientIdentity } from './client-certificate.ts';
import { EndpointError } from './endpoint-error.ts';
import type { ClientCertificate } from './endpoint-options.ts';

const MAX_CERTIFICATE_CHARACTERS = 16_384;
const MAX_KEY_CHARACTERS = 8_192;
const MAX_CHAIN = 5;
const MAX_SUBJECT_CHARACTERS = 500;

/** RFC 5280, 4.2.1.12: a certificate that names its uses without these is refused by servers. */
const CLIENT_USES = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'];

/**
 * RFC 8446, 4.2.3, as OpenSSL names them. Where a certificate has a key of another curve, OpenSSL takes it and then shows
 * the server none.
 */
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/** Never repeated in an error: it may be the key. */
const pem = (max: number) => z.string('must be text').max(max, `must have at most ${max} characters`);

/** How a tenant writes it; all of it at once, since it is never shown to be completed. */
export const tlsFieldSchema = z.strictObject(
  { client_certificate: pem(MAX_CERTIFICATE_CHARACTERS), private_key: pem(MAX_KEY_CHARACTERS) },
  'must be an object with client_certificate and private_key, both PEM',
);

/** A certificate that was checked, and is not stored yet. */
export type NewClientCertificate = Omit<ClientCertificate, 'version'> & ClientIdentity;

/** @property field of which it is */
export class TlsFieldError extends EndpointError {
  readonly field: keyof z.infer<typeof tlsFieldSchema>;
  readonly detail: string;

  constructor(field: keyof z.infer<typeof tlsFieldSchema>, detail: string) {
    super('settings_invalid', `tls.${field} ${detail}.`);
    this.field = field;
    this.detail = detail;
  }
}

/**
 * Whether requests can be made with it, now and by what TLS itself accepts.
 *
 * @throws TlsFieldError that never quotes what was given
 */
export function checkedTls(given: z.infer<typeof tlsFieldSchema>, nowMs: number): NewClientCertificate {
  const [leaf, ...issuers] = parseChain(given.client_certificate);
  requireValid(leaf, nowMs);
  if (leaf.keyUsage?.some((use) => CLIENT_USES.includes(use)) === false)
    throw refused(
      'client_certificate',
      'names its uses without client authentication (1.3.6.1.5.5.7.3.2): servers refuse it',
    );
  requireTlsCurve(leaf);
  issuers.forEach((issuer, index) => {
    const [subject = leaf] = index === 0 ? [leaf] : issuers.slice(index - 1);
    if (!subject.checkIssued(issuer))
      throw refused(
        'client_certificate',
        `must have the certificate first, and after each the one that issued it: number ${index + 2} did not issue number ${index + 1}`,
      );
  });
  const key = parseKey(given.private_key);
  if (!leaf.checkPrivateKey(key)) throw refused('private_key', 'is not that of client_certificate');
  const identity = {
    certificate: [leaf, ...issuers].map(String).join(''),
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  requireUsable(identity);
  return {
    ...identity,
    subject: shown(leaf.subject),
    fingerprint: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
    expiresAt: toIso(Date.parse(leaf.validTo)),
  };
}

const refused = (field: TlsFieldError['field'], detail: string) => new TlsFieldError(field, detail);

function parseChain(text: string): readonly [X509Certificate, ...X509Certificate[]] {
  if (text.includes('PRIVATE KEY')) throw refused('client_certificate', 'must not contain a private key');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length > MAX_CHAIN)
    throw refused('client_certificate', `must be 1 to ${MAX_CHAIN} certificates, not ${blocks.length}`);
  const [leaf, ...issuers] = blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw refused('client_certificate', `cannot be read: number ${index + 1} of its certificates`);
    }
  });
  if (leaf === undefined)
    throw refused('client_certificate', `must be 1 to ${MAX_CHAIN} certificates in PEM, and has none`);
  return [leaf, ...issuers];
}

function requireValid({ validFrom, validTo }: X509Certificate, nowMs: number): void {
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  // OpenSSL reads a certificate also where its times are none.
  if (Number.isNaN(from) || Number.isNaN(to))
    throw refused('client_certificate', 'cannot be read: the times from and until which it is valid');
  if (to <= nowMs) throw refused('client_certificate', `has expired: it was valid until ${toIso(to)}`);
  if (from > nowMs) throw refused('client_certificate', `is not valid yet: it is from ${toIso(from)} on`);
}

function requireTlsCurve(leaf: X509Certificate): void {
  const { asymmetricKeyType, asymmetricKeyDetails } = publicKeyOf(leaf);
  const curve = asymmetricKeyDetails?.namedCurve ?? 'one without a name';
  if (asymmetricKeyType === 'ec' && !CURVES.includes(curve))
    throw refused('client_certificate', `has a key of curve ${curve}: TLS takes ${CURVES.join(', ')}`);
}

function publicKeyOf(leaf: X509Certificate): KeyObject {
  try {
    return leaf.publicKey;
  } catch {
    throw refused('client_certificate', 'has a public key that cannot be read');
  }
}

function parseKey(text: string): KeyObject {
  if (/BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(text))
    throw refused('private_key', 'is encrypted: give it without a passphrase');
  try {
    return createPrivateKey(text);
  } catch {
    throw refused('private_key', 'must be a private key in PEM, and cannot be read as one');
  }
}

/** A key that is too short, or a signature that is too weak, is refused by OpenSSL only when it is used. */
function requireUsable({ certificate, privateKey }: ClientIdentity): void {
  try {
    createSecureContext({ cert: certificate, key: privateKey });
  } catch (error) {
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'UNKNOWN';
    throw refused('client_certificate', `cannot be used for TLS: ${code}`);
  }
}

/** A line for each part of the name, which may be anything. */
const shown = (subject: string | undefined): string =>
  (subject ?? '')
    .trim()
    .replaceAll('\n', ', ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .slice(0, MAX_SUBJECT_CHARACTERS);
