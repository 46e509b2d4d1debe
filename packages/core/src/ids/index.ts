export { endpointIdSchema, eventIdSchema, tenantIdSchema } from './id-schemas.ts';
export { base32, EVENT_ID_PATTERN, eventIdFromIdempotencyKey, newId } from './ids.ts';
