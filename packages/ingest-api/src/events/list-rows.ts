import { deadLetterPartition } from '@switchyard/core/deliveries';
import { EVENT_SORT_KEY, listPartition, listPosition } from '@switchyard/core/events';
import { EVENTS_ATTENTION_INDEX, EVENTS_LIST_INDEX, type EventsTable } from '@switchyard/core/tables';
import type { ListEventsInput } from './list-events.ts';

/** One event as an index knows it. */
export type ListedEvent = {
  readonly eventId: string;
  readonly createdAt: string;
  /** Sorts by time, newest last; the next page begins below it. */
  readonly position: string;
  /** It has at least so many deliveries; undefined where the index does not say. */
  readonly deliveries: number | undefined;
};

const PAGE_ROWS = 100;

/**
 * One page of a tenant's events from an index, newest first, each once however many deliveries it has. Dead letters
 * have an index of their own, so that finding those few never reads the many.
 */
export async function readListPage(
  { documents, eventsTable }: EventsTable,
  { tenantId, status, after }: Pick<ListEventsInput, 'tenantId' | 'status' | 'after'>,
): Promise<{ readonly events: readonly ListedEvent[]; readonly more: boolean }> {
  const [index, pkName, skName, partition] =
    status === 'DLQ'
      ? ([EVENTS_ATTENTION_INDEX, 'attentionPk', 'attentionSk', deadLetterPartition(tenantId)] as const)
      : ([EVENTS_LIST_INDEX, 'listPk', 'listSk', listPartition(tenantId)] as const);
  const { Items = [], LastEvaluatedKey } = await documents.query({
    TableName: eventsTable,
    IndexName: index,
    KeyConditionExpression: after === undefined ? '#pk = :pk' : '#pk = :pk AND #sk < :after',
    ExpressionAttributeNames: { '#pk': pkName, ...(after === undefined ? {} : { '#sk': skName }) },
    ExpressionAttributeValues: { ':pk': partition, ...(after === undefined ? {} : { ':after': after }) },
    ScanIndexForward: false,
    Limit: PAGE_ROWS,
  });
  // Where deliveries stand in the list, as they do of older events, all of them were written with it.
  const written = index === EVENTS_LIST_INDEX ? 1 : undefined;
  const events = new Map<string, ListedEvent>();
  for (const item of Items) {
    const [createdAt = '', eventId = '', last] = String(item[skName]).split('#');
    const position = listPosition(createdAt, eventId);
    const deliveries = item.sk === EVENT_SORT_KEY ? Number(last) : written;
    events.set(position, { eventId, createdAt, position, deliveries });
  }
  return { events: [...events.values()], more: LastEvaluatedKey !== undefined };
}
