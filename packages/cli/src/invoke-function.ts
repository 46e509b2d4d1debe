import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { isAwsError } from '@switchyard/core/errors';
import * as z from 'zod';
import { CommandError } from './errors.ts';

export const FUNCTION_FAILED = 'function_failed';

/** What Lambda answers when the function threw or was stopped. */
const functionErrorSchema = z.object({ errorMessage: z.string() });

export type InvokeFunctionDeps = {
  readonly lambda: Pick<LambdaClient, 'send'>;
  readonly functionName: string;
};

/** Calls a deployed function and waits for its answer, which must be as the schema says. @throws CommandError */
export function createInvokeFunction({ lambda, functionName }: InvokeFunctionDeps) {
  return async <Schema extends z.ZodType>(
    schema: Schema,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<z.output<Schema>> => {
    const { FunctionError, Payload } = await send(JSON.stringify(payload));
    const answer = parseJson(Payload?.transformToString() ?? '');
    if (FunctionError !== undefined) {
      const failure = functionErrorSchema.safeParse(answer);
      const detail = failure.success ? failure.data.errorMessage : FunctionError;
      throw new CommandError(FUNCTION_FAILED, `The function ${functionName} failed: ${detail}`);
    }
    const result = schema.safeParse(answer);
    if (result.success) return result.data;
    throw new CommandError(
      'function_answer_malformed',
      `The function ${functionName} gave an answer that this version does not understand; deploy and CLI may be of different versions. ${z.prettifyError(result.error)}`,
      result.error,
    );
  };

  async function send(payload: string) {
    try {
      return await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload: payload }));
    } catch (error) {
      if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
      throw new CommandError(
        'function_not_found',
        `There is no function ${functionName} in this AWS account and region.`,
        error,
      );
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
