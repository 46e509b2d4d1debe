import type { Clock } from '@switchyard/core/clock';
import { PROBLEM_CONTENT_TYPE, problem } from '@switchyard/core/http';
import type { Logger } from '@switchyard/core/logging';
import type { DimensionValues, Metrics } from '@switchyard/core/metrics';
import { callbackFields } from './callback-fields.ts';
import type { CallbackAnswer, CallbackRequest } from './callback-request.ts';
import type { ProcessCallback } from './process-callback.ts';
import type { createProviders } from './providers/index.ts';
import { CallbackParseError } from './providers/provider.ts';
import type { QuarantineCallback } from './quarantine/quarantine-callback.ts';
import type { SpoolCallback } from './spool/spool-callback.ts';
import type { VerifyCallback } from './verify-callback.ts';

/** Twilio waits 15 s in all, a cold start included. What is not done this long after the request came is spooled. */
export const PROCESS_DEADLINE_MS = 8_000;
/** One send and its repeat (compose.ts). */
const SPOOL_DEADLINE_MS = 4_000;

export type ReceiveCallbackDeps = {
  readonly providers: ReturnType<typeof createProviders>;
  readonly verify: VerifyCallback;
  readonly process: ProcessCallback;
  readonly spool: SpoolCallback;
  readonly quarantine: QuarantineCallback;
  /** From the request's arrival on, the check of its signature included. */
  readonly deadlineMs: number;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly logger: Logger;
};

type Result = DimensionValues<'CallbacksReceived'>['result'];

/** Verify → process → answer as the provider expects; what fails on our side is spooled and answered as accepted. */
export function createReceiveCallback(deps: ReceiveCallbackDeps) {
  return async (request: CallbackRequest): Promise<CallbackAnswer> => {
    const adapter = deps.providers[request.route];
    const log = deps.logger.child(callbackFields(request, deps.providers));
    const giveUpAt = deps.clock() + deps.deadlineMs;
    let failure: Awaited<ReturnType<VerifyCallback>>;
    try {
      failure = await deps.verify(request);
    } catch (error) {
      log.error({ outcome: 'unverifiable', err: error }, 'callback');
      return spooled(request, false, log);
    }
    if (failure !== undefined) {
      deps.metrics.count('VerificationFailures', { step: failure.code });
      const kept = await deps.quarantine(request, 'verify', failure.code);
      count(request, kept ? 'quarantined' : 'refused');
      return refusal(adapter.refusalStatus, failure.code, failure.message, request);
    }
    try {
      const result = await within(giveUpAt - deps.clock(), deps.process(request));
      count(request, result.kind);
      return adapter.answer(result, request);
    } catch (error) {
      if (error instanceof CallbackParseError) return unreadable(request, error);
      log.error({ outcome: 'spooled', err: error }, 'callback');
      return spooled(request, true, log);
    }
  };

  function count({ route }: CallbackRequest, result: Result): void {
    deps.metrics.count('CallbacksReceived', { provider: deps.providers[route].provider, result });
  }

  async function spooled(request: CallbackRequest, verified: boolean, log: Logger): Promise<CallbackAnswer> {
    try {
      await within(SPOOL_DEADLINE_MS, deps.spool(request, verified));
      deps.metrics.count('CallbacksSpooled');
      count(request, 'spooled');
      return deps.providers[request.route].answer({ kind: 'accepted' }, request);
    } catch (error) {
      log.error({ outcome: 'lost_unless_repeated', err: error }, 'callback');
      count(request, 'lost');
      return refusal(503, 'unavailable', 'The callback could not be kept. Send it again.', request);
    }
  }

  /** Genuine but not as documented: a person must look. A sender that would drop it after a 4xx is told it is kept. */
  async function unreadable(request: CallbackRequest, error: CallbackParseError): Promise<CallbackAnswer> {
    const adapter = deps.providers[request.route];
    deps.metrics.count('VerificationFailures', { step: error.code });
    const kept = await deps.quarantine(request, 'parse', error.code);
    count(request, kept ? 'quarantined' : 'refused');
    if (adapter.refusalStatus !== 503) return refusal(400, error.code, error.message, request);
    return kept
      ? adapter.answer({ kind: 'accepted' }, request)
      : refusal(503, 'unavailable', error.message, request);
  }
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
