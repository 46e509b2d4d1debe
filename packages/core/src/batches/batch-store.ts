import { batchIdFromIdempotencyKey } from '../ids/ids.ts';
import { ifConditionHolds, putIfAbsent } from '../tables/condition.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { type Batch, batchSchema } from './batch.ts';

export type BatchId = { readonly tenantId: string; readonly idempotencyKey: string };

const batchKey = ({ tenantId, idempotencyKey }: BatchId) => ({
  pk: `TENANT#${tenantId}#BATCH#${batchIdFromIdempotencyKey(tenantId, idempotencyKey)}`,
  sk: 'BATCH',
});

/** @returns false when there is one of this key */
export const putBatch = (table: EventsTable, id: BatchId, batch: Batch): Promise<boolean> =>
  putIfAbsent(table, { ...batchKey(id), ...batch });

/** @returns undefined when there is none, or its time is over */
export async function readBatch(
  { documents, eventsTable, clock }: EventsTable,
  id: BatchId,
): Promise<Batch | undefined> {
  const { Item } = await documents.get({ TableName: eventsTable, Key: batchKey(id), ConsistentRead: true });
  if (Item === undefined) return undefined;
  const batch = batchSchema.parse(Item);
  return isExpired(batch, clock()) ? undefined : batch;
}

/** @returns false when somebody else was faster to begin with it */
export const leaseBatch = (
  { documents, eventsTable }: EventsTable,
  id: BatchId,
  { leaseUntil, leaseBy }: Pick<Batch, 'leaseUntil' | 'leaseBy'>,
  seen: Pick<Batch, 'leaseUntil'>,
): Promise<boolean> =>
  ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: batchKey(id),
      UpdateExpression: 'SET leaseUntil = :until, leaseBy = :by',
      // Where an answer was lost, the SDK's repeat finds its own write.
      ConditionExpression: 'leaseUntil = :seen OR (leaseUntil = :until AND leaseBy = :by)',
      ExpressionAttributeValues: { ':until': leaseUntil, ':by': leaseBy, ':seen': seen.leaseUntil },
    }),
  );

/** Notes how far its lines are. Nothing is written once somebody else is at work on it. */
export const noteBatch = (
  { documents, eventsTable }: EventsTable,
  id: BatchId,
  { states, leaseUntil, leaseBy }: Pick<Batch, 'states' | 'leaseUntil' | 'leaseBy'>,
): Promise<boolean> =>
  ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: batchKey(id),
      UpdateExpression: 'SET #states = :states, leaseUntil = :until',
      ConditionExpression: 'leaseBy = :by',
      ExpressionAttributeNames: { '#states': 'states' },
      ExpressionAttributeValues: { ':states': states, ':until': leaseUntil, ':by': leaseBy },
    }),
  );
