import * as z from 'zod';
import { createInvokeFunction, type InvokeFunctionDeps } from './invoke-function.ts';

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

export type DlqProcessor = ReturnType<typeof createDlqProcessor>;

/** Calls the deployed dlq-processor, which alone may read the dead-letter queue. */
export function createDlqProcessor(deps: InvokeFunctionDeps) {
  const invoke = createInvokeFunction(deps);
  return {
    peek: (request: DlqRequest) => invoke(peekSchema, { action: 'peek', ...request }),
    requeue: (request: DlqRequest) => invoke(requeueSchema, { action: 'requeue', ...request }),
    purge: (request: DlqRequest) => invoke(purgeSchema, { action: 'purge', ...request }),
  };
}
