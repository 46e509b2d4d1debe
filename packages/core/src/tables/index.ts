export { ifConditionHolds } from './condition.ts';
export type { Documents } from './documents.ts';
export { isExpired } from './expiry.ts';
export { EVENTS_ATTENTION_INDEX, EVENTS_LIST_INDEX, IDENTITY_TENANT_INDEX } from './indexes.ts';
export { queryPages, scanPages } from './pages.ts';
