import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is not answered. */
export type Refusal = {
  readonly status: 400 | 401 | 403 | 405 | 413 | 415;
  readonly code: string;
  readonly message: string;
};

export type Guard = {
  /** What the page was given in its address, and whoever asks must show. */
  readonly token: string;
  readonly port: number;
};

const HOST_NAMES = ['127.0.0.1', 'localhost'];

/**
 * A page of another site can have a browser ask us, under a name that it has pointed at loopback if it likes
 * (DNS rebinding): only our own names are answered to, and nothing but our own page.
 */
export function refuseStranger(
  { headers }: IncomingMessage,
  { port }: Pick<Guard, 'port'>,
): Refusal | undefined {
  const hosts = HOST_NAMES.map((name) => `${name}:${port}`);
  if (headers.host === undefined || !hosts.includes(headers.host))
    return {
      status: 403,
      code: 'wrong_host',
      message: `The console answers to ${hosts.join(' and ')} only.`,
    };
  return undefined;
}

/** What alone may read and change: our own page, which was given the token. */
export function refuseCall(request: IncomingMessage, guard: Guard): Refusal | undefined {
  const { headers, method } = request;
  const site = headers['sec-fetch-site'];
  const isForeign =
    (site !== undefined && site !== 'same-origin') ||
    (headers.origin !== undefined && headers.origin !== `http://${headers.host}`);
  if (isForeign)
    return { status: 403, code: 'wrong_origin', message: 'Only the page of the console itself may ask.' };
  if (!isTokenOf(headers.authorization, guard.token))
    return {
      status: 401,
      code: 'token_wrong',
      message: 'The token is not that of this console. Open the address that `pnpm cli console` printed.',
    };
  if (method !== 'GET' && mediaTypeOf(headers['content-type']) !== 'application/json')
    return { status: 415, code: 'not_json', message: 'Send Content-Type: application/json.' };
  return undefined;
}

const mediaTypeOf = (contentType = ''): string => (contentType.split(';')[0] ?? '').trim().toLowerCase();

/** In the same time for each wrong one of the same length. */
function isTokenOf(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(authorization ?? '');
  const right = Buffer.from(`Bearer ${token}`);
  return given.byteLength === right.byteLength && timingSafeEqual(given, right);
}
