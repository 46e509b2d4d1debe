import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import type { createReleaseQuarantined, ReleaseResult } from '../quarantine/release-quarantined.ts';
import type { createProcessSpool } from './process-spool.ts';

/** What an operator's CLI invokes the spool's function with, to release one quarantined request. */
const releaseRequestSchema = z.strictObject({
  action: z.literal('release'),
  receivedAt: z.iso.datetime(),
  id: z.string().min(1),
});

/** The spool's function: fed by its queue, and by an operator's hand. */
export function createHandleSpoolEvent(deps: {
  readonly processSpool: ReturnType<typeof createProcessSpool>;
  readonly release: ReturnType<typeof createReleaseQuarantined>;
}) {
  return async (event: SQSEvent | object): Promise<SQSBatchResponse | ReleaseResult> =>
    'Records' in event ? deps.processSpool(event.Records) : deps.release(releaseRequestSchema.parse(event));
}
