import * as z from 'zod';
import { toIso } from '../clock.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { readEach } from '../tables/read-each.ts';
import { percentile } from './answer-times.ts';
import {
  bucketOfName,
  type Counted,
  type CountedEndpoint,
  HOUR_MS,
  hourOf,
  hourPartition,
  hourSortKey,
} from './endpoint-hours.ts';

/** The hour that is not over yet, and so many before it. */
const FULL_HOURS = 24;

const hourSchema = z.looseObject({
  sk: z.string(),
  lastSuccessAt: z.iso.datetime().optional().catch(undefined),
});

/** What was counted of an endpoint in an hour. */
export type CountedHour = z.infer<typeof hourSchema>;

export type Figures = Readonly<Record<Counted, number>> & {
  /** Of all requests that were answered, whatever with. */
  readonly answerMsP95: number | undefined;
};

export type DayFigures = Figures & {
  /** From when on they count: 24 hours, and what there is of this one. */
  readonly since: string;
  readonly lastSuccessAt: string | undefined;
};

/** The hours from the one of this time on, newest first; of an hour in which nothing came of the endpoint there is none. */
export async function readHours(
  table: EventsTable,
  endpoint: CountedEndpoint,
  sinceMs: number,
): Promise<CountedHour[]> {
  const { Items = [] } = await table.documents.query(hoursFrom(table, endpoint, hourOf(sinceMs)));
  return readEach(hourSchema, Items);
}

/** When it began. */
export const startOf = ({ sk }: CountedHour): number =>
  Date.parse(`${sk.slice(-'2026-11-28T09'.length)}:00:00Z`);

/** All that was counted in these hours together. */
export function addUp(hours: readonly CountedHour[]): Figures {
  const sum = (name: string) =>
    hours.reduce((total, hour) => total + (typeof hour[name] === 'number' ? hour[name] : 0), 0);
  const buckets = [...new Set(hours.flatMap(Object.keys))].flatMap((name) => {
    const bucket = bucketOfName(name);
    return bucket === undefined ? [] : [[bucket, sum(name)] as const];
  });
  return {
    delivered: sum('delivered'),
    failed: sum('failed'),
    dead: sum('dead'),
    held: sum('held'),
    answerMsP95: percentile(new Map(buckets), 0.95),
  };
}

/** What was counted of an endpoint in the last day. At most 25 small items: a read unit, or two. */
export async function readDay(table: EventsTable, endpoint: CountedEndpoint): Promise<DayFigures> {
  const sinceMs = Math.floor(table.clock() / HOUR_MS - FULL_HOURS) * HOUR_MS;
  const hours = await readHours(table, endpoint, sinceMs);
  return {
    ...addUp(hours),
    since: toIso(sinceMs),
    lastSuccessAt:
      hours.find(({ lastSuccessAt }) => lastSuccessAt !== undefined)?.lastSuccessAt ??
      (Date.parse(endpoint.createdAt) < sinceMs ? await readLastSuccess(table, endpoint) : undefined),
  };
}

/** Newest first. */
const hoursFrom = ({ eventsTable }: EventsTable, endpoint: CountedEndpoint, hour: string) => ({
  TableName: eventsTable,
  KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
  ExpressionAttributeValues: {
    ':pk': hourPartition(endpoint),
    ':from': hourSortKey(endpoint, hour),
    ':to': hourSortKey(endpoint, '~'),
  },
  ScanIndexForward: false,
});

/** For an endpoint that had none in the last day: the hours of 30 days, some 20 read units and 90 at most. */
async function readLastSuccess(table: EventsTable, endpoint: CountedEndpoint): Promise<string | undefined> {
  const { Items = [] } = await table.documents.query({
    ...hoursFrom(table, endpoint, ''),
    FilterExpression: 'attribute_exists(lastSuccessAt)',
  });
  return readEach(hourSchema, Items)[0]?.lastSuccessAt;
}
