// Keys of events in the table Events. Ids never contain `#`, so a key can be read back.
export const EVENT_SORT_KEY = 'EVENT';

const eventPartition = (tenantId: string, eventId: string) => `TENANT#${tenantId}#EVENT#${eventId}`;

export const eventKey = (tenantId: string, eventId: string) => ({
  pk: eventPartition(tenantId, eventId),
  sk: EVENT_SORT_KEY,
});

/** Where an event stands in its tenant's list: it sorts by time and names one event. */
export const listPosition = (createdAt: string, eventId: string) => `${createdAt}#${eventId}`;

export const listPartition = (tenantId: string) => `TENANT#${tenantId}`;

/** @param last of an event, how many deliveries it has; of a delivery that stands in the list itself, its endpoint */
export const listSortKey = (createdAt: string, eventId: string, last: string | number) =>
  `${listPosition(createdAt, eventId)}#${last === 0 ? '' : last}`;

/** The event that a base-table key belongs to. */
export function eventIdOfPartition(pk: string): string {
  return pk.slice(pk.lastIndexOf('#') + 1);
}
