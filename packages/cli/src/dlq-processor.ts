import * as z from 'zod';
import { invokeFunction, type LambdaContext } from './invoke-function.ts';

/** What the dlq-processor takes in one call. */
export const MAX_MESSAGES = 10_000;

/** The deployed function that alone may read the dead-letter queue. */
export type DlqProcessor = LambdaContext & { readonly dlqProcessor: string };

/** As the function takes it, which people call by hand as well. */
export type DlqRequest = {
  readonly tenantId?: string | undefined;
  readonly endpointId?: string | undefined;
  readonly eventIds?: readonly string[] | undefined;
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

export const peekDeadLetters = (context: DlqProcessor, request: DlqRequest) =>
  invokeFunction(context, context.dlqProcessor, { action: 'peek', ...request }, peekSchema);

export const requeueDeadLetters = (context: DlqProcessor, request: DlqRequest) =>
  invokeFunction(context, context.dlqProcessor, { action: 'requeue', ...request }, requeueSchema);

export const purgeDeadLetters = (context: DlqProcessor, request: DlqRequest) =>
  invokeFunction(context, context.dlqProcessor, { action: 'purge', ...request }, purgeSchema);
