import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import type { ProviderSecretsCache } from '../provider-secrets.ts';
import {
  type ReleaseContext,
  type ReleaseResult,
  type ReverifyResult,
  releaseQuarantined,
  reverifyQuarantined,
} from '../quarantine/release-quarantined.ts';
import { type ProcessSpoolContext, processSpool } from './process-spool.ts';

export type SpoolEventContext = ProcessSpoolContext &
  ReleaseContext & {
    /** A cache in which nothing is yet. */
    readonly openSecrets: () => ProviderSecretsCache;
  };

/** What an operator's CLI invokes the spool's function with, about one quarantined request. */
const operatorRequestSchema = z.strictObject({
  action: z.enum(['verify', 'release']),
  receivedAt: z.iso.datetime(),
  id: z.string().min(1),
});

/** The spool's function: fed by its queue, and by an operator's hand. */
export async function handleSpoolEvent(
  context: SpoolEventContext,
  event: SQSEvent | object,
): Promise<SQSBatchResponse | ReleaseResult | ReverifyResult> {
  if ('Records' in event) return processSpool(context, event.Records);
  const { action, ...which } = operatorRequestSchema.parse(event);
  // For an operator who has just corrected a secret: nothing that was read before counts.
  const current = { ...context, providerSecrets: context.openSecrets() };
  return action === 'verify' ? reverifyQuarantined(current, which) : releaseQuarantined(current, which);
}
