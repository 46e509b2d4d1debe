import { eventKey, listPosition } from '../events/event-keys.ts';
import { shardPartition } from '../spread/shard-partition.ts';

export const DELIVERY_PREFIX = 'DELIVERY#';

export const deliveryKey = (tenantId: string, eventId: string, endpointId: string) => ({
  pk: eventKey(tenantId, eventId).pk,
  sk: `${DELIVERY_PREFIX}${endpointId}`,
});

export const deadLetterPartition = (tenantId: string) => `TENANT#${tenantId}#DLQ`;

export const heldPartition = (tenantId: string, endpointId: string) =>
  `TENANT#${tenantId}#${endpointId}#HELD`;

const HELD = /^TENANT#([^#]+)#([^#]+)#HELD(?:#\d+)?$/;

/** The held delivery that an entry of the index `attention` is about; undefined where it is about another. */
export function heldEntryOf({ attentionPk, attentionSk }: Readonly<Record<string, unknown>>) {
  const [, tenantId, endpointId] = HELD.exec(String(attentionPk)) ?? [];
  const [createdAt, eventId] = String(attentionSk).split('#');
  if (tenantId === undefined || endpointId === undefined) return undefined;
  return createdAt === undefined || eventId === undefined
    ? undefined
    : { tenantId, endpointId, eventId, createdAt };
}

/**
 * Present only while a delivery is HELD or DLQ, so that finding those few never reads the many. Dead letters are
 * listed by tenant, held deliveries are drained by endpoint.
 */
export const attentionKey = (
  { tenantId, endpointId, createdAt, eventId, shard }: AttentionEntry,
  status: 'HELD' | 'DLQ',
) => ({
  attentionPk: shardPartition(
    status === 'DLQ' ? deadLetterPartition(tenantId) : heldPartition(tenantId, endpointId),
    shard,
  ),
  attentionSk: `${listPosition(createdAt, eventId)}#${endpointId}`,
});

type AttentionEntry = {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly createdAt: string;
  readonly eventId: string;
  readonly shard?: number | undefined;
};

export const isDeliverySortKey = (sk: string): boolean => sk.startsWith(DELIVERY_PREFIX);

export const endpointIdOfSortKey = (sk: string): string => sk.slice(DELIVERY_PREFIX.length);
