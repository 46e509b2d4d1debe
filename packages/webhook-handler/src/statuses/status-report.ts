import type { Channel } from '@switchyard/core/channels';
import type { MessageStatus } from '@switchyard/core/messages';
import type { ProvenAccount, Provider } from '@switchyard/core/providers';

/** What a provider says about a message that we sent, in one form for all providers. */
export type StatusReport = {
  readonly provider: Provider;
  /** The same on every repeat of the callback, different for each thing reported. */
  readonly eventId: string;
  /** The provider's id of the message: a MessageSid, an email_id. */
  readonly externalId: string;
  /** Our own id, where the callback carries it: `message_id` in the URL's query, a tag, a header. */
  readonly messageIdHint?: string | undefined;
  readonly channel: Channel;
  /** Normalised; all whom it was sent to, blind copies included. Empty when the provider does not say. */
  readonly recipients: readonly string[];
  /** From which account the report is proven to come. */
  readonly account: ProvenAccount;
  /** `other`: known or unknown, but neither a step of delivery nor an open or click. It is recorded all the same. */
  readonly kind: 'status' | 'open' | 'click' | 'other';
  /** Set when `kind` is `status`. */
  readonly status?: MessageStatus | undefined;
  /** The provider's own word: `undelivered`, `email.bounced`. */
  readonly rawStatus: string;
  readonly errorCode?: string | undefined;
  /** When it happened, as the provider says, or when we heard. ISO 8601. */
  readonly occurredAt: string;
  readonly receivedAt: string;
  /** What may be shown with the timeline: bounce reason, clicked link. No personal data beyond that. */
  readonly details: Readonly<Record<string, unknown>>;
};

/** What a provider's word means. */
export type Meaning = Pick<StatusReport, 'kind' | 'status'>;

/** What one callback reports. */
export type StatusReports = {
  /** Each thing once. */
  readonly reports: readonly StatusReport[];
  /** How many entries are not as documented; the others count all the same. */
  readonly unreadable: number;
  /** The body of a callback with some of them alone; absent where there is never more than one. */
  readonly bodyOf?: (reports: readonly StatusReport[]) => Uint8Array;
  /** The body of a callback with the unreadable entries alone; absent where there is never more than one. */
  readonly unreadableBody?: Uint8Array;
};

/** For a provider that reports one thing at a time. */
export const oneReport = (report: StatusReport): StatusReports => ({ reports: [report], unreadable: 0 });
