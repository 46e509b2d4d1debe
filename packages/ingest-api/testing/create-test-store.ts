import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import {
  attentionKey,
  createClearOutbox,
  createLoadDelivery,
  createReplaceDelivery,
  createRequeueDelivery,
  createSendDelivery,
  type Delivery,
  deliveryKey,
  EVENTS_ATTENTION_INDEX,
  EVENTS_LIST_INDEX,
  type Event,
  eventKey,
  listKey,
} from '@switchyard/core';
import { createTestClock, createTestQueue, createTestTable, recordMetrics } from '@switchyard/core/testing';
import { createListEvents } from '../src/events/list-events.ts';
import { createReadListPage } from '../src/events/list-rows.ts';
import { createReadEvent } from '../src/events/read-event.ts';
import { createSummarizeEvent } from '../src/events/summarize-event.ts';

/** The API's use cases over a table and a queue in memory, and ways to put there what a test needs. */
export function createTestStore() {
  const { clock, advance } = createTestClock();
  const table = createTestTable();
  const queue = createTestQueue();
  answerIndexQueries(table, EVENTS_LIST_INDEX, 'listPk', 'listSk');
  answerIndexQueries(table, EVENTS_ATTENTION_INDEX, 'attentionPk', 'attentionSk');
  const events = { documents: table.documents, eventsTable: 'events', clock };

  return {
    clock,
    advance,
    table,
    queue,
    deps: {
      readEvent: createReadEvent(events),
      listEvents: createListEvents({
        readListPage: createReadListPage(events),
        summarizeEvent: createSummarizeEvent(events),
      }),
      requeueDelivery: createRequeueDelivery({
        ...events,
        loadDelivery: createLoadDelivery(events),
        replaceDelivery: createReplaceDelivery(events),
        clearOutbox: createClearOutbox(events),
        sendDelivery: createSendDelivery({ ...queue, clock }),
        metrics: recordMetrics().metrics,
      }),
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

/** As DynamoDB does: newest first, keys only, `Limit` rows at most, and a LastEvaluatedKey whenever the limit is reached. */
function answerIndexQueries(
  table: ReturnType<typeof createTestTable>,
  index: string,
  pkName: string,
  skName: string,
): void {
  table.mock.on(QueryCommand, { IndexName: index }).callsFake(async (input: QueryCommandInput) => {
    await table.hooks.before({ operation: 'query', item: {} });
    const { ExpressionAttributeValues: values = {}, Limit = Number.POSITIVE_INFINITY } = input;
    const { ':pk': pk, ':after': after } = values;
    const rows = table
      .items()
      .map((item) => ({ pk: item.pk, sk: item.sk, [pkName]: item[pkName], [skName]: String(item[skName]) }))
      .filter((row) => row[pkName] === pk && (after === undefined || String(row[skName]) < String(after)))
      .sort((a, b) => (String(a[skName]) < String(b[skName]) ? 1 : -1));
    const Items = rows.slice(0, Limit);
    return { Items, LastEvaluatedKey: rows.length >= Limit ? Items.at(-1) : undefined };
  });
}
