/** What rendering an OpenAPI document needs, at build time; no function imports it. */
export { type OpenApiDocument, operationsOf, responseOf } from './openapi-document.ts';
export { type ExampleRequest, type Exchange, recordExamples } from './record-examples.ts';
export { type RenderOpenApiOptions, renderOpenApi } from './render-openapi.ts';
export { describeRetryAfter, type GatewayProblem, shareGatewayProblems } from './share-gateway-problems.ts';
