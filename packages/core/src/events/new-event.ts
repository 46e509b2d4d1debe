import { toIso } from '../clock.ts';
import type { StoredEndpoint } from '../endpoints/endpoint.ts';
import { type Spread, shardOf, shardsAt } from '../spread/spread.ts';
import { type Event, retainUntil } from './event.ts';
import { eventListSortKey } from './event-keys.ts';

type NewEvent = Pick<
  Event,
  'tenantId' | 'eventType' | 'orderingKey' | 'payload' | 'correlationId' | 'source'
>;

/** An event as it is stored, with a delivery for each endpoint that wants it. */
export function newEvent(
  input: NewEvent,
  made: {
    readonly eventId: string;
    readonly now: number;
    readonly wanting: readonly StoredEndpoint[];
    readonly spread: Spread;
  },
): Event {
  const { eventId, now, wanting, spread } = made;
  const { tenantId, eventType, orderingKey, payload, correlationId, source } = input;
  const endpointIds = wanting.map(({ endpointId }) => endpointId);
  const createdAt = toIso(now);
  return {
    tenantId,
    eventId,
    eventType,
    orderingKey,
    payload,
    endpointIds,
    createdAt,
    listSk: eventListSortKey({ createdAt, eventId, eventType }, endpointIds.length),
    shard: shardOf(eventId, shardsAt(spread, createdAt)) || undefined,
    correlationId,
    source,
    expiresAt: retainUntil(now),
  };
}

/** In one list each: its own, and that of what is held or dead if none of its deliveries succeeds. */
export const placesOf = ({ endpointIds }: Pick<Event, 'endpointIds'>): number =>
  Math.max(1, endpointIds.length);
