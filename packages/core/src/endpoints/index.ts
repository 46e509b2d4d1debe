export type { ClientIdentity, ClientKeys } from './client-certificate.ts';
export {
  DEFAULT_ENDPOINT_ID,
  type Endpoint,
  endpointSchema,
  endpointSecretSchema,
  isReadable,
  isSameTarget,
  parseEndpoint,
  type StoredEndpoint,
  takesEvents,
  validSecrets,
  wantsEventType,
} from './endpoint.ts';
export {
  type ClientCertificate,
  clientAuthSchema,
  DEFAULT_DRAIN_RATE,
  type EndpointAuth,
  endpointOptionsSchema,
  MAX_DRAIN_RATE,
} from './endpoint-options.ts';
export type { RetryDefaults } from './endpoint-settings.ts';
export {
  type Breaker,
  type Drain,
  type EndpointStatus,
  endpointStatusSchema,
  type HeldReason,
  heldReasonSchema,
  holdReason,
} from './endpoint-state.ts';
export { type EndpointsTable, readEndpoint } from './endpoint-store.ts';
export { type EndpointSummary, listAllEndpoints } from './list-all-endpoints.ts';
export { isUnfinished, UNFINISHED } from './unfinished.ts';
