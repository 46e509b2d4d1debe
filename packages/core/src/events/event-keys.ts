import { shardPartition } from '../spread/shard-partition.ts';

// Keys of events in the table Events. Ids never contain `#`, so a key can be read back.
export const EVENT_SORT_KEY = 'EVENT';

const eventPartition = (tenantId: string, eventId: string) => `TENANT#${tenantId}#EVENT#${eventId}`;

export const eventKey = (tenantId: string, eventId: string) => ({
  pk: eventPartition(tenantId, eventId),
  sk: EVENT_SORT_KEY,
});

/** Where an event stands in its tenant's list: it sorts by time and names one event. */
export const listPosition = (createdAt: string, eventId: string) => `${createdAt}#${eventId}`;

/** @param shard absent: the first */
export const listPartition = (tenantId: string, shard?: number) =>
  shardPartition(`TENANT#${tenantId}`, shard);

/** @param last of an event, how many deliveries it has; of a delivery that stands in the list itself, its endpoint */
export const listSortKey = (createdAt: string, eventId: string, last: string | number) =>
  `${listPosition(createdAt, eventId)}#${last === 0 ? '' : last}`;

/** A longer one is left out of the list's keys, which DynamoDB ends at 1 KiB, and read from the event. */
const MAX_LISTED_TYPE = 128;

/** The sort key of an event that stands in the list itself: with its type, so that looking for one reads no other. */
export function eventListSortKey(
  event: { readonly createdAt: string; readonly eventId: string; readonly eventType?: string | undefined },
  deliveries: number,
): string {
  const { createdAt, eventId, eventType = '' } = event;
  if (eventType.length > MAX_LISTED_TYPE) return listSortKey(createdAt, eventId, deliveries);
  const type = eventType.replaceAll('%', '%25').replaceAll('#', '%23');
  return listSortKey(createdAt, eventId, `${deliveries === 0 ? '' : deliveries}:${type}`);
}

/**
 * What the last part of such a key tells.
 *
 * @returns `eventType` undefined where it does not say, as of older events; '' where the event has none
 */
export function listedEvent(last: string) {
  const [deliveries, ...type] = last.split(':');
  const eventType = type.length === 0 ? undefined : type.join(':');
  return {
    deliveries: Number(deliveries),
    eventType: eventType?.replaceAll('%23', '#').replaceAll('%25', '%'),
  };
}

/** The event that a base-table key belongs to. */
export function eventIdOfPartition(pk: string): string {
  return pk.slice(pk.lastIndexOf('#') + 1);
}
