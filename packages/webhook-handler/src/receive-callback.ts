import { PROBLEM_CONTENT_TYPE, problem } from '@switchyard/core/http';
import type { Logger } from '@switchyard/core/logging';
import type { DimensionValues, Metrics } from '@switchyard/core/metrics';
import { CALLBACKS } from '@switchyard/core/providers';
import { SignatureError } from '@switchyard/core/signatures';
import { type CallbackAnswer, type CallbackRequest, callbackFields } from './callback-request.ts';
import { type ProcessCallbackContext, processCallback } from './process-callback.ts';
import { callbackCode } from './providers/index.ts';
import { isUnacceptable, type UnacceptableCallback } from './providers/provider.ts';
import { isKept, type QuarantineContext, quarantineCallback } from './quarantine/quarantine-callback.ts';
import { type SpoolContext, spoolCallback } from './spool/spool-callback.ts';
import type { SpooledCallback } from './spool/spool-message.ts';
import type { VerifiedRequest } from './verified-request.ts';
import { type VerifyCallbackContext, verifyCallback } from './verify-callback.ts';

/** Twilio waits 15 s in all, a cold start included. What is not done this long after the request came is spooled. */
export const PROCESS_DEADLINE_MS = 8_000;
/** One send and its repeat (context.ts). */
const SPOOL_DEADLINE_MS = 4_000;

export type ReceiveCallbackContext = ProcessCallbackContext &
  QuarantineContext &
  SpoolContext &
  VerifyCallbackContext & {
    /** From the request's arrival on, the check of its signature included. */
    readonly deadlineMs: number;
  };

/** Verify → process → answer as the provider expects; what fails on our side is spooled and answered as accepted. */
export async function receiveCallback(
  context: ReceiveCallbackContext,
  request: CallbackRequest,
): Promise<CallbackAnswer> {
  const log = context.logger.child(callbackFields(request));
  const giveUpAt = context.clock() + context.deadlineMs;
  let verified: VerifiedRequest;
  try {
    verified = await verifyCallback(context, request);
  } catch (error) {
    if (error instanceof SignatureError) return unproven(context, request, error);
    log.error({ outcome: 'unverifiable', err: error }, 'callback');
    return spooled(context, { verified: false, request }, log);
  }
  try {
    const result = await within(giveUpAt - context.clock(), processCallback(context, verified));
    count(context, request, result.kind);
    return callbackCode(request.route).answer(result, request);
  } catch (error) {
    if (isUnacceptable(error)) return unacceptable(context, verified, error);
    log.error({ outcome: 'spooled', err: error }, 'callback');
    return spooled(context, { verified: true, request: verified }, log);
  }
}

type Result = DimensionValues<'CallbacksReceived'>['result'];

function count({ metrics }: { readonly metrics: Metrics }, { route }: CallbackRequest, result: Result): void {
  metrics.count('CallbacksReceived', { provider: CALLBACKS[route].provider, result });
}

async function unproven(
  context: ReceiveCallbackContext,
  request: CallbackRequest,
  { code, message }: SignatureError,
): Promise<CallbackAnswer> {
  context.metrics.count('VerificationFailures', { step: code });
  const kept = (await quarantineCallback(context, request, 'verify', code)) === 'kept';
  count(context, request, kept ? 'quarantined' : 'refused');
  return refusal(CALLBACKS[request.route].refusalStatus, code, message, request);
}

async function spooled(
  context: ReceiveCallbackContext,
  callback: SpooledCallback,
  log: Logger,
): Promise<CallbackAnswer> {
  const { request } = callback;
  try {
    await within(SPOOL_DEADLINE_MS, spoolCallback(context, callback));
    context.metrics.count('CallbacksSpooled');
    count(context, request, 'spooled');
    return callbackCode(request.route).answer({ kind: 'accepted' }, request);
  } catch (error) {
    log.error({ outcome: 'lost_unless_repeated', err: error }, 'callback');
    count(context, request, 'lost');
    return refusal(503, 'unavailable', 'The callback could not be kept. Send it again.', request);
  }
}

/** Genuine but not as documented, at least in part, or about a tenant of others: a person must look. */
async function unacceptable(
  context: ReceiveCallbackContext,
  request: VerifiedRequest,
  { step, code, message }: UnacceptableCallback,
): Promise<CallbackAnswer> {
  context.metrics.count('VerificationFailures', { step: code });
  const kept = isKept(await quarantineCallback(context, request, step, code), code);
  count(context, request, kept ? 'quarantined' : 'refused');
  if (CALLBACKS[request.route].unreadableStatus === 400)
    return refusal(step === 'parse' ? 400 : 403, code, message, request);
  return kept
    ? callbackCode(request.route).answer({ kind: 'accepted' }, request)
    : refusal(503, 'unavailable', message, request);
}

function refusal(
  status: number,
  code: string,
  detail: string,
  { requestId }: CallbackRequest,
): CallbackAnswer {
  return {
    status,
    contentType: PROBLEM_CONTENT_TYPE,
    body: JSON.stringify(problem(status, code, detail, requestId)),
  };
}

/** @throws when the work is not done in time; it may still finish, and its repeat finds that it did */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It was not done within ${ms} ms`)), ms);
  });
  // Its failure after the deadline is nobody's to handle any more.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
