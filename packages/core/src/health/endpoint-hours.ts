import { DAY_SECONDS, toIso, toSeconds } from '../clock.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { EVENT_RETENTION_DAYS } from '../events/event.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';

/** What is counted of an endpoint: deliveries that ended or were held, and attempts that were not answered with 2xx. */
export type Counted = 'delivered' | 'failed' | 'dead' | 'held';

/** Buckets of answer times are named by their number. */
const BUCKET = /^t(\d+)$/;
export const bucketName = (bucket: number): string => `t${bucket}`;
export const bucketOfName = (name: string): number | undefined => {
  const [, bucket] = BUCKET.exec(name) ?? [];
  return bucket === undefined ? undefined : Number(bucket);
};

/** The endpoint of this id that was made then: one that is deleted and made again begins with nothing. */
export type CountedEndpoint = Pick<Endpoint, 'tenantId' | 'endpointId' | 'createdAt'>;

export const HOUR_MS = 3_600_000;

/** `2026-11-28T09`; as text they sort by time. */
export const hourOf = (ms: number): string => toIso(ms).slice(0, 13);

export const hourPartition = ({ tenantId, endpointId }: CountedEndpoint): string =>
  `TENANT#${tenantId}#ENDPOINT#${endpointId}`;

export const hourSortKey = ({ createdAt }: CountedEndpoint, hour: string): string =>
  `HOUR#${createdAt}#${hour}`;

/** What came together of an endpoint in an hour. */
export type HourCounts = {
  /** A name that nobody else gives: a write whose answer was lost may be repeated, and counts once. */
  readonly writeId: string;
  readonly hour: string;
  /** By their names, of what is counted and of buckets. */
  readonly counts: ReadonlyMap<string, number>;
  readonly lastSuccessAt: string | undefined;
};

/** Adds to what others have counted of the same hour: one write unit, since such an item stays below 1 KiB. */
export async function addToHour(
  { documents, eventsTable, clock }: EventsTable,
  endpoint: CountedEndpoint,
  { writeId, hour, counts, lastSuccessAt }: HourCounts,
): Promise<void> {
  const set = {
    writeId,
    expiresAt: toSeconds(clock()) + EVENT_RETENTION_DAYS * DAY_SECONDS,
    ...(lastSuccessAt === undefined ? {} : { lastSuccessAt }),
  };
  const added = [...counts.keys()].map((name) => `#${name} :${name}`);
  const fields = Object.keys(set).map((name) => `#${name} = :${name}`);
  const all = [...counts, ...Object.entries(set)];
  await ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: { pk: hourPartition(endpoint), sk: hourSortKey(endpoint, hour) },
      UpdateExpression: `ADD ${added.join(', ')} SET ${fields.join(', ')}`,
      ConditionExpression: '#writeId <> :writeId',
      ExpressionAttributeNames: Object.fromEntries(all.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(all.map(([name, value]) => [`:${name}`, value])),
    }),
  );
}
