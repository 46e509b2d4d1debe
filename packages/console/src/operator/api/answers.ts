import type {
  ConversationAnswer,
  ConversationsAnswer,
  MediaAnswer,
  MessageAnswer,
  QuarantineAnswer,
  QuarantinedAnswer,
  RecentConversationsAnswer,
  RotationsAnswer,
} from './inbound-answers.ts';

// What the commands answer, as far as the pages show it. The command line's own compiler holds it to what they do
// answer: packages/cli/src/console/offered-commands.test.ts.

export type FindingState = 'ok' | 'warn' | 'fail' | 'skipped';

export type OverviewAnswer = {
  readonly accepting: boolean;
  readonly checks: readonly {
    readonly check: string;
    readonly state: FindingState;
    readonly detail: string;
  }[];
  readonly queues: readonly {
    readonly name: string;
    readonly kind: 'delivering' | 'trouble' | 'other';
    readonly waiting: number;
    readonly under_way: number;
    readonly delayed: number;
  }[];
  readonly tenants: number;
  readonly suspended_tenants: number;
  readonly endpoints: number;
  readonly paused_endpoints: number;
  readonly failing_endpoints: number;
  readonly failing: readonly FailingTenant[];
};

export type FailingTenant = {
  readonly tenant_id: string;
  readonly endpoints: readonly {
    readonly endpoint_id: string;
    readonly status: string;
    readonly status_reason: string | null;
    readonly breaker: string | null;
    readonly failing_since: string | null;
    readonly last_error: string | null;
    readonly next_probe_at: string | null;
    readonly held: number | null;
    readonly held_at_least: boolean;
    readonly oldest_held_at: string | null;
  }[];
};

export type DoctorAnswer = {
  readonly target: string | undefined;
  readonly healthy: boolean;
  readonly counts: Readonly<Record<FindingState, number>>;
  readonly checks: readonly {
    readonly group: string;
    readonly check: string;
    readonly state: FindingState;
    readonly detail: string;
    readonly fix?: string | undefined;
  }[];
};

export type TenantsAnswer = {
  readonly tenants: readonly {
    readonly tenant_id: string;
    readonly status: string;
    readonly plan: string;
    readonly active_keys: number;
    readonly endpoints: number;
    readonly enabled_endpoints: number;
    readonly created_at: string;
  }[];
};

export type KeyView = {
  readonly key_id: string;
  readonly status: string;
  readonly last_four?: string | undefined;
  /** Of a link to the portal. */
  readonly access?: 'full' | 'read' | undefined;
  readonly label?: string | undefined;
  readonly plan?: string | undefined;
  /** A day of UTC; absent: not since it is noted. */
  readonly last_used_on?: string | undefined;
  readonly created_at?: string | undefined;
  readonly expires_at?: string | undefined;
};

export type TenantAnswer = {
  readonly tenant_id: string;
  readonly status: string;
  readonly plan: string;
  readonly keys: readonly KeyView[];
};

export type EndpointView = {
  readonly endpoint_id: string;
  readonly status: string;
  readonly status_reason: string | null;
  readonly target_url: string | null;
  readonly event_types: readonly string[];
  readonly health: {
    readonly breaker: string;
    readonly failing_since: string | null;
    readonly last_success_at: string | null;
    readonly draining: boolean;
    readonly held: Bounded;
    readonly dead: Bounded;
    readonly last_day: {
      readonly delivered: number;
      readonly attempts_failed: number;
      readonly answer_ms_p95: number | null;
    } | null;
  };
};

export type Bounded = { readonly count: number; readonly at_least: boolean };

export type EndpointsAnswer = { readonly tenant_id: string; readonly endpoints: readonly EndpointView[] };

export type EventsAnswer = {
  readonly events: readonly {
    readonly event_id: string;
    readonly event_type?: string | undefined;
    readonly status: string;
    readonly created_at: string;
    readonly deliveries: readonly { readonly endpoint_id: string; readonly status: string }[];
  }[];
  readonly complete: boolean;
};

export type StoryStep = {
  readonly at: string;
  readonly kind: string;
  readonly endpoint_id?: string;
  readonly generation?: number;
  readonly attempt?: number;
  readonly duration_ms?: number;
  readonly status_code?: number;
  readonly error?: string;
  readonly response_body?: string;
  readonly due_at?: string;
  readonly reason?: string;
  readonly event_type?: string;
  readonly endpoint_ids?: readonly string[];
  readonly provider?: string;
};

export type StoryAnswer = {
  readonly event_id: string;
  readonly tenant_id: string;
  readonly event_type: string | null;
  readonly ordering_key: string | null;
  readonly correlation_id: string;
  readonly status: string;
  readonly created_at: string;
  readonly payload: string;
  readonly payload_bytes: number;
  readonly callback: {
    readonly provider: string;
    readonly provider_id: string;
    readonly channel: string | null;
    readonly from: string | null;
    readonly to: string | null;
    readonly received_at: string | null;
    readonly routed_at: string | null;
    readonly request_id: string | null;
    readonly conversation_id: string | null;
  } | null;
  readonly steps: readonly StoryStep[];
};

export type DlqSummaryAnswer = {
  readonly total: number;
  readonly groups: readonly {
    readonly tenant_id: string;
    readonly endpoint_id: string;
    readonly reason: string;
    readonly count: number;
    readonly oldest_at: string | null;
  }[];
  readonly malformed: number;
  readonly complete: boolean;
};

export type DlqPeekAnswer = {
  readonly messages: readonly {
    readonly event_id: string;
    readonly endpoint_id: string;
    readonly tenant_id: string;
    readonly reason: string;
    readonly attempts?: number | undefined;
    readonly generation: number;
    readonly dead_at?: string | undefined;
    readonly held_since?: string | undefined;
  }[];
  readonly malformed: number;
  readonly complete: boolean;
};

export type ReplaysAnswer = {
  readonly replays: readonly {
    readonly tenant_id: string;
    readonly replay_id: string;
    readonly state: 'running' | 'paused' | 'done' | 'cancelled' | 'failed';
    readonly reason: string | null;
    readonly status: string;
    readonly endpoint_id: string | null;
    readonly rate: number;
    readonly dry_run: boolean;
    readonly progress: number;
    readonly matched: number;
    readonly replayed: number;
    readonly skipped: number;
    readonly failed: number;
    readonly created_at: string;
    readonly finished_at: string | null;
  }[];
  readonly complete: boolean;
};

/** By the name of the command. */
export type Answers = {
  readonly overview: OverviewAnswer;
  readonly doctor: DoctorAnswer;
  readonly 'tenants list': TenantsAnswer;
  readonly 'tenants show': TenantAnswer;
  readonly 'endpoints list': EndpointsAnswer;
  readonly 'events list': EventsAnswer;
  readonly 'events story': StoryAnswer;
  readonly 'dlq summary': DlqSummaryAnswer;
  readonly 'dlq peek': DlqPeekAnswer;
  readonly 'replays list': ReplaysAnswer;
  readonly 'conversations recent': RecentConversationsAnswer;
  readonly 'conversations list': ConversationsAnswer;
  readonly 'conversations show': ConversationAnswer;
  readonly 'conversations media': MediaAnswer;
  readonly 'messages show': MessageAnswer;
  readonly 'quarantine list': QuarantineAnswer;
  readonly 'quarantine show': QuarantinedAnswer;
  readonly 'secrets rotations': RotationsAnswer;
};
