import type { Channel } from '@switchyard/core/channels';
import type { ReportedEventType } from '@switchyard/core/emitted-event';
import type { MessageStatus, TimelineEntry } from '@switchyard/core/messages';

type Types = Partial<Record<MessageStatus, ReportedEventType>>;

const MAIL_TYPES: Types = {
  delayed: 'email.delivery_delayed',
  delivered: 'email.delivered',
  bounced: 'email.bounced',
  complained: 'email.complained',
  failed: 'message.failed',
  suppressed: 'message.failed',
};

const PHONE_TYPES: Types = {
  delivered: 'message.delivered',
  read: 'message.read',
  undelivered: 'message.failed',
  failed: 'message.failed',
};

const TYPES: Readonly<Record<Channel, Types>> = {
  whatsapp: PHONE_TYPES,
  sms: PHONE_TYPES,
  email: MAIL_TYPES,
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
      return status === undefined ? undefined : TYPES[channel][status];
    case 'other':
      return undefined;
  }
}
