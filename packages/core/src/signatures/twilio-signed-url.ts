import { SignatureError } from './signature-error.ts';

// Kept as text: URL parsing would normalise bytes that are part of the signed string.
const URL_PARTS = /^(https?):\/\/([^/?#]*@)?([^/?#@]+)(\/[^?#]*)?(\?[^#]*)?(#.*)?$/;
const STANDARD_PORT = { http: ':80', https: ':443' } as const;

type UrlParts = {
  readonly scheme: keyof typeof STANDARD_PORT;
  readonly userinfo: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
};

function split(url: string): UrlParts {
  const [, scheme, userinfo = '', host, path = '', query = '', fragment = ''] = URL_PARTS.exec(url) ?? [];
  if ((scheme !== 'http' && scheme !== 'https') || host === undefined) {
    throw new SignatureError('url_not_signable', 'The public URL is not an absolute http or https URL.');
  }
  return { scheme, userinfo, host, path, query, fragment };
}

/**
 * The URL that Twilio signed: the one typed into Twilio without `user:pass@` and `#…` (connection overrides), with
 * the query string of this request instead of its own. Build it from configuration, never from `Host` or
 * `X-Forwarded-*`: behind TLS termination those name an inner host.
 *
 * @param configuredUrl the public URL of the route, with the stage or mapping path that Twilio calls
 * @param rawQuery the request's query string, percent-encoding untouched, without `?`; empty when there is none
 * @throws SignatureError `url_not_signable`
 */
export function twilioSignedUrl(configuredUrl: string, rawQuery: string): string {
  const { scheme, host, path } = split(configuredUrl);
  return `${scheme}://${host}${path}${rawQuery === '' ? '' : `?${rawQuery}`}`;
}

/**
 * The spellings under which Twilio may have signed this URL: with and without the scheme's standard port, since
 * products differ in whether they keep it. A non-standard port is always signed by messaging and never optional.
 *
 * @throws SignatureError `url_not_signable` for a URL with userinfo or fragment: Twilio never signs those
 */
export function withAndWithoutStandardPort(url: string): readonly string[] {
  const { scheme, userinfo, host, path, query, fragment } = split(url);
  if (userinfo !== '' || fragment !== '') {
    throw new SignatureError(
      'url_not_signable',
      'The URL has credentials or a fragment, which Twilio never signs.',
    );
  }
  const port = STANDARD_PORT[scheme];
  if (host.endsWith(port)) return [url, `${scheme}://${host.slice(0, -port.length)}${path}${query}`];
  if (/:\d*$/.test(host)) return [url];
  return [url, `${scheme}://${host}${port}${path}${query}`];
}
