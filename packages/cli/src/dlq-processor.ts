import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { isAwsError } from '@switchyard/core';
import * as z from 'zod';
import { CommandError } from './errors.ts';

export type DlqFilter = {
  readonly tenantId?: string | undefined;
  readonly endpointId?: string | undefined;
  readonly eventIds?: readonly string[] | undefined;
};

export type DlqRequest = DlqFilter & {
  readonly maxMessages: number;
  readonly dryRun?: boolean | undefined;
  readonly ratePerSecond?: number | undefined;
};

const amount = z.number().int().min(0);
const scan = { matched: amount, scanned: amount, malformed: amount, complete: z.boolean() };
const peekSchema = z.object({
  action: z.literal('peek'),
  ...scan,
  messages: z.array(
    z.object({
      messageId: z.string(),
      tenantId: z.string(),
      eventId: z.string(),
      endpointId: z.string(),
      generation: z.number(),
      reason: z.string(),
      attempts: z.number().optional(),
      deadAt: z.string().optional(),
      sentAt: z.string().optional(),
    }),
  ),
});
const requeueSchema = z.object({
  action: z.literal('requeue'),
  ...scan,
  requeued: amount,
  superseded: amount,
  event_gone: amount,
  failed: amount,
});
const purgeSchema = z.object({ action: z.literal('purge'), ...scan, purged: amount, failed: amount });

/** What Lambda answers when the function threw or was stopped. */
const functionErrorSchema = z.object({ errorMessage: z.string() });

export type DlqProcessorDeps = {
  readonly lambda: Pick<LambdaClient, 'send'>;
  readonly functionName: string;
};

export type DlqProcessor = ReturnType<typeof createDlqProcessor>;

/** Calls the deployed dlq-processor, which alone may read the dead-letter queue. */
export function createDlqProcessor({ lambda, functionName }: DlqProcessorDeps) {
  async function call<Schema extends z.ZodType>(
    schema: Schema,
    action: 'peek' | 'requeue' | 'purge',
    request: DlqRequest,
  ): Promise<z.output<Schema>> {
    const { FunctionError, Payload } = await send(JSON.stringify({ action, ...request }));
    const answer = parseJson(Payload?.transformToString() ?? '');
    if (FunctionError !== undefined) {
      const failure = functionErrorSchema.safeParse(answer);
      const detail = failure.success ? failure.data.errorMessage : FunctionError;
      throw new CommandError('function_failed', `The function ${functionName} failed: ${detail}`);
    }
    const result = schema.safeParse(answer);
    if (result.success) return result.data;
    throw new CommandError(
      'function_answer_malformed',
      `The function ${functionName} gave an answer that this version does not understand; deploy and CLI may be of different versions. ${z.prettifyError(result.error)}`,
      result.error,
    );
  }

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

  return {
    peek: (request: DlqRequest) => call(peekSchema, 'peek', request),
    requeue: (request: DlqRequest) => call(requeueSchema, 'requeue', request),
    purge: (request: DlqRequest) => call(purgeSchema, 'purge', request),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
