import { CALLBACKS, type CallbackRoute } from '@switchyard/core/providers';

/** A request as it came in, whatever HTTP framework or queue brought it. */
export type CallbackRequest = {
  readonly route: CallbackRoute;
  /** API Gateway's id: names the request in every log, and becomes the correlation id of what follows from it. */
  readonly requestId: string;
  /** Below the base URL: `/webhooks/twilio`. */
  readonly path: string;
  /** ISO 8601. Kept when the request is processed later, from the spool or from quarantine. */
  readonly receivedAt: string;
  /** The exact bytes. */
  readonly rawBody: Uint8Array;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded; API Gateway does not keep the order of several. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /**
   * The URLs, without query, under which the provider may have called: the configured base first, then what API
   * Gateway's request context says. Never from `Host` or `X-Forwarded-*`.
   */
  readonly publicUrls: readonly string[];
  /** `/email/{segment}`. */
  readonly pathSegment?: string | undefined;
  /** Whose connection API Gateway had; not kept. */
  readonly sourceIp?: string | undefined;
};

export type CallbackAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
};

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

/** What every log line about a callback names. */
export const callbackFields = ({ requestId, route }: Pick<CallbackRequest, 'requestId' | 'route'>) => ({
  requestId,
  route,
  provider: CALLBACKS[route].provider,
});
