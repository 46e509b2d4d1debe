import { DAY_SECONDS, toSeconds } from '@switchyard/core/clock';
import type { Endpoint } from '@switchyard/core/endpoints';
import { type EventsTable, resultIfConditionHolds } from '@switchyard/core/tables';
import * as z from 'zod';

type Limited = Pick<Endpoint, 'tenantId' | 'endpointId'>;

const reservationSchema = z.object({ nextFreeAt: z.number() });

const keyOf = ({ tenantId, endpointId }: Limited) => ({
  pk: `TENANT#${tenantId}#ENDPOINT#${endpointId}`,
  sk: 'RATE',
});

/**
 * Reserves the next free time of a limited endpoint (GCRA): of all workers together, no more attempts than `rate` a
 * second have one. A time that passes unused is not made up for.
 *
 * @param rate attempts a second
 * @returns ms since the epoch: when the attempt may be made
 */
export async function reserveSlot(table: EventsTable, endpoint: Limited, rate: number): Promise<number> {
  const intervalMs = 1_000 / rate;
  for (;;) {
    const now = table.clock();
    const isTaken = await write(table, endpoint, {
      UpdateExpression: 'ADD nextFreeAt :interval',
      ConditionExpression: 'nextFreeAt >= :now',
      ExpressionAttributeValues: { ':interval': intervalMs, ':now': now },
    });
    if (isTaken !== undefined) return isTaken - intervalMs;
    const isFree = await write(table, endpoint, {
      UpdateExpression: 'SET nextFreeAt = :next, expiresAt = :expiresAt',
      ConditionExpression: 'attribute_not_exists(nextFreeAt) OR nextFreeAt < :now',
      ExpressionAttributeValues: {
        ':next': now + intervalMs,
        ':now': now,
        ':expiresAt': toSeconds(now) + DAY_SECONDS,
      },
    });
    if (isFree !== undefined) return isFree - intervalMs;
  }
}

/** @returns ms since the epoch: until when times are reserved; 0 where none is */
export async function readNextFree(
  { documents, eventsTable }: EventsTable,
  endpoint: Limited,
): Promise<number> {
  const { Item } = await documents.get({ TableName: eventsTable, Key: keyOf(endpoint) });
  return Item === undefined ? 0 : reservationSchema.parse(Item).nextFreeAt;
}

/** @returns the next free time after it; undefined when the condition did not hold */
async function write(
  { documents, eventsTable }: EventsTable,
  endpoint: Limited,
  update: Omit<Parameters<EventsTable['documents']['update']>[0], 'TableName' | 'Key'>,
): Promise<number | undefined> {
  const result = await resultIfConditionHolds(
    documents.update({ TableName: eventsTable, Key: keyOf(endpoint), ReturnValues: 'ALL_NEW', ...update }),
  );
  return result === undefined ? undefined : reservationSchema.parse(result.Attributes).nextFreeAt;
}
