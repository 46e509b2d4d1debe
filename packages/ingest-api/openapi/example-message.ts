import type { OutboundMessage, TimelineEntry } from '@switchyard/core/messages';
import { exampleEvent } from './example-event.ts';

/** The person who ordered is told by SMS that the order is on its way. */
export const EXAMPLE_MESSAGE_BODY =
  '{"channel":"sms","provider":"twilio","recipient":"+436601234567","sent_at":"2026-03-02T11:40:00Z"}';

export const exampleMessage: OutboundMessage = {
  tenantId: exampleEvent.tenantId,
  messageId: 'order-1042-shipped',
  channel: 'sms',
  provider: 'twilio',
  recipient: '+436601234567',
  externalId: 'SM0123456789abcdef0123456789abcdef',
  sentAt: '2026-03-02T11:40:00.000Z',
  status: 'delivered',
  statusAt: '2026-03-02T11:40:03.871Z',
  opens: 0,
  clicks: 0,
  createdAt: '2026-03-02T11:39:59.902Z',
  updatedAt: '2026-03-02T11:40:03.901Z',
  expiresAt: 1_775_043_600,
};

const entry = (status: 'sent' | 'delivered', at: string): TimelineEntry => ({
  provider: exampleMessage.provider,
  eventId: `${exampleMessage.externalId}:${status}`,
  externalId: String(exampleMessage.externalId),
  kind: 'status',
  status,
  rawStatus: status,
  occurredAt: at,
  receivedAt: at,
  details: '{}',
  expiresAt: exampleMessage.expiresAt,
});

export const exampleTimeline: readonly TimelineEntry[] = [
  entry('sent', '2026-03-02T11:40:01.215Z'),
  entry('delivered', exampleMessage.statusAt),
];
