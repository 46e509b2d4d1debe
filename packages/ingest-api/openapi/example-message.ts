import type { MessageItem, TimelineEntry } from '@switchyard/core/messages';
import { TENANT_ID } from '@switchyard/core/testing';
import { EXAMPLE_EXTERNAL_ID, EXAMPLE_MESSAGE_ID } from '../src/examples.ts';

export const exampleMessage: MessageItem = {
  tenantId: TENANT_ID,
  messageId: EXAMPLE_MESSAGE_ID,
  channel: 'sms',
  provider: 'twilio',
  recipient: '+436601234567',
  externalId: EXAMPLE_EXTERNAL_ID,
  sentAt: '2026-03-02T11:40:00.000Z',
  status: 'delivered',
  statusAt: '2026-03-02T11:40:03.871Z',
  createdAt: '2026-03-02T11:39:59.902Z',
  updatedAt: '2026-03-02T11:40:03.901Z',
  expiresAt: 1_775_043_600,
};

const entry = (status: 'sent' | 'delivered', at: string): TimelineEntry => ({
  provider: exampleMessage.provider,
  eventId: `${EXAMPLE_EXTERNAL_ID}:${status}`,
  externalId: EXAMPLE_EXTERNAL_ID,
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
