/** Names of the tables' indexes; docs/architecture.md has their keys. */
export const EVENTS_LIST_INDEX = 'list';
export const EVENTS_ATTENTION_INDEX = 'attention';
export const IDENTITY_TENANT_INDEX = 'tenant';
