export {
  DEFAULT_ENDPOINT_ID,
  type Endpoint,
  endpointSchema,
  endpointSecretSchema,
  validSecrets,
  wantsEventType,
} from './endpoint.ts';
export { isGloballyRoutable, isLoopback } from './global-address.ts';
export { createListEndpoints, type EndpointsDeps } from './list-endpoints.ts';
export { parseTargetUrl, TargetUrlError, type TargetUrlErrorCode } from './target-url.ts';
