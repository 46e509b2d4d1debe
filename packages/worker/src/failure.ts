import { TargetUrlError } from '@switchyard/core/endpoints/target-url';
import type { PostError } from './decide-outcome.ts';

/** The attempt's own limit passed before the status was there. */
export class DeadlineError extends Error {
  readonly code = 'ATTEMPT_TIMEOUT';
}

/** The name resolves only to addresses that a delivery must not reach. */
export class TargetRefusedError extends Error {
  readonly code = 'ADDRESS_NOT_PUBLIC';
}

/** The name gave no address. `code` is that of Node's `dns`: ENOTFOUND, ETIMEOUT, ESERVFAIL … */
export class NameError extends Error {
  readonly code: string;

  constructor(hostname: string, code: string) {
    super(`${hostname} was not resolved: ${code}`);
    this.code = code;
  }
}

export function classifyFailure(error: unknown): Exclude<PostError, 'auth'> {
  if (error instanceof TargetUrlError || error instanceof TargetRefusedError) return 'target_refused';
  if (error instanceof NameError) return 'dns';
  const code = codeOfFailure(error);
  if (/^(ATTEMPT_TIMEOUT|ETIMEDOUT)$/.test(code)) return 'timeout';
  // RFC 8446, 6.2: what a server says of the certificate that it was shown, or was not.
  if (/_ALERT_(?:\w+_)?(CERTIFICATE(_\w+)?|UNKNOWN_CA|ACCESS_DENIED)$/.test(code))
    return 'client_certificate';
  if (/TLS|SSL|CERT|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH|^CRL_|^INVALID_(CA|PURPOSE)$/.test(code))
    return 'tls';
  if (/^HPE_|^ERR_(HTTP|INVALID_CHAR|UNESCAPED)|^ERR_INVALID_HTTP/.test(code)) return 'protocol';
  return 'connection';
}

/**
 * The error's code, such as ECONNREFUSED, CERT_HAS_EXPIRED or HPE_HEADER_OVERFLOW, and never its message, which can
 * quote an address or what the receiver sent; of an alert of TLS, OpenSSL's own name for it, such as
 * SSL_ALERT_UNKNOWN_CA.
 */
export function codeOfFailure(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'UNKNOWN';
  // Several addresses were tried: the first failure stands for all.
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0)
    return codeOfFailure(error.errors[0]);
  if ('code' in error && typeof error.code === 'string') return alertIn(error) ?? error.code;
  return 'UNKNOWN';
}

/** Node says EPROTO of an alert during the handshake, and leaves which one to the message. */
function alertIn(error: object): string | undefined {
  if (!('code' in error && error.code === 'EPROTO' && 'message' in error)) return undefined;
  const words = /:SSL routines:\w*:[\w/ ]*alert ([a-z ]+):/.exec(String(error.message))?.[1];
  return words === undefined ? undefined : `SSL_ALERT_${words.replaceAll(' ', '_').toUpperCase()}`;
}
