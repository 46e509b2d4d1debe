/** What rendering an OpenAPI document needs, at build time; no function imports it. */
export {
  type ApiDescription,
  EXAMPLE_REQUEST_ID,
  type ExampleRequest,
  renderOpenApi,
} from './render-openapi.ts';
