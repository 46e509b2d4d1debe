export { allowOrigins } from './allow-origins.ts';
export { createHttpApp, type HttpApp, type HttpAppOptions, REQUEST_ID_HEADER } from './app.ts';
export { type DocumentationOptions, documentationRoutes } from './docs/documentation-routes.ts';
export { GATEWAY_PROBLEMS } from './gateway-problems.ts';
export { createLambdaHandler } from './lambda-handler.ts';
export {
  HttpError,
  PROBLEM_CONTENT_TYPE,
  type Problem,
  problem,
  problemSchema,
  toProblem,
} from './problem.ts';
export { problemResponses } from './problem-responses.ts';
