import { storedRequestSchema } from '@switchyard/core/quarantine';
import { parseQueueJson, toQueueJson } from '@switchyard/core/queues';
import * as z from 'zod';
import type { CallbackRequest } from '../callback-request.ts';
import { fromStoredRequest, toStoredRequest } from '../stored-request.ts';
import { type VerifiedRequest, verifiedBefore } from '../verified-request.ts';

/** The contract of the callback-spool queue. */
export const spoolMessageSchema = z.object({
  schema: z.literal('switchyard.callback.v1'),
  /** False when the secrets could not be read: it is verified when it is processed. */
  verified: z.boolean(),
  request: storedRequestSchema,
  bodyBase64: z.base64(),
});

/** What is to be processed later, and whether it has been verified. */
export type SpooledCallback =
  | { readonly verified: true; readonly request: VerifiedRequest }
  | { readonly verified: false; readonly request: CallbackRequest };

export const toSpoolMessage = (request: CallbackRequest, verified: boolean): string =>
  toQueueJson({
    schema: 'switchyard.callback.v1',
    verified,
    request: toStoredRequest(request),
    bodyBase64: Buffer.from(request.rawBody).toString('base64'),
  } satisfies z.infer<typeof spoolMessageSchema>);

/** @throws when the message is not ours: it ends in the spool's dead-letter queue */
export function parseSpoolMessage(body: string): SpooledCallback {
  const { request: stored, verified, bodyBase64 } = spoolMessageSchema.parse(parseQueueJson(body));
  const request = fromStoredRequest(stored, Buffer.from(bodyBase64, 'base64'));
  return verified ? { verified, request: verifiedBefore(request, stored.account) } : { verified, request };
}
