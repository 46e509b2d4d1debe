import { filterText } from './filter-text.ts';
import type { ChangedEndpoint } from './use-endpoints.ts';

export type Pair = { readonly name: string; readonly value: string };

export type AuthDraft =
  | { readonly type: 'none' }
  /** What is set stays: its secrets are not shown, so it is not written again. */
  | { readonly type: 'keep' }
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | { readonly type: 'header'; readonly name: string; readonly value: string }
  | {
      readonly type: 'oauth2';
      readonly token_url: string;
      readonly client_id: string;
      readonly client_secret: string;
      readonly scope: string;
      readonly auth_style: 'client_secret_basic' | 'client_secret_post';
    };

export type TlsDraft =
  | { readonly type: 'none' }
  /** What is set stays: its key is not shown, so it is not written again. */
  | { readonly type: 'keep' }
  | { readonly type: 'new'; readonly client_certificate: string; readonly private_key: string };

/** What a form has in it: texts, as they were typed. */
export type EndpointDraft = {
  readonly endpointId: string;
  readonly targetUrl: string;
  readonly description: string;
  /** One a line. */
  readonly eventTypes: string;
  readonly filter: string;
  readonly signature: 'hmac' | 'ed25519';
  /** Of headers that are set but not shown, those that stay. */
  readonly keptHeaders: readonly string[];
  readonly headers: readonly Pair[];
  readonly metadata: readonly Pair[];
  readonly auth: AuthDraft;
  readonly tls: TlsDraft;
  readonly timeoutMs: string;
  readonly maxAttempts: string;
  readonly retrySchedule: string;
  readonly rateLimit: string;
  readonly drainRate: string;
};

const EMPTY: EndpointDraft = {
  endpointId: '',
  targetUrl: '',
  description: '',
  eventTypes: '',
  filter: '',
  signature: 'hmac',
  keptHeaders: [],
  headers: [],
  metadata: [],
  auth: { type: 'none' },
  tls: { type: 'none' },
  timeoutMs: '',
  maxAttempts: '',
  retrySchedule: '',
  rateLimit: '',
  drainRate: '',
};

export const emptyDraft = (): EndpointDraft => EMPTY;

export const draftOf = (endpoint: ChangedEndpoint): EndpointDraft => ({
  ...EMPTY,
  endpointId: endpoint.endpoint_id,
  targetUrl: endpoint.target_url ?? '',
  description: endpoint.description ?? '',
  eventTypes: endpoint.event_types.join('\n'),
  filter: filterText(endpoint.filter),
  keptHeaders: endpoint.header_names,
  metadata: Object.entries(endpoint.metadata).map(([name, value]) => ({ name, value })),
  auth: { type: endpoint.auth === null ? 'none' : 'keep' },
  tls: { type: endpoint.tls === null ? 'none' : 'keep' },
  timeoutMs: textOf(endpoint.timeout_ms),
  maxAttempts: textOf(endpoint.max_attempts),
  retrySchedule: endpoint.retry_schedule ?? '',
  rateLimit: textOf(endpoint.rate_limit),
  drainRate: textOf(endpoint.drain_rate),
});

const textOf = (value: number | null): string => (value === null ? '' : String(value));
