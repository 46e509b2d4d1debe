// What the commands about what comes in answer. As answers.ts.

type ConversationHead = {
  readonly conversation_id: string;
  readonly channel: string;
  readonly address: string;
  readonly tenant_id: string | undefined;
  readonly status: string;
  readonly hand_off_to_human: boolean;
  readonly last_activity_at: string;
  readonly created_at: string;
};

export type ConversationsAnswer = {
  readonly conversations: readonly ConversationHead[];
  readonly more: boolean;
};

export type RecentConversationsAnswer = ConversationsAnswer & { readonly looked_at: number };

export type Media = {
  readonly url?: string | undefined;
  readonly content_type?: string | undefined;
  readonly filename?: string | undefined;
  readonly size_bytes?: number | undefined;
};

export type MediaAnswer = {
  readonly content_type: string | null;
  /** Of an image that may be drawn; null: of anything else. */
  readonly image_type: string | null;
  readonly size_bytes: number;
  readonly base64?: string;
};

export type ConversationAnswer = ConversationHead & {
  readonly company_name: string | undefined;
  readonly messages: readonly {
    readonly message_id: string;
    readonly provider: string;
    readonly from: string;
    readonly to: string;
    readonly body: string;
    readonly media: readonly Media[];
    readonly received_at: string;
    readonly routed_at: string | undefined;
    readonly request_id: string;
    readonly event_id: string | undefined;
  }[];
  readonly older_messages: boolean;
};

export type MessageAnswer = {
  readonly tenant_id: string;
  readonly message_id: string;
  readonly channel: string;
  readonly provider: string;
  readonly recipient: string;
  readonly external_id: string | null;
  readonly status: string;
  readonly status_at: string;
  readonly sent_at: string;
  readonly opens: number;
  readonly clicks: number;
  readonly timeline: readonly {
    readonly provider_id: string;
    readonly kind: string;
    readonly status: string | null;
    readonly raw_status: string;
    readonly error_code: string | null;
    readonly occurred_at: string;
    readonly received_at: string;
  }[];
};

export type QuarantineRow = {
  readonly id: string;
  readonly received_at: string;
  readonly route: string;
  readonly step: string;
  readonly code: string;
  readonly body_bytes: number;
};

export type QuarantineAnswer = { readonly requests: readonly QuarantineRow[]; readonly more: boolean };

export type QuarantinedAnswer = QuarantineRow & {
  readonly why: string | null;
  readonly path: string;
  readonly public_urls: readonly string[];
  readonly header_names: readonly string[];
  readonly query_names: readonly string[];
  readonly expires_at: string;
  readonly body?: string;
  readonly body_encoding?: 'utf8' | 'base64';
  readonly body_cut?: boolean;
};

export type RotationsAnswer = {
  readonly providers: readonly {
    readonly provider: string;
    readonly configured: boolean;
    readonly secrets: readonly {
      readonly secret: string;
      readonly account_sid: string | null;
      readonly account: string | null;
      readonly which: string | null;
      readonly accepted: number;
      readonly stand: 'not_begun' | 'under_way';
    }[];
  }[];
};
