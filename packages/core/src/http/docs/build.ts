/** What rendering and bundling the documentation needs; no function imports it. */
export { type ApiGatewayRequest, apiGatewayEvent, lambdaContext } from './api-gateway-event.ts';
export { type DocumentationFile, documentationFiles } from './asset-sources.ts';
export { type OpenApiDocument, operationsOf, responseOf } from './openapi-document.ts';
export { type Exchange, recordExamples } from './record-examples.ts';
export { openApiTransforms, type RenderOpenApiOptions, renderOpenApi } from './render-openapi.ts';
export { describeRetryAfter, type GatewayProblem, shareGatewayProblems } from './share-gateway-problems.ts';
