export {
  DEFAULT_ENDPOINT_ID,
  type Endpoint,
  endpointSchema,
  endpointSecretSchema,
  validSecrets,
  wantsEventType,
} from './endpoint.ts';
export { disableEndpoint, type EndpointsTable, listEndpoints, readEndpoint } from './endpoint-store.ts';
export { isGloballyRoutable, isLoopback } from './global-address.ts';
export { parseTargetUrl, TargetUrlError, type TargetUrlErrorCode } from './target-url.ts';
