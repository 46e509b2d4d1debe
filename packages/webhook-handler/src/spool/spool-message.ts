import { parseQueueJson, toQueueJson } from '@switchyard/core/queues';
import * as z from 'zod';
import type { CallbackRequest } from '../callback-request.ts';
import { fromStoredRequest, storedRequestSchema, toStoredRequest } from '../stored-request.ts';

/** The contract of the callback-spool queue. */
export const spoolMessageSchema = z.object({
  schema: z.literal('switchyard.callback.v1'),
  /** False when the secrets could not be read: it is verified when it is processed. */
  verified: z.boolean(),
  request: storedRequestSchema,
  bodyBase64: z.base64(),
});

export const toSpoolMessage = (request: CallbackRequest, verified: boolean): string =>
  toQueueJson({
    schema: 'switchyard.callback.v1',
    verified,
    request: toStoredRequest(request),
    bodyBase64: Buffer.from(request.rawBody).toString('base64'),
  } satisfies z.infer<typeof spoolMessageSchema>);

/** @throws when the message is not ours: it ends in the spool's dead-letter queue */
export function parseSpoolMessage(body: string): { request: CallbackRequest; verified: boolean } {
  const { request, verified, bodyBase64 } = spoolMessageSchema.parse(parseQueueJson(body));
  return { request: fromStoredRequest(request, Buffer.from(bodyBase64, 'base64')), verified };
}
