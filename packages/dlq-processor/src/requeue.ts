import { DeleteMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '@switchyard/core/clock';
import type { createRequeueDelivery, DeliveryStatus } from '@switchyard/core/deliveries';
import type { Logger } from '@switchyard/core/logging';
import type { DlqRequest } from './request.ts';
import { type createScanDeadLetters, RESERVE_MS, type ScannedMessage } from './scan-dead-letters.ts';

/** DLQ is the rule; the others are of deliveries whose attempts crashed until SQS gave up on their message. */
const REQUEUEABLE: readonly DeliveryStatus[] = ['DLQ', 'FAILED', 'PENDING'];

export type RequeueDeps = {
  readonly scan: ReturnType<typeof createScanDeadLetters>;
  readonly requeueDelivery: ReturnType<typeof createRequeueDelivery>;
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  /** Milliseconds until the function must have ended. */
  readonly remainingMs: () => number;
  readonly logger: Logger;
};

/**
 * Starts each matching delivery anew. A dead letter is deleted only after its successor is in the delivery queue,
 * so a crash in between leaves it here, and the next run finds that it was requeued already.
 */
export function createRequeue(deps: RequeueDeps) {
  return async (request: DlqRequest) => {
    const counts = { matched: 0, requeued: 0, superseded: 0, event_gone: 0, failed: 0 };
    const pace = createPace(request.ratePerSecond, deps);

    const { scanned, malformed, complete } = await deps.scan(request, async (message) => {
      if (!request.dryRun && !(await pace())) return 'out_of_time';
      counts.matched += 1;
      if (request.dryRun) return 'stays';
      const result = await requeueOne(message);
      counts[result] += 1;
      return result === 'requeued' || result === 'superseded' ? 'deleted' : 'stays';
    });
    return { action: 'requeue' as const, dryRun: request.dryRun, ...counts, scanned, malformed, complete };
  };

  async function requeueOne({ deadLetter, receiptHandle, messageId }: ScannedMessage) {
    const { tenantId, eventId, endpointId, generation } = deadLetter;
    const log = deps.logger.child({ tenantId, eventId, endpointId, generation, messageId });
    try {
      const result = await deps.requeueDelivery({
        tenantId,
        eventId,
        endpointId,
        generation,
        from: REQUEUEABLE,
      });
      if (result === 'not_found') {
        // Its payload has expired. It stays for purge, so that nobody can say it went unseen.
        log.warn({ outcome: 'event_gone' }, 'requeue');
        return 'event_gone' as const;
      }
      await deps.sqs.send(
        new DeleteMessageCommand({ QueueUrl: deps.queueUrl, ReceiptHandle: receiptHandle }),
      );
      log.info({ outcome: result }, 'requeue');
      return result;
    } catch (error) {
      log.error({ outcome: 'failed', err: error }, 'requeue');
      return 'failed' as const;
    }
  }
}

/** Waits so that calls come no faster than the rate. @returns false, at once, when there is no time for the wait */
function createPace(
  ratePerSecond: number | undefined,
  { clock, sleep, remainingMs }: Pick<RequeueDeps, 'clock' | 'sleep' | 'remainingMs'>,
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
