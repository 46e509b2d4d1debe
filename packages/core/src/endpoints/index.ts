export {
  DEFAULT_ENDPOINT_ID,
  type Endpoint,
  endpointSchema,
  endpointSecretSchema,
  isInService,
  isReadable,
  isSameTarget,
  parseEndpoint,
  type StoredEndpoint,
  validSecrets,
  wantsEventType,
} from './endpoint.ts';
export { disableEndpoint, type EndpointsTable, listEndpoints, readEndpoint } from './endpoint-store.ts';
export { isGloballyRoutable, isLoopback } from './global-address.ts';
export { type EndpointSummary, listAllEndpoints } from './list-all-endpoints.ts';
export { putNewEndpoint } from './put-new-endpoint.ts';
export { parseTargetUrl, TargetUrlError, type TargetUrlErrorCode } from './target-url.ts';
export { isUnfinished, UNFINISHED } from './unfinished-endpoint.ts';
