import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { isAwsError } from '@switchyard/core/errors';
import * as z from 'zod';
import { CommandError } from './errors.ts';

export const FUNCTION_FAILED = 'function_failed';

export type LambdaContext = { readonly lambda: Pick<LambdaClient, 'send'> };

/** What Lambda answers when the function threw or was stopped. */
const functionErrorSchema = z.object({ errorMessage: z.string() });

/** Calls a deployed function and waits for its answer, which must be as the schema says. @throws CommandError */
export async function invokeFunction<Schema extends z.ZodType>(
  context: LambdaContext,
  functionName: string,
  payload: Readonly<Record<string, unknown>>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { FunctionError, Payload } = await send(context, functionName, JSON.stringify(payload));
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
}

async function send({ lambda }: LambdaContext, functionName: string, payload: string) {
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
