import { remembered } from '../remembered.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import type { Route } from './route.ts';

/**
 * One handler of two: what nearly every request needs is there from the start, and the rest is loaded when the first
 * request comes that is another.
 *
 * @param often answered by `answer`; everything else, also what no route answers, by what `loadRest` gives, which is
 * asked again where it failed: an environment goes on for hours
 */
export function oftenAndRest(
  often: Pick<Route<never>, 'method' | 'path'>,
  answer: LambdaHandler,
  loadRest: () => Promise<LambdaHandler>,
): LambdaHandler {
  const rest = remembered(loadRest);
  return async (event, context) => {
    if (event.httpMethod === often.method && event.resource === often.path) return answer(event, context);
    return (await rest())(event, context);
  };
}
