import {
  type PeekAnswer,
  type PurgeAnswer,
  peekAnswerSchema,
  purgeAnswerSchema,
  type RequeueAnswer,
  requeueAnswerSchema,
} from '@switchyard/dlq-processor/answer';
import type { dlqRequestSchema } from '@switchyard/dlq-processor/request';
import type * as z from 'zod';
import { invokeFunction, type LambdaContext } from './invoke-function.ts';

/** The deployed function that alone may read the dead-letter queue. */
export type DlqProcessor = LambdaContext & { readonly dlqProcessor: string };

export type DlqRequest = Omit<z.input<typeof dlqRequestSchema>, 'action'>;

export const peekDeadLetters = (context: DlqProcessor, request: DlqRequest): Promise<PeekAnswer> =>
  inTurn(() =>
    invokeFunction(context, context.dlqProcessor, { action: 'peek', ...request }, peekAnswerSchema),
  );

export const requeueDeadLetters = (context: DlqProcessor, request: DlqRequest): Promise<RequeueAnswer> =>
  inTurn(() =>
    invokeFunction(context, context.dlqProcessor, { action: 'requeue', ...request }, requeueAnswerSchema),
  );

export const purgeDeadLetters = (context: DlqProcessor, request: DlqRequest): Promise<PurgeAnswer> =>
  inTurn(() =>
    invokeFunction(context, context.dlqProcessor, { action: 'purge', ...request }, purgeAnswerSchema),
  );

let lastTurn: Promise<unknown> = Promise.resolve();

/**
 * One call after another: while the function looks through the queue, what it has received is hidden from whoever else
 * looks, and the console may be asked for several things at once.
 */
function inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const mine = lastTurn.then(ask, ask);
  lastTurn = mine.catch(() => undefined);
  return mine;
}
