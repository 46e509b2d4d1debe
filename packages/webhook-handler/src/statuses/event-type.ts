import type { Channel, MessageStatus, ReportedEventType, TimelineEntry } from '@switchyard/core/inbound';

const MAIL_TYPES: Partial<Record<MessageStatus, ReportedEventType>> = {
  delivered: 'email.delivered',
  bounced: 'email.bounced',
  complained: 'email.complained',
  failed: 'message.failed',
  suppressed: 'message.failed',
};

const PHONE_TYPES: Partial<Record<MessageStatus, ReportedEventType>> = {
  delivered: 'message.delivered',
  read: 'message.read',
  undelivered: 'message.failed',
  failed: 'message.failed',
};

/**
 * The type of the event that a report becomes; undefined for what tells a tenant nothing: steps on the way, and a
 * cancellation, which is its own doing.
 */
export function eventTypeOf(
  channel: Channel,
  { kind, status }: Pick<TimelineEntry, 'kind' | 'status'>,
): ReportedEventType | undefined {
  switch (kind) {
    case 'open':
      return 'email.opened';
    case 'click':
      return 'email.clicked';
    case 'status':
      return status === undefined ? undefined : (channel === 'email' ? MAIL_TYPES : PHONE_TYPES)[status];
    case 'other':
      return undefined;
  }
}
