export { type BatchGetContext, batchGet, type ItemKey, itemKeySchema, MAX_BATCH_GET } from './batch-get.ts';
export { type BatchPutContext, batchPut, type Unwritten } from './batch-put.ts';
export { ifConditionHolds, putIfAbsent, resultIfConditionHolds } from './condition.ts';
export type { Documents } from './documents.ts';
export {
  EVENTS_ATTENTION_INDEX,
  EVENTS_LIST_INDEX,
  type EventsTable,
  isExpired,
} from './events-table.ts';
export { queryPages, scanPages } from './pages.ts';
export { readEach } from './read-each.ts';
export { readPartition } from './read-partition.ts';
