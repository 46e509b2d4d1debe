import type { Media } from '@switchyard/core/conversations';
import type { ProviderSecrets } from '@switchyard/core/providers';
import type { Fetch } from '../doctor/check-reachable.ts';
import { CommandError } from '../errors.ts';
import { readLimited } from './read-limited.ts';

export type FetchMediaContext = {
  readonly fetch: Fetch;
  readonly secrets: ProviderSecrets;
};

/** WhatsApp takes files of 16 MB, and MMS less. */
export const MAX_MEDIA_BYTES = 16 * 1_024 * 1_024;

const TIMEOUT_MS = 20_000;
const MAX_REDIRECTS = 3;
/** During a rotation several are accepted, and only Twilio knows which one is in use. */
const MAX_TOKENS = 3;

const API_HOST = /^api(\.[a-z0-9-]+){0,2}\.twilio\.com$/;
const MEDIA_PATH =
  /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\/Messages\/[A-Z]{2}[0-9a-f]{32}\/Media\/ME[0-9a-f]{32}$/i;

/**
 * Fetches a file of a message from where the provider keeps it: by its API, with the credentials of the account, and
 * from the provider's own hosts only, wherever the callback or an answer points to.
 *
 * @throws CommandError
 */
export async function fetchMedia(context: FetchMediaContext, { url }: Media): Promise<Uint8Array> {
  if (url === undefined)
    throw new CommandError(
      'media_not_kept',
      'It is an attachment of a mail: its name, type and size are kept, and what is in it is not.',
    );
  const { address, account } = parseMediaUrl(url);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await open(context, address, account, signal).catch((error: unknown) => {
    if (error instanceof CommandError) throw error;
    throw new CommandError(
      'media_unreachable',
      `Twilio could not be asked for it: ${reasonOf(error)}.`,
      error,
    );
  });
  const bytes = await readLimited(response, MAX_MEDIA_BYTES);
  if (bytes === undefined)
    throw new CommandError('media_too_large', `It is larger than ${MAX_MEDIA_BYTES} bytes, and not fetched.`);
  return bytes;
}

function parseMediaUrl(url: string): { readonly address: URL; readonly account: string } {
  const address = URL.parse(url);
  const [, account] = MEDIA_PATH.exec(address?.pathname ?? '') ?? [];
  if (address === null || account === undefined || !isPlainHttps(address) || !API_HOST.test(address.hostname))
    throw new CommandError('media_elsewhere', 'Its address is none of Twilio’s media: it is not fetched.');
  return { address, account };
}

const isPlainHttps = ({ protocol, port, username, password }: URL): boolean =>
  protocol === 'https:' && port === '' && username === '' && password === '';

/** Where Twilio's API sends whoever may have a file; the second for files of accounts that do not ask for credentials. */
const isStore = (address: URL): boolean =>
  isPlainHttps(address) &&
  (address.hostname.endsWith('.twiliocdn.com') ||
    (address.hostname === 's3-external-1.amazonaws.com' &&
      address.pathname.startsWith('/media.twiliocdn.com/')));

async function open(
  { fetch, secrets }: FetchMediaContext,
  address: URL,
  account: string,
  signal: AbortSignal,
): Promise<Response> {
  const tokens = secrets.twilio?.accounts[account] ?? [];
  if (tokens.length === 0)
    throw new CommandError(
      'credentials_not_set',
      `There is no auth token of ${account}, by which Twilio gives it out. Set it with \`secrets set twilio\`.`,
    );
  for (const token of tokens.slice(0, MAX_TOKENS)) {
    const authorization = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`;
    const response = await follow(fetch, address, authorization, signal);
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status === 404)
      throw new CommandError('media_not_found', 'Twilio does not have it any more: it was deleted there.');
    if (response.status !== 401)
      throw new CommandError('media_refused', `Twilio answered ${response.status}.`);
  }
  throw new CommandError('media_refused', `Twilio takes none of the auth tokens of ${account}.`);
}

/** The credentials go to the API alone, and no redirect takes them along. */
async function follow(
  fetch: Fetch,
  address: URL,
  authorization: string,
  signal: AbortSignal,
): Promise<Response> {
  let response = await fetch(address.href, { headers: { authorization }, redirect: 'manual', signal });
  let at = address;
  for (let redirects = 0; response.status >= 300 && response.status <= 399; redirects += 1) {
    await response.body?.cancel();
    const next = URL.parse(response.headers.get('location') ?? '', at.href);
    if (next === null || !isStore(next) || redirects === MAX_REDIRECTS)
      throw new CommandError(
        'media_elsewhere',
        'Twilio points to an address that is none of its stores: it is not fetched.',
      );
    at = next;
    response = await fetch(at.href, { redirect: 'manual', signal });
  }
  return response;
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && error.name === 'TimeoutError'
    ? 'it did not answer in time'
    : 'it does not answer';
