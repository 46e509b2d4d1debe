import { type Clock, toSeconds } from '../clock.ts';
import { type Delivery, newDelivery } from '../deliveries/delivery.ts';
import { DELIVERY_PREFIX, deliveryKey, endpointIdOfSortKey } from '../deliveries/delivery-keys.ts';
import { isAwsError } from '../errors.ts';
import type { Documents } from '../tables/documents.ts';
import { isExpired } from '../tables/expiry.ts';
import { queryPages } from '../tables/pages.ts';
import { type Event, eventSchema } from './event.ts';
import { eventKey, listKey } from './event-keys.ts';

export type EventStoreDeps = {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
};

export type EventStore = ReturnType<typeof createEventStore>;

/** Reads and writes of accepting an event. */
export function createEventStore({ documents, eventsTable, clock }: EventStoreDeps) {
  /** What has expired counts as absent, whether or not DynamoDB has deleted it. */
  async function putIfAbsent(
    item: Event | Delivery,
    keys: Record<string, string>,
    own?: Readonly<Record<string, string>>,
  ): Promise<boolean> {
    const names = Object.keys(own ?? {});
    const isOwn =
      names.length === 0 ? '' : ` OR (${names.map((name) => `${name} = :${name}`).join(' AND ')})`;
    return ifConditionHolds(
      documents.put({
        TableName: eventsTable,
        Item: { ...keys, ...item },
        ConditionExpression: `attribute_not_exists(pk) OR expiresAt <= :now${isOwn}`,
        ExpressionAttributeValues: {
          ':now': toSeconds(clock()),
          ...Object.fromEntries(names.map((name) => [`:${name}`, own?.[name]])),
        },
      }),
    );
  }

  return {
    /**
     * A put whose answer was lost is repeated by the SDK: the event that it finds then is its own.
     *
     * @returns false when the event exists already
     */
    async putEvent(event: Event): Promise<boolean> {
      const { tenantId, eventId, createdAt, endpointIds, correlationId } = event;
      // Without a delivery to list it by, the event itself stands in the list.
      const list = endpointIds.length === 0 ? listKey(tenantId, createdAt, eventId, '') : {};
      return putIfAbsent(event, { ...eventKey(tenantId, eventId), ...list }, { correlationId, createdAt });
    },

    /** @returns false when the item exists: the worker was faster and has recorded more than we know */
    async putDelivery(event: Event, endpointId: string): Promise<boolean> {
      const { tenantId, eventId, createdAt } = event;
      return putIfAbsent(newDelivery(event, endpointId), {
        ...deliveryKey(tenantId, eventId, endpointId),
        ...listKey(tenantId, createdAt, eventId, endpointId),
      });
    },

    async readEvent(tenantId: string, eventId: string): Promise<Event | undefined> {
      const { Item } = await documents.get({
        TableName: eventsTable,
        Key: eventKey(tenantId, eventId),
        ConsistentRead: true,
      });
      return Item === undefined ? undefined : eventSchema.parse(Item);
    },

    /** The endpoints whose delivery item exists, which proves that their message was sent. */
    async queuedEndpoints({ tenantId, eventId }: Event): Promise<Set<string>> {
      const pages = queryPages(documents, {
        TableName: eventsTable,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
        ExpressionAttributeValues: { ':pk': eventKey(tenantId, eventId).pk, ':delivery': DELIVERY_PREFIX },
        ProjectionExpression: 'sk, expiresAt',
        ConsistentRead: true,
      });
      const queued = new Set<string>();
      for await (const { Items = [] } of pages) {
        for (const { sk, expiresAt } of Items) {
          if (!isExpired({ expiresAt: Number(expiresAt) }, clock()))
            queued.add(endpointIdOfSortKey(String(sk)));
        }
      }
      return queued;
    },

    /**
     * Writes the event's `acceptLeaseUntil`: until when somebody is at work on it.
     *
     * @param seen the value that it must still have
     * @returns false when somebody else was faster
     */
    async setAcceptLease(event: Event, seen: number): Promise<boolean> {
      return ifConditionHolds(
        documents.update({
          TableName: eventsTable,
          Key: eventKey(event.tenantId, event.eventId),
          UpdateExpression: 'SET acceptLeaseUntil = :until',
          ConditionExpression: 'acceptLeaseUntil = :seen',
          ExpressionAttributeValues: { ':until': event.acceptLeaseUntil, ':seen': seen },
        }),
      );
    },
  };
}

/** @returns false when the write's condition did not hold, so nothing was written */
export async function ifConditionHolds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isAwsError(error, 'ConditionalCheckFailedException')) return false;
    throw error;
  }
}
