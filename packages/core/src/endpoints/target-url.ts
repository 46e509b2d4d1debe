import { isIP } from 'node:net';
import { isGloballyRoutable, isLoopback } from './global-address.ts';

export type TargetUrlErrorCode =
  | 'too_long'
  | 'malformed'
  | 'credentials_not_allowed'
  | 'fragment_not_allowed'
  | 'scheme_not_allowed'
  | 'port_not_allowed'
  | 'address_not_allowed'
  | 'host_not_allowed';

/** A target URL that Switchyard will not deliver to. The message is for the tenant and never repeats credentials. */
export class TargetUrlError extends Error {
  readonly code: TargetUrlErrorCode;

  constructor(code: TargetUrlErrorCode, message: string) {
    super(message);
    this.name = 'TargetUrlError';
    this.code = code;
  }
}

const MAX_LENGTH = 2048;
const FIRST_UNPRIVILEGED_PORT = 1024;
const MAX_HOST_LENGTH = 253;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
// Names that never resolve on the public internet: RFC 6761, RFC 6762, RFC 8375 and ICANN's reservation of 2024.
const PRIVATE_SUFFIXES = ['.localhost', '.local', '.home.arpa', '.internal'];

/** Whose URL it is, for the messages. */
type What = 'target' | 'token';

function requireLength(text: string, what: What): void {
  if (text.length <= MAX_LENGTH) return;
  throw new TargetUrlError(
    'too_long',
    `The ${what} URL is ${text.length} characters long; at most ${MAX_LENGTH} are allowed.`,
  );
}

function parse(text: string, what: What): URL {
  requireLength(text, what);
  // The text is not repeated: what cannot be parsed cannot be searched for credentials. Whitespace, controls and
  // backslashes, which URL parsing drops or turns into slashes, are refused because readers would see another URL.
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s\\\p{Cc}]+$/iu.test(text) || !URL.canParse(text)) {
    throw new TargetUrlError(
      'malformed',
      `The ${what} URL cannot be read; write it as https://host/path, without spaces.`,
    );
  }
  const url = new URL(text);
  // Escaping makes it longer, and the escaped form is what is stored and requested.
  requireLength(url.href, what);
  return url;
}

function checkHost(host: string, loopback: boolean, what: What): void {
  if (loopback) return;
  if (isIP(host) !== 0) {
    if (isGloballyRoutable(host)) return;
    throw new TargetUrlError(
      'address_not_allowed',
      `The ${what} address ${host} is not on the public internet; only public addresses are allowed.`,
    );
  }
  const labels = host.split('.');
  const isPublicName =
    host.length <= MAX_HOST_LENGTH &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    !PRIVATE_SUFFIXES.some((suffix) => host.endsWith(suffix));
  if (!isPublicName) {
    throw new TargetUrlError(
      'host_not_allowed',
      `The ${what} host "${host}" is not a public host name; a full name such as hooks.example.com is allowed.`,
    );
  }
}

/**
 * Reads the URL that a tenant's events go to, at most 2048 characters: https, port 443 or above 1023, a public host
 * name or a globally routable address, no credentials, no fragment. With `allowLoopback` (the local stack), also
 * `localhost`, `127.0.0.0/8` and `::1`, over http or https.
 *
 * This is the early, explained check. What a name resolves to is checked inside the connection's own lookup; use
 * the returned URL (its host is normalised), not the text, from here on.
 *
 * @throws TargetUrlError
 */
export function parseTargetUrl(
  text: string,
  { allowLoopback, what = 'target' }: { readonly allowLoopback: boolean; readonly what?: What },
): URL {
  const url = parse(text, what);
  if (url.username !== '' || url.password !== '') {
    throw new TargetUrlError(
      'credentials_not_allowed',
      `The ${what} URL has a user name or password; neither is allowed. Use auth instead.`,
    );
  }
  if (text.includes('#')) {
    throw new TargetUrlError(
      'fragment_not_allowed',
      `The ${what} URL has a fragment ("#…"); it would never be sent, so it is not allowed.`,
    );
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const loopback = allowLoopback && (host === 'localhost' || isLoopback(host));
  if (url.protocol !== 'https:' && !(loopback && url.protocol === 'http:')) {
    throw new TargetUrlError(
      'scheme_not_allowed',
      `The ${what} URL's scheme is ${url.protocol.slice(0, -1)}; only https is allowed.`,
    );
  }
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  if (port !== 443 && port < FIRST_UNPRIVILEGED_PORT) {
    throw new TargetUrlError(
      'port_not_allowed',
      `The ${what} URL's port is ${port}; 443 and ${FIRST_UNPRIVILEGED_PORT} to 65535 are allowed.`,
    );
  }
  checkHost(host, loopback, what);
  // Neither the server's name in TLS nor the Host header has the dot that ends a full name (RFC 6066, 3).
  url.hostname = url.hostname.replace(/\.$/, '');
  return url;
}
