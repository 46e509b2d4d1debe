import type { Delivery } from '../src/deliveries/delivery.ts';
import { attentionKey, deliveryKey } from '../src/deliveries/delivery-keys.ts';
import type { Endpoint } from '../src/endpoints/endpoint.ts';
import type { Event } from '../src/events/event.ts';
import { eventKey, listPartition, listSortKey } from '../src/events/event-keys.ts';
import { type MessageItem, outboundMessageKey } from '../src/messages/outbound-messages.ts';
import { type TimelineEntry, timelineKey } from '../src/messages/timeline.ts';
import { anEndpoint } from './builders.ts';
import { createTestContext } from './test-context.ts';

export type TestStoreOptions = { readonly endpoints?: readonly Endpoint[]; readonly now?: number };

/** Tables and a queue in memory, and ways to put there what a test needs. */
export function createTestStore({ endpoints = [anEndpoint()], ...options }: TestStoreOptions = {}) {
  const setup = createTestContext({ endpoints, ...options });
  const { table } = setup;
  return {
    ...setup,
    storeEvent(event: Event): void {
      const { tenantId, eventId, createdAt, endpointIds, shard } = event;
      const list =
        endpointIds.length === 0 || event.listSk !== undefined
          ? {
              listPk: listPartition(tenantId, shard),
              listSk: event.listSk ?? listSortKey(createdAt, eventId, endpointIds.length),
            }
          : {};
      table.store({ ...eventKey(tenantId, eventId), ...event, ...list });
    },
    storeDelivery(delivery: Delivery): void {
      const { tenantId, eventId, endpointId, status, listSk } = delivery;
      table.store({
        ...deliveryKey(tenantId, eventId, endpointId),
        ...(listSk === undefined ? {} : { listPk: listPartition(tenantId) }),
        ...(status === 'DLQ' || status === 'HELD' ? attentionKey(delivery, status) : {}),
        ...delivery,
      });
    },
    storeMessage(message: MessageItem, timeline: readonly TimelineEntry[] = []): void {
      const { tenantId, messageId } = message;
      table.store({ ...outboundMessageKey(tenantId, messageId), ...message });
      for (const entry of timeline)
        table.store({ ...timelineKey(tenantId, messageId, entry.eventId), ...entry });
    },
    /** Lets every call of the tables fail. */
    takeDown(): void {
      table.hooks.before = () => {
        throw new Error('connect ECONNREFUSED');
      };
    },
  };
}

export type TestStore = ReturnType<typeof createTestStore>;
