import { toIso, toSeconds } from '../src/clock.ts';
import { DEAD_LETTER_MESSAGE, type DeadLetterMessage } from '../src/deliveries/dead-letter-message.ts';
import { type Attempt, type Delivery, newDelivery } from '../src/deliveries/delivery.ts';
import { DELIVERY_MESSAGE, type DeliveryMessage } from '../src/deliveries/delivery-message.ts';
import type { Endpoint } from '../src/endpoints/endpoint.ts';
import type { Event } from '../src/events/event.ts';
import { newId } from '../src/ids/ids.ts';
import type { MessageItem } from '../src/messages/outbound-messages.ts';
import type { TimelineEntry } from '../src/messages/timeline.ts';
import { createWebhookSecret } from '../src/signatures/webhook-secret.ts';
import { hashApiKey } from '../src/tenants/api-key.ts';
import type { TenantIdentity } from '../src/tenants/tenant-identity.ts';

export const NOW = Date.parse('2026-03-04T05:06:07.000Z');
export const DAY_MS = 86_400_000;
export const TENANT_ID = 'acme';
export const ENDPOINT_ID = 'default';
export const EVENT_ID = newId('evt', NOW, (size) => Buffer.alloc(size, 1));
export const SECRET = aSecret(7);

/** A valid signing secret; the same fill gives the same one. */
export function aSecret(fill: number): string {
  return createWebhookSecret((size) => Buffer.alloc(size, fill));
}

export function anEndpoint(changes: Partial<Endpoint> = {}): Endpoint {
  return {
    tenantId: TENANT_ID,
    endpointId: ENDPOINT_ID,
    targetUrl: 'https://hooks.example.com/in',
    secrets: [{ secret: SECRET, createdAt: toIso(NOW) }],
    status: 'ENABLED',
    createdAt: toIso(NOW),
    updatedAt: toIso(NOW),
    ...changes,
  };
}

/** Other ids have other hashes. */
export function aKey(changes: Partial<TenantIdentity> = {}): TenantIdentity {
  return {
    apiKeyHash: hashApiKey(changes.keyId ?? 'key_1'),
    tenantId: TENANT_ID,
    keyId: 'key_1',
    status: 'ACTIVE',
    plan: 'standard',
    createdAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

export function anEvent(changes: Partial<Event> = {}): Event {
  return {
    tenantId: TENANT_ID,
    eventId: EVENT_ID,
    payload: Buffer.from('{"n":1}'),
    endpointIds: [ENDPOINT_ID],
    createdAt: toIso(NOW),
    correlationId: 'request-1',
    expiresAt: toSeconds(NOW + 30 * DAY_MS),
    ...changes,
  };
}

export function aDelivery(changes: Partial<Delivery> = {}): Delivery {
  return { ...newDelivery(anEvent(), ENDPOINT_ID), ...changes };
}

export function anAttempt(changes: Partial<Attempt> = {}): Attempt {
  return { attempt: 1, generation: 1, startedAt: toIso(NOW), durationMs: 12, statusCode: 503, ...changes };
}

export function aDeliveryMessage(changes: Partial<DeliveryMessage> = {}): DeliveryMessage {
  return {
    schema: DELIVERY_MESSAGE,
    tenantId: TENANT_ID,
    eventId: EVENT_ID,
    endpointId: ENDPOINT_ID,
    generation: 1,
    attempt: 1,
    ...changes,
  };
}

/** An SMS that was registered and is not known to the provider yet. */
export function aMessageItem(changes: Partial<MessageItem> = {}): MessageItem {
  return {
    tenantId: TENANT_ID,
    messageId: 'order-1',
    channel: 'sms',
    provider: 'twilio',
    recipient: '+436601234567',
    sentAt: toIso(NOW),
    status: 'registered',
    statusAt: toIso(NOW),
    createdAt: toIso(NOW),
    updatedAt: toIso(NOW),
    expiresAt: toSeconds(NOW + 30 * DAY_MS),
    ...changes,
  };
}

export function aTimelineEntry(changes: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    provider: 'twilio',
    eventId: 'SM1:sent',
    externalId: 'SM1',
    kind: 'status',
    status: 'sent',
    rawStatus: 'sent',
    occurredAt: toIso(NOW),
    receivedAt: toIso(NOW),
    details: '{}',
    expiresAt: toSeconds(NOW + 30 * DAY_MS),
    ...changes,
  };
}

export function aDeadLetterMessage(changes: Partial<DeadLetterMessage> = {}): DeadLetterMessage {
  return {
    schema: DEAD_LETTER_MESSAGE,
    tenantId: TENANT_ID,
    eventId: EVENT_ID,
    endpointId: ENDPOINT_ID,
    generation: 1,
    reason: 'attempts_exhausted',
    attempts: 5,
    deadAt: toIso(NOW),
    ...changes,
  };
}
