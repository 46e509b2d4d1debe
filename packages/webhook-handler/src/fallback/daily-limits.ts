import { DAY_SECONDS, toIso, toSeconds } from '@switchyard/core/clock';
import { type EventsTable, ifConditionHolds } from '@switchyard/core/tables';

/** How many fallbacks may be sent in a day. */
export type FallbackLimits = { readonly all: number; readonly tenant: number; readonly destination: number };

export type DailyLimitsContext = EventsTable & {
  readonly fallbackLimits: FallbackLimits;
  /** Keys of counters that are known to have reached their limit. */
  readonly reachedLimits: Set<string>;
};

type Counter = { readonly name: keyof FallbackLimits; readonly pk: string; readonly limit: number };

export type FallbackTo = {
  readonly channel: string;
  readonly destination: string;
  readonly tenantId: string | undefined;
};

/** One for each limit, narrowest first: what one tenant's senders use up must leave the others theirs. */
export function countersOf(
  { fallbackLimits: limits, clock }: DailyLimitsContext,
  { channel, destination, tenantId }: FallbackTo,
): readonly Counter[] {
  const day = `FALLBACKS#${toIso(clock()).slice(0, 10)}`;
  const tenant = tenantId === undefined ? '' : `TENANT#${tenantId}#`;
  return [
    { name: 'destination', pk: `${tenant}${day}#${channel}#${destination}`, limit: limits.destination },
    { name: 'tenant', pk: `${tenant}${day}#TENANT`, limit: limits.tenant },
    { name: 'all', pk: day, limit: limits.all },
  ];
}

/**
 * Counts one fallback that is about to be sent. A counter takes as many writes as its limit says, and then one more of
 * each function's environment, which remembers that it is full: so no stranger makes it a hot key. A crash, and the
 * SDK's repeat of a write whose answer was lost, count one that is not sent; never the other way round.
 *
 * @returns the limit that was reached; undefined when one more may be sent
 */
export async function countFallback(
  context: DailyLimitsContext,
  counters: readonly Counter[],
): Promise<Counter['name'] | undefined> {
  const full = fullCounter(context, counters);
  if (full !== undefined) return full;
  for (const counter of counters) {
    if (await addOne(context, counter)) continue;
    remember(context, counter.pk);
    return counter.name;
  }
  return undefined;
}

/** Without a call of the table. */
export const fullCounter = (
  { reachedLimits }: DailyLimitsContext,
  counters: readonly Counter[],
): Counter['name'] | undefined =>
  counters.find(({ pk, limit }) => limit === 0 || reachedLimits.has(pk))?.name;

const addOne = ({ documents, eventsTable, clock }: EventsTable, { pk, limit }: Counter): Promise<boolean> =>
  ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: { pk, sk: 'FALLBACKS' },
      UpdateExpression: 'ADD sent :one SET expiresAt = :expiresAt',
      ConditionExpression: 'attribute_not_exists(sent) OR sent < :limit',
      ExpressionAttributeValues: {
        ':one': 1,
        ':limit': limit,
        ':expiresAt': toSeconds(clock()) + 2 * DAY_SECONDS,
      },
    }),
  );

const MAX_REMEMBERED = 10_000;

/** Those of days before go with the rest. */
function remember({ reachedLimits }: DailyLimitsContext, pk: string): void {
  if (reachedLimits.size >= MAX_REMEMBERED) reachedLimits.clear();
  reachedLimits.add(pk);
}
