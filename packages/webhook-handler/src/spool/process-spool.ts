import { UnavailableError } from '@switchyard/core/errors';
import type { DimensionValues } from '@switchyard/core/metrics';
import type { Quarantined } from '@switchyard/core/quarantine';
import { SignatureError } from '@switchyard/core/signatures';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { type CallbackRequest, callbackFields } from '../callback-request.ts';
import { type ProcessCallbackContext, processCallback } from '../process-callback.ts';
import { isUnacceptable } from '../providers/provider.ts';
import {
  isKept,
  type QuarantineContext,
  quarantineCallback,
  quarantineKind,
} from '../quarantine/quarantine-callback.ts';
import type { VerifiedRequest } from '../verified-request.ts';
import { type VerifyCallbackContext, verifyCallback } from '../verify-callback.ts';
import { LOOK_AGAIN_SECONDS, spoolCallback } from './spool-callback.ts';
import { parseSpoolMessage, type SpooledCallback } from './spool-message.ts';

/** A message may be registered so long after it was sent, and after its provider began to report on it. */
const REGISTERING_MS = 120_000;

export type ProcessSpoolContext = ProcessCallbackContext & QuarantineContext & VerifyCallbackContext;

/** Processes spooled callbacks as if they had just come; one that fails comes back alone. */
export async function processSpool(
  context: ProcessSpoolContext,
  records: readonly SQSRecord[],
): Promise<SQSBatchResponse> {
  const done = await Promise.all(records.map((record) => processRecord(context, record)));
  const failed = records.filter((_, index) => !done[index]);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** @returns false when it must come back */
async function processRecord(context: ProcessSpoolContext, { body, messageId }: SQSRecord): Promise<boolean> {
  let fields = {};
  try {
    const callback = parseSpoolMessage(body);
    fields = callbackFields(callback.request);
    await processSpooled(context, callback);
    return true;
  } catch (error) {
    context.logger.error({ ...fields, messageId, err: error, outcome: 'comes_back' }, 'callback');
    return false;
  }
}

async function processSpooled(context: ProcessSpoolContext, callback: SpooledCallback): Promise<void> {
  try {
    const request = callback.verified ? callback.request : await verifyCallback(context, callback.request);
    const { kind } = await processCallback(context, request);
    if (kind === 'no_match') await lookAgain(context, request);
    context.logger.info({ ...callbackFields(request), outcome: kind, spooled: true }, 'callback');
  } catch (error) {
    if (error instanceof SignatureError) await quarantine(context, callback.request, 'verify', error.code);
    else if (isUnacceptable(error)) await quarantine(context, callback.request, error.step, error.code);
    else throw error;
  }
}

/** Its provider was told that it is taken, and will not repeat it. */
async function lookAgain(context: ProcessSpoolContext, request: VerifiedRequest): Promise<void> {
  if (context.clock() - Date.parse(request.receivedAt) > REGISTERING_MS) return;
  await spoolCallback(context, { verified: true, request }, LOOK_AGAIN_SECONDS);
}

/**
 * Of what carries no signature the beginning is enough; anything else must be kept whole, or end in the spool's own
 * dead-letter queue.
 *
 * @throws UnavailableError when it was not kept; without the cause, which may quote what was sent
 */
async function quarantine(
  context: ProcessSpoolContext,
  request: CallbackRequest,
  step: Quarantined['step'],
  code: DimensionValues<'VerificationFailures'>['step'],
): Promise<void> {
  context.metrics.count('VerificationFailures', { step: code });
  const outcome = await quarantineCallback(context, request, step, code);
  if (isKept(outcome, code)) return;
  if (outcome === 'cut' && quarantineKind(request, step) === 'unsigned') return;
  throw new UnavailableError('The callback could not be kept in quarantine.');
}
