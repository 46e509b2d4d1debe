import type { AnswerAws } from '../aws/aws-endpoint.ts';
import { identifyCall } from '../aws/identify-call.ts';
import { readQueryCall } from '../aws/query-protocol.ts';
import type { FunctionCall } from '../local-stack.ts';
import type { FunctionErrorBody } from './thread-messages.ts';

/** When the environment that makes a call ends: before the call is carried out, or after it, without its answer. */
export type DecideCrash = (call: Omit<FunctionCall, 'shortName'>) => 'before' | 'after' | undefined;

/** In Lambda's words, of an environment that was ended from outside. */
const KILLED: FunctionErrorBody = {
  errorType: 'Runtime.ExitError',
  errorMessage: 'Error: Runtime exited with error: signal: killed',
};

/**
 * Answers an environment that ends at some of its calls.
 *
 * @param end ends it
 */
export function crashAt(
  answerAws: AnswerAws,
  decide: DecideCrash,
  end: (error: FunctionErrorBody) => void,
): AnswerAws {
  const nobodyWaits = () => {
    end(KILLED);
    return new Promise<never>(() => undefined);
  };
  return async (request) => {
    const body = String(request.body ?? '');
    const call = readQueryCall(request.headers, body)?.call ?? identifyCall(request.headers);
    const when = call && decide({ ...call, body });
    if (when === 'before') return nobodyWaits();
    const answer = await answerAws(request);
    return when === 'after' ? nobodyWaits() : answer;
  };
}
