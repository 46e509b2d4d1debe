export { allowOrigins } from './allow-origins.ts';
export { createHttpApp, type HttpApp, type HttpAppOptions, REQUEST_ID_HEADER } from './app.ts';
export { GATEWAY_PROBLEMS } from './gateway-problems.ts';
export { createLambdaHandler, type LambdaHandler } from './lambda-handler.ts';
export { oftenAndRest } from './often-and-rest.ts';
export { type PageRoute, pageRoute } from './page-route.ts';
export {
  HttpError,
  PROBLEM_CONTENT_TYPE,
  type Problem,
  problem,
  problemSchema,
  toProblem,
} from './problem.ts';
export { described, type ProblemStatus, problemResponses } from './problem-responses.ts';
export { addRoutes, type Route, type RouteExample, type RouteOf, type RouteSchema } from './route.ts';
