export { changeState, newStateId, type StateChange } from './change-state.ts';
export { changeStatus, STATUS_ACTIONS, type StatusAction } from './change-status.ts';
export {
  type CreateEndpointContext,
  createEndpoint,
  MAX_ENDPOINTS,
  type NewEndpoint,
} from './create-endpoint.ts';
export { deleteEndpoint } from './delete-endpoint.ts';
export {
  DEFAULT_ENDPOINT_ID,
  type Endpoint,
  endpointSchema,
  endpointSecretSchema,
  isReadable,
  isSameTarget,
  isUnfinished,
  parseEndpoint,
  type StoredEndpoint,
  takesEvents,
  UNFINISHED,
  validSecrets,
  wantsEventType,
} from './endpoint.ts';
export { EndpointError, type EndpointErrorCode } from './endpoint-error.ts';
export { endpointEtag } from './endpoint-etag.ts';
export {
  descriptionSchema,
  eventTypesSchema,
  headerChangesSchema,
  headersSchema,
  metadataChangesSchema,
  metadataSchema,
} from './endpoint-fields.ts';
export {
  DEFAULT_DRAIN_RATE,
  type EndpointOptions,
  endpointOptionsSchema,
  MAX_DRAIN_RATE,
} from './endpoint-options.ts';
export type { EndpointSettings, RetryDefaults } from './endpoint-settings.ts';
export {
  type Breaker,
  type Drain,
  type EndpointStatus,
  endpointStatusSchema,
  type HeldReason,
  heldReasonSchema,
  holdReason,
} from './endpoint-state.ts';
export { disableEndpoint, type EndpointsTable, listEndpoints, readEndpoint } from './endpoint-store.ts';
export { type EndpointView, endpointView } from './endpoint-view.ts';
export { isGloballyRoutable, isLoopback } from './global-address.ts';
export { type EndpointSummary, listAllEndpoints } from './list-all-endpoints.ts';
export { putNewEndpoint } from './put-new-endpoint.ts';
export { type EndpointId, requireEndpoint } from './require-endpoint.ts';
export { isReservedHeader } from './reserved-header.ts';
export {
  DEFAULT_OVERLAP_SECONDS,
  MAX_OVERLAP_SECONDS,
  type RotatedSecret,
  type RotateSecretInput,
  rotateSecret,
} from './rotate-secret.ts';
export { enableEndpoint, holdEndpoint } from './set-status.ts';
export { drainRate, type StartDrainContext, startDrain } from './start-drain.ts';
export { parseTargetUrl, TargetUrlError, type TargetUrlErrorCode } from './target-url.ts';
export {
  type PairChanges,
  type UpdateEndpointContext,
  type UpdateEndpointInput,
  updateEndpoint,
} from './update-endpoint.ts';
