/** Routes that the OpenAPI document does not have yet. */
type Count = { readonly count: number; readonly at_least: boolean };
type Outcomes = {
  readonly delivered: number;
  readonly attempts_failed: number;
  readonly dead: number;
  readonly held: number;
};

export type Overview = {
  readonly range: string;
  readonly since: string;
  readonly until: string;
  readonly accepted: Count & {
    readonly since: string;
    readonly bucket_seconds: number;
    readonly series: { readonly from: string; readonly count: number | null }[];
  };
  readonly outcomes: Outcomes & {
    readonly bucket_seconds: number;
    readonly series: (Outcomes & { readonly from: string })[];
  };
  readonly now: {
    readonly held: Count;
    readonly dead: Count;
    readonly endpoints: {
      readonly enabled: number;
      readonly paused: number;
      readonly disabled: number;
      readonly failing: number;
      readonly unreadable: number;
    };
  };
  readonly endpoints: (Outcomes & {
    readonly endpoint_id: string;
    readonly target_url: string | null;
    readonly description: string | null;
    readonly status: 'ENABLED' | 'PAUSED' | 'DISABLED' | 'UNREADABLE';
    readonly breaker: 'closed' | 'open' | 'probing';
    readonly failing_since: string | null;
    readonly success_rate: number | null;
    readonly answer_ms_p95: number | null;
    readonly now: { readonly held: Count; readonly dead: Count };
    readonly series: Outcomes[];
  })[];
  readonly attention: {
    readonly kind:
      | 'endpoint_disabled'
      | 'endpoint_failing'
      | 'endpoint_unreadable'
      | 'dead_letters'
      | 'held'
      | 'endpoint_paused'
      | 'success_rate_low'
      | 'no_endpoint';
    readonly endpoint_id: string | null;
    readonly since: string | null;
    readonly count: number | null;
    readonly at_least: boolean;
    readonly detail: string;
  }[];
};

type Get<Answer, Query = never> = {
  readonly parameters: {
    readonly query?: Query;
    readonly header?: never;
    readonly path?: never;
    readonly cookie?: never;
  };
  readonly get: {
    readonly parameters: {
      readonly query?: Query;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      readonly 200: {
        readonly headers: Record<string, never>;
        readonly content: { readonly 'application/json': Answer };
      };
    };
  };
};

export type PendingPaths = {
  readonly '/v1/overview': Get<Overview, { readonly range?: '1h' | '24h' | '7d' }>;
};
