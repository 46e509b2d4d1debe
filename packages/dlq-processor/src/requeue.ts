import type { DeliveryStatus } from '@switchyard/core/deliveries';
import type { Logger } from '@switchyard/core/logging';
import { type RequeueDeliveryContext, requeueDelivery } from '@switchyard/core/requeue-delivery';
import type { RequeueAnswer } from './answer.ts';
import { deleteDeadLetter } from './dead-letter-queue.ts';
import type { DlqRequest } from './request.ts';
import { RESERVE_MS, type ScanContext, type ScannedMessage, scanDeadLetters } from './scan-dead-letters.ts';

/** DLQ is the rule; the others are of deliveries whose attempts crashed until SQS gave up on their message. */
const REQUEUEABLE: readonly DeliveryStatus[] = ['DLQ', 'FAILED', 'PENDING'];

export type RequeueContext = ScanContext &
  RequeueDeliveryContext & {
    readonly logger: Logger;
  };

/**
 * Starts each matching delivery anew. A dead letter is deleted only after its successor is in the delivery queue,
 * so a crash in between leaves it here, and the next run finds that it was requeued already.
 */
export async function requeue(context: RequeueContext, request: DlqRequest): Promise<RequeueAnswer> {
  const counts = { matched: 0, requeued: 0, superseded: 0, event_gone: 0, failed: 0 };
  const pace = createPace(context, request.ratePerSecond);

  const { scanned, malformed, complete } = await scanDeadLetters(context, request, async (message) => {
    if (!request.dryRun && !(await pace())) return 'out_of_time';
    counts.matched += 1;
    if (request.dryRun) return 'stays';
    const result = await requeueOne(context, message);
    counts[result] += 1;
    return result === 'requeued' || result === 'superseded' ? 'deleted' : 'stays';
  });
  return { action: 'requeue', dryRun: request.dryRun, ...counts, scanned, malformed, complete };
}

async function requeueOne(context: RequeueContext, { deadLetter, receiptHandle, messageId }: ScannedMessage) {
  const { tenantId, eventId, endpointId, generation } = deadLetter;
  const id = { tenantId, eventId, endpointId, generation };
  const log = context.logger.child({ ...id, messageId });
  try {
    const result = await requeueDelivery(context, { ...id, from: REQUEUEABLE });
    if (result === 'not_found') {
      // Its payload has expired. It stays for purge, so that nobody can say it went unseen.
      log.warn({ outcome: 'event_gone' }, 'requeue');
      return 'event_gone' as const;
    }
    await deleteDeadLetter(context, receiptHandle);
    log.info({ outcome: result }, 'requeue');
    return result;
  } catch (error) {
    log.error({ outcome: 'failed', err: error }, 'requeue');
    return 'failed' as const;
  }
}

/** Waits so that calls come no faster than the rate. @returns false, at once, when there is no time for the wait */
export function createPace(
  { clock, sleep, remainingMs }: Pick<RequeueContext, 'clock' | 'sleep' | 'remainingMs'>,
  ratePerSecond: number | undefined,
) {
  if (ratePerSecond === undefined) return async () => true;
  const intervalMs = 1_000 / ratePerSecond;
  let nextAt = clock();
  return async () => {
    const waitMs = nextAt - clock();
    if (waitMs > remainingMs() - RESERVE_MS) return false;
    nextAt = Math.max(nextAt, clock()) + intervalMs;
    if (waitMs > 0) await sleep(waitMs);
    return true;
  };
}
