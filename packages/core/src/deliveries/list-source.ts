import { listPartition } from '../events/event-keys.ts';
import { EVENTS_ATTENTION_INDEX, EVENTS_LIST_INDEX } from '../tables/events-table.ts';
import { deadLetterPartition, heldPartition } from './delivery-keys.ts';

export type ListSourceFilter = {
  readonly status?: string | undefined;
  readonly endpointId?: string | undefined;
};

/** Where to look for them: the few that need attention have an index of their own, so finding them never reads the many. */
export function listSourceOf(tenantId: string, { status, endpointId }: ListSourceFilter) {
  const attention = { index: EVENTS_ATTENTION_INDEX, pkName: 'attentionPk', skName: 'attentionSk' };
  if (status === 'DLQ') return { ...attention, partition: deadLetterPartition(tenantId) };
  if (status === 'HELD' && endpointId !== undefined)
    return { ...attention, partition: heldPartition(tenantId, endpointId) };
  return {
    index: EVENTS_LIST_INDEX,
    pkName: 'listPk',
    skName: 'listSk',
    partition: listPartition(tenantId),
  };
}
