import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import type { ProviderSecretsCache } from '../provider-secrets.ts';
import {
  type ReleaseContext,
  type ReleaseResult,
  releaseQuarantined,
} from '../quarantine/release-quarantined.ts';
import { type ProcessSpoolContext, processSpool } from './process-spool.ts';

export type SpoolEventContext = ProcessSpoolContext &
  ReleaseContext & {
    /** A cache in which nothing is yet. */
    readonly openSecrets: () => ProviderSecretsCache;
  };

/** What an operator's CLI invokes the spool's function with, to release one quarantined request. */
const releaseRequestSchema = z.strictObject({
  action: z.literal('release'),
  receivedAt: z.iso.datetime(),
  id: z.string().min(1),
});

/** The spool's function: fed by its queue, and by an operator's hand. */
export async function handleSpoolEvent(
  context: SpoolEventContext,
  event: SQSEvent | object,
): Promise<SQSBatchResponse | ReleaseResult> {
  if ('Records' in event) return processSpool(context, event.Records);
  // For an operator who has just corrected a secret: nothing that was read before counts.
  return releaseQuarantined(
    { ...context, providerSecrets: context.openSecrets() },
    releaseRequestSchema.parse(event),
  );
}
