export { type BatchGetContext, batchGet, type ItemKey, itemKeySchema, MAX_BATCH_GET } from './batch-get.ts';
export { ifConditionHolds, resultIfConditionHolds } from './condition.ts';
export type { Documents } from './documents.ts';
export type { EventsTable } from './events-table.ts';
export { isExpired } from './expiry.ts';
export { EVENTS_ATTENTION_INDEX, EVENTS_LIST_INDEX, IDENTITY_TENANT_INDEX } from './indexes.ts';
export { queryPages, scanPages } from './pages.ts';
export { putIfAbsent } from './put-if-absent.ts';
export { readEach } from './read-each.ts';
