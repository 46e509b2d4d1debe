import { type ProvenAccount, type ProviderSecrets, provenAccount } from '@switchyard/core/providers';
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
export function verifyTwilio(request: CallbackRequest, options: VerifyOptions): ProvenAccount {
  const problem = sizeProblem(request);
  if (problem !== undefined) throw new SignatureError('signature_mismatch', problem);
  const header = request.headers[HEADER];
  const { accounts = {}, tenants } = options.secrets.twilio ?? {};
  const { accountSid, authTokens } = accountFor(request, accounts);
  const account = provenAccount(accountSid, tenants);
  if (options.legacySignatureRoutes.includes(request.route) && isBodyHmac(header)) {
    verifyBodyHmac(header, request.rawBody, authTokens);
    return account;
  }
  const verify = isTwilioJson(request) ? verifyTwilioJson : verifyTwilioForm;
  const urls = affordable(twilioCandidateUrls(request.publicUrls, request.query), request, authTokens);
  const matches = urls.some((url) =>
    isMatch(() => verify({ url, rawBody: request.rawBody, header, authTokens })),
  );
  if (matches) return account;
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
 * The account that the request names, with its tokens and no other's: whoever holds one account's token must not speak
 * for another. A request that names none may only be from the one that there is.
 */
function accountFor(
  request: CallbackRequest,
  accounts: Accounts,
): { readonly accountSid: string; readonly authTokens: readonly string[] } {
  const configured = Object.keys(accounts);
  if (Object.values(accounts).flat().length === 0)
    throw new SignatureError('no_secret', 'No Twilio account is configured.');
  const [only, ...others] = configured;
  const accountSid = namedAccount(request) ?? (others.length === 0 ? only : undefined);
  if (accountSid === undefined) {
    throw new SignatureError(
      'signature_mismatch',
      `The request names no AccountSid, and ${configured.length} Twilio accounts are configured: it could be from any of them.`,
    );
  }
  const authTokens = Object.hasOwn(accounts, accountSid) ? accounts[accountSid] : undefined;
  if (authTokens !== undefined) return { accountSid, authTokens };
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
