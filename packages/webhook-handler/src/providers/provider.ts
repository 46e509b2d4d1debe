import type { InboundMessage } from '@switchyard/core/conversations';
import type {
  CallbackRoute,
  PROVIDERS,
  ProvenAccount,
  Provider,
  ProviderSecrets,
  RouteOf,
} from '@switchyard/core/providers';
import type { CallbackAnswer, CallbackRequest, CallbackResult } from '../callback-request.ts';
import type { StatusReports } from '../statuses/status-report.ts';
import type { VerifiedRequest } from '../verified-request.ts';

export type VerifyOptions = {
  readonly secrets: ProviderSecrets;
  /** Where `sha256=<hex HMAC-SHA256 of the body>` is accepted as well. */
  readonly legacySignatureRoutes: readonly CallbackRoute[];
};

/**
 * One kind of callback, as small functions around a middle that knows no provider (receive-callback.ts): verify, then
 * parse, then act; each takes only what the one before returned.
 */
type Code<Brings extends 'message' | 'status', Parsed> = {
  readonly brings: Brings;
  /**
   * Proves that the provider sent these bytes.
   *
   * @returns the account that they are proven to come from
   * @throws SignatureError; `no_secret` and `secret_malformed` mean that we are configured wrongly
   */
  readonly verify: (request: CallbackRequest, options: VerifyOptions) => ProvenAccount;
  /** @throws CallbackParseError when a genuine request lacks what it must have */
  readonly parse: (request: VerifiedRequest) => Parsed | Promise<Parsed>;
  readonly answer: (result: CallbackResult, request: Pick<CallbackRequest, 'requestId'>) => CallbackAnswer;
};
export type StatusCode = Code<'status', StatusReports>;
type CodeBringing<Brings> = Brings extends 'message' ? Code<'message', InboundMessage> : StatusCode;
export type CallbackCode = CodeBringing<'message' | 'status'>;

/** What a provider's folder holds. What everybody may know of it is in core, in the file of the same name. */
export type ProviderCode<P extends Provider> = {
  /** What verification and parsing look at, in lower case; other headers may hold what is nobody's business. */
  readonly keptHeaders: readonly string[];
  /** Whether there is what its signature looks like. Anybody can write that: it says what to keep, never whom to believe. */
  readonly carriesSignature: (request: CallbackRequest) => boolean;
  readonly callbacks: {
    readonly [Route in RouteOf<P>]: CodeBringing<CallbacksOf<P>[Route]['brings']>;
  };
};
type CallbacksOf<P extends Provider> = (typeof PROVIDERS)[P]['callbacks'] &
  Readonly<Record<string, { readonly brings: 'message' | 'status' }>>;

/** Genuine, but not what the provider documents. */
export class CallbackParseError extends Error {
  override readonly name = 'CallbackParseError';
  readonly step = 'parse';
  readonly code: 'callback_unreadable' | 'callback_too_complex' = 'callback_unreadable';
}

/** More parts, lines, values or levels than anybody sends who does not mean to keep the function busy. */
export class CallbackTooComplexError extends CallbackParseError {
  override readonly code = 'callback_too_complex';
}

/** Genuine, but from an account of the provider that may not speak for the tenant that it is about. */
export class AccountNotAllowedError extends Error {
  override readonly name = 'AccountNotAllowedError';
  readonly step = 'account';
  readonly code = 'account_not_allowed';

  constructor() {
    super('The account that signed the callback may not speak for the tenant that it is about.');
  }
}

export type UnacceptableCallback = CallbackParseError | AccountNotAllowedError;

/** A repeat would end in the same; a person must look. */
export const isUnacceptable = (error: unknown): error is UnacceptableCallback =>
  error instanceof CallbackParseError || error instanceof AccountNotAllowedError;
