/** The routes that providers call; each has one adapter in providers/. */
export type CallbackRoute = 'whatsapp' | 'sms' | 'email' | 'twilio-status' | 'resend-events';

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
};

export type CallbackAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
};
