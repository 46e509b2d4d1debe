import type { ProviderSecrets } from '@switchyard/core/providers';
import { SignatureError, verifyTwilioForm, verifyTwilioJson } from '@switchyard/core/signatures';
import type { CallbackRequest } from '../../callback-request.ts';
import { isBodyHmac, verifyBodyHmac } from '../body-hmac.ts';
import type { VerifyOptions } from '../provider.ts';
import { twilioCandidateUrls } from './candidate-urls.ts';
import { isTwilioJson, readTwilioParameters, sizeProblem } from './parameters.ts';

const HEADER = 'x-twilio-signature';
const WORK_BYTES = 32 * 1024 * 1024;
const WORK_BYTES_PER_TRY = 16 * 1024;

type Accounts = NonNullable<ProviderSecrets['twilio']>['accounts'];

/**
 * Verifies requests from Twilio under any of the public URLs and any token of the account that the request names.
 *
 * @throws SignatureError
 */
export function verifyTwilio(request: CallbackRequest, options: VerifyOptions): void {
  const problem = sizeProblem(request);
  if (problem !== undefined) throw new SignatureError('signature_mismatch', problem);
  const header = request.headers[HEADER];
  const authTokens = tokensFor(request, options.secrets.twilio?.accounts ?? {});
  if (options.legacySignatureRoutes.includes(request.route) && isBodyHmac(header)) {
    verifyBodyHmac(header, request.rawBody, authTokens);
    return;
  }
  const verify = isTwilioJson(request) ? verifyTwilioJson : verifyTwilioForm;
  const urls = affordable(twilioCandidateUrls(request.publicUrls, request.query), request, authTokens);
  const matches = urls.some((url) =>
    isMatch(() => verify({ url, rawBody: request.rawBody, header, authTokens })),
  );
  if (matches) return;
  throw new SignatureError(
    'signature_mismatch',
    `X-Twilio-Signature matches no auth token of the account for ${request.publicUrls.join(' or ')}. The usual causes: Twilio is configured with another path, stage or scheme, with more than 4 query parameters, or the token belongs to another account.`,
  );
}

/** Bounds what one request may cost: the likeliest URLs come first, and there are always as many as public URLs. */
function affordable(
  urls: readonly string[],
  { rawBody, publicUrls }: CallbackRequest,
  authTokens: readonly string[],
): readonly string[] {
  // Each URL is tried with and without the standard port, and with each token.
  const perUrl = (WORK_BYTES_PER_TRY + rawBody.byteLength) * authTokens.length * 2;
  return urls.slice(0, Math.max(publicUrls.length, Math.floor(WORK_BYTES / perUrl)));
}

/** Only what differs between URLs and tokens is tried again; a missing header or a wrong body hash stays what it is. */
function isMatch(verify: () => void): boolean {
  try {
    verify();
    return true;
  } catch (error) {
    if (error instanceof SignatureError && error.code === 'signature_mismatch') return false;
    throw error;
  }
}

/**
 * The tokens of the account that the request names, and of no other: whoever holds one account's token must not
 * speak for another. A request that names none may be from any.
 */
function tokensFor(request: CallbackRequest, accounts: Accounts): readonly string[] {
  const all = Object.values(accounts).flat();
  if (all.length === 0) throw new SignatureError('no_secret', 'No Twilio account is configured.');
  const accountSid = namedAccount(request);
  if (accountSid === undefined) return all;
  const tokens = Object.hasOwn(accounts, accountSid) ? accounts[accountSid] : undefined;
  if (tokens !== undefined) return tokens;
  throw new SignatureError(
    'signature_mismatch',
    'The AccountSid of the request is not among the configured Twilio accounts. A subaccount needs an entry of its own.',
  );
}

function namedAccount(request: CallbackRequest): string | undefined {
  try {
    return readTwilioParameters(request).get('AccountSid');
  } catch {
    // Unreadable JSON names no account; whether it is genuine is still the signature's to say.
    return undefined;
  }
}
