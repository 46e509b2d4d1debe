import * as z from 'zod';
import { deliveryKey } from '../deliveries/delivery-keys.ts';
import { wantsEventType } from '../endpoints/endpoint.ts';
import { endpointsThatWant } from '../endpoints/wants-event.ts';
import { eventKey } from '../events/event-keys.ts';
import { readEvent } from '../events/event-store.ts';
import { isOperationalType, OPERATIONAL_SOURCE } from '../operational-events/operational-types.ts';
import { type BatchGetContext, batchGet, type ItemKey, itemKeySchema } from '../tables/batch-get.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import type { IndexRow, Match } from './find-matches.ts';
import type { Replay } from './replay.ts';
import type { ReplayTargets } from './replay-targets.ts';

/**
 * Of each row the delivery that its event would have if the endpoint had been there; undefined where it has one, or the
 * endpoint does not want it.
 *
 * @param rows 50 at most, all that there are of each event
 */
export async function findMissing(
  context: EventsTable & BatchGetContext,
  { tenantId, filter }: Pick<Replay, 'tenantId' | 'filter'>,
  targets: ReplayTargets,
  rows: readonly IndexRow[],
): Promise<(Match | undefined)[]> {
  const { endpointId = '', eventTypes } = filter;
  const endpoint = targets.get(endpointId);
  if (endpoint === undefined) return rows.map(() => undefined);
  const keyOf = (row: IndexRow): ItemKey =>
    row.endpointId === ''
      ? eventKey(tenantId, row.eventId)
      : deliveryKey(tenantId, row.eventId, row.endpointId);
  const wanted = (row: IndexRow): ItemKey => deliveryKey(tenantId, row.eventId, endpointId);
  const keys = new Map([...rows.map(keyOf), ...rows.map(wanted)].map((key) => [idOf(key), key]));
  // Without payloads and attempts.
  const items = await batchGet(context, context.eventsTable, [...keys.values()], HEAD);
  const found = new Map(items.map((item) => [idOf(itemKeySchema.parse(item)), item]));
  const taken = new Set<string>();
  const missingOf = async (row: IndexRow): Promise<Match | undefined> => {
    const item = found.get(idOf(keyOf(row)));
    if (item === undefined || isExpired({ expiresAt: Number(item.expiresAt) }, context.clock()))
      return undefined;
    const isOnItsWay = z.array(z.string()).safeParse(item.endpointIds).data?.includes(endpointId);
    if (isOnItsWay || taken.has(row.eventId) || found.has(idOf(wanted(row)))) return undefined;
    const eventType = typeof item.eventType === 'string' ? item.eventType : undefined;
    if (!wantsEventType(endpoint, eventType) || !wantsEventType({ eventTypes }, eventType)) return undefined;
    taken.add(row.eventId);
    // One after the other: a payload may be large.
    const isToRead = endpoint.filter !== undefined || isOperationalType(eventType);
    const event = isToRead ? await readEvent(context, tenantId, row.eventId) : undefined;
    // Who is told of an endpoint was decided when it happened: by name, and never itself.
    if (event?.source?.provider === OPERATIONAL_SOURCE) return undefined;
    const isWanted = event === undefined || (await endpointsThatWant([endpoint], event)).length > 0;
    return isWanted ? { eventId: row.eventId, endpointId } : undefined;
  };
  const missing: (Match | undefined)[] = [];
  for (const row of rows) missing.push(await missingOf(row));
  return missing;
}

const HEAD = 'pk, sk, eventType, endpointIds, expiresAt';

const idOf = ({ pk, sk }: ItemKey): string => `${pk}\n${sk}`;
