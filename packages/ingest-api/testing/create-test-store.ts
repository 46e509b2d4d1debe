import {
  attentionKey,
  type Delivery,
  deliveryKey,
  type RequeueDeliveryInput,
  requeueDelivery,
} from '@switchyard/core/deliveries';
import { type Event, eventKey, listKey } from '@switchyard/core/events';
import { createTestContext } from '@switchyard/core/testing';
import { createListEvents } from '../src/events/list-events.ts';
import { createReadListPage } from '../src/events/list-rows.ts';
import { createReadEvent } from '../src/events/read-event.ts';
import { createSummarizeEvent } from '../src/events/summarize-event.ts';

/** The API's use cases over a table and a queue in memory, and ways to put there what a test needs. */
export function createTestStore() {
  const { context, table, queue, time } = createTestContext();
  const { clock, advance } = time;

  return {
    clock,
    advance,
    table,
    queue,
    deps: {
      readEvent: createReadEvent(context),
      listEvents: createListEvents({
        readListPage: createReadListPage(context),
        summarizeEvent: createSummarizeEvent(context),
      }),
      requeueDelivery: (input: RequeueDeliveryInput) => requeueDelivery(context, input),
    },
    storeEvent(event: Event): void {
      const { tenantId, eventId, createdAt, endpointIds } = event;
      const list = endpointIds.length === 0 ? listKey(tenantId, createdAt, eventId, '') : {};
      table.store({ ...eventKey(tenantId, eventId), ...list, ...event });
    },
    storeDelivery(delivery: Delivery): void {
      const { tenantId, eventId, endpointId, createdAt, status } = delivery;
      table.store({
        ...deliveryKey(tenantId, eventId, endpointId),
        ...listKey(tenantId, createdAt, eventId, endpointId),
        ...(status === 'DLQ' || status === 'HELD'
          ? attentionKey(tenantId, endpointId, status, createdAt, eventId)
          : {}),
        ...delivery,
      });
    },
  };
}

export type TestStore = ReturnType<typeof createTestStore>;
