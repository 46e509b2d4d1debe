import type { Provider as ProviderName, ProviderSecrets } from '@switchyard/core/inbound';
import type { CallbackAnswer, CallbackRequest } from '../callback-request.ts';

/** What processing a callback came to. */
export type CallbackResult =
  /** Recorded and, where there is something to route, routed. */
  | { readonly kind: 'accepted' }
  /** Known from before, with nothing left to do. */
  | { readonly kind: 'duplicate' }
  /** Recorded, and not routed: no conversation knows the sender. */
  | { readonly kind: 'unknown_sender' }
  /** No message of ours matches the provider's report. */
  | { readonly kind: 'no_match' };

/**
 * One provider's protocol, as small functions around a middle that knows no provider (receive-callback.ts):
 * verify, then parse, then act; each takes only what the one before returned.
 */
export type ProviderAdapter<Parsed> = {
  readonly provider: ProviderName;
  /**
   * Proves that the provider sent these bytes.
   *
   * @throws SignatureError; `no_secret` and `secret_malformed` mean that we are configured wrongly
   */
  readonly verify: (request: CallbackRequest, secrets: ProviderSecrets) => void;
  /** @throws CallbackParseError when a genuine request lacks what it must have */
  readonly parse: (request: CallbackRequest) => Parsed | Promise<Parsed>;
  readonly answer: (result: CallbackResult, request: Pick<CallbackRequest, 'requestId'>) => CallbackAnswer;
  /** The HTTP status for a request that was not proven genuine: 401, or 503 where a 4xx destroys what was sent. */
  readonly refusalStatus: 401 | 503;
};

/** Genuine, but not what the provider documents. */
export class CallbackParseError extends Error {
  override readonly name = 'CallbackParseError';
  readonly code = 'callback_unreadable';
}
