import { toIso } from '../clock.ts';
import { type Event, retainUntil } from '../events/event.ts';
import { ifConditionHolds, newWriteId } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { seenSortKey, typesPartition } from './event-type.ts';

export type SeenTypes = {
  /** Counts a stored event. It never fails, and soon returns. */
  readonly note: (event: Pick<Event, 'tenantId' | 'eventType' | 'eventId'>) => Promise<void>;
};

/** How often one environment writes what it counted of a type. */
const INTERVAL_MS = 60_000;
/** So many types of a tenant in an interval: one that sends another type each time does not write each time. */
const MAX_WRITES = 20;
/** Types and tenants that are remembered. */
const MAX_ENTRIES = 2_000;
/** What takes longer goes on beside the next requests. */
const WAIT_MS = 200;

type Entry = {
  readonly tenantId: string;
  readonly eventType: string;
  count: number;
  exampleId: string;
  /** Not written again before. */
  dueMs: number;
  /** As it was sent, without having been answered: it is sent again as it is, and counts once. */
  unsure: Sent | undefined;
};

type Sent = { readonly writeId: string; readonly count: number; readonly seenAt: string };

/**
 * Counts types of events in memory, so that counting costs no write for each event. The first of a type is written at
 * once, later ones with one that comes when the interval is over. An environment that ends loses what it had not
 * written: a minute's counts, and never an event.
 */
export function createSeenTypes(
  table: EventsTable & { readonly sleep: (ms: number) => Promise<unknown> },
): SeenTypes {
  const entries = new Map<string, Entry>();
  /** By tenant, until when its writes are used up, in the manner of GCRA. */
  const usedUntil = new Map<string, number>();

  function mayWrite(tenantId: string, now: number): boolean {
    const used = usedUntil.get(tenantId) ?? 0;
    const each = INTERVAL_MS / MAX_WRITES;
    if (used > now + INTERVAL_MS - each) return false;
    if (usedUntil.size >= MAX_ENTRIES) usedUntil.clear();
    usedUntil.set(tenantId, Math.max(now, used) + each);
    return true;
  }

  function entryOf(tenantId: string, eventType: string): Entry {
    const id = `${tenantId}#${eventType}`;
    const known = entries.get(id);
    if (known !== undefined) return known;
    // The oldest one: what it had not written is missing in the counts.
    const [oldest] = entries.keys();
    if (entries.size >= MAX_ENTRIES && oldest !== undefined) entries.delete(oldest);
    const entry = { tenantId, eventType, count: 0, exampleId: '', dueMs: 0, unsure: undefined };
    entries.set(id, entry);
    return entry;
  }

  async function write(entry: Entry, now: number): Promise<void> {
    entry.dueMs = now + INTERVAL_MS;
    if (entry.unsure === undefined) {
      entry.unsure = { writeId: newWriteId(), count: entry.count, seenAt: toIso(now) };
      entry.count = 0;
    }
    await addSeen(table, entry, entry.unsure);
    entry.unsure = undefined;
  }

  return {
    async note({ tenantId, eventType, eventId }) {
      if (eventType === undefined || eventType === '') return;
      const now = table.clock();
      const entry = entryOf(tenantId, eventType);
      entry.count += 1;
      entry.exampleId = eventId;
      if (now < entry.dueMs || !mayWrite(tenantId, now)) return;
      // What fails is sent again when it is due; what is lost is missing in the counts, and nowhere else.
      const writing = write(entry, now).catch(() => undefined);
      await Promise.race([writing, table.sleep(WAIT_MS)]);
    },
  };
}

async function addSeen(
  { documents, eventsTable, clock }: EventsTable,
  { tenantId, eventType, exampleId }: Entry,
  { writeId, count, seenAt }: Sent,
): Promise<void> {
  await ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: { pk: typesPartition(tenantId), sk: seenSortKey(eventType) },
      UpdateExpression:
        'ADD #count :count SET lastSeenAt = :seenAt, exampleId = :example, expiresAt = :expires, writeId = :writeId',
      ConditionExpression: 'writeId <> :writeId',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: {
        ':count': count,
        ':seenAt': seenAt,
        ':example': exampleId,
        ':expires': retainUntil(clock()),
        ':writeId': writeId,
      },
    }),
  );
}
