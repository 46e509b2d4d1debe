import { DeleteMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '@switchyard/core/clock';
import { toIso } from '@switchyard/core/clock';
import type { createLoadDelivery, createReplaceDelivery, Delivery } from '@switchyard/core/deliveries';
import type { Logger } from '@switchyard/core/logging';
import type { DlqRequest } from './request.ts';
import type { createScanDeadLetters, ScannedMessage } from './scan-dead-letters.ts';

export type PurgeDeps = {
  readonly scan: ReturnType<typeof createScanDeadLetters>;
  readonly loadDelivery: ReturnType<typeof createLoadDelivery>;
  readonly replaceDelivery: ReturnType<typeof createReplaceDelivery>;
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** Gives matching dead letters up for good: the delivery says PURGED, then the message goes. */
export function createPurge(deps: PurgeDeps) {
  return async (request: DlqRequest) => {
    const counts = { matched: 0, purged: 0, failed: 0 };
    const { scanned, malformed, complete } = await deps.scan(request, async (message) => {
      counts.matched += 1;
      if (request.dryRun) return 'stays';
      const purged = await purgeOne(message);
      counts[purged ? 'purged' : 'failed'] += 1;
      return purged ? 'deleted' : 'stays';
    });
    return { action: 'purge' as const, dryRun: request.dryRun, ...counts, scanned, malformed, complete };
  };

  async function purgeOne({ deadLetter, receiptHandle, messageId }: ScannedMessage): Promise<boolean> {
    const { tenantId, eventId, endpointId, generation } = deadLetter;
    const log = deps.logger.child({ tenantId, eventId, endpointId, generation, messageId });
    try {
      const delivery = (await deps.loadDelivery(deadLetter, deps.clock()))?.delivery;
      // One that lives on under a later generation, or was delivered, is not what this dead letter is about.
      const livesOn = delivery?.generation !== generation && !isUnsentRequeue(delivery, generation);
      const isOver = delivery === undefined || livesOn || delivery.status === 'DELIVERED';
      if (!isOver && delivery.status !== 'PURGED') {
        const { outbox: _outbox, nextAttemptAt: _due, ...kept } = delivery;
        const purged = { ...kept, status: 'PURGED' as const, updatedAt: toIso(deps.clock()) };
        if (!(await deps.replaceDelivery(delivery, purged))) return false;
      }
      await deps.sqs.send(
        new DeleteMessageCommand({ QueueUrl: deps.queueUrl, ReceiptHandle: receiptHandle }),
      );
      log.info({ outcome: 'purged' }, 'purge');
      return true;
    } catch (error) {
      log.error({ outcome: 'failed', err: error }, 'purge');
      return false;
    }
  }
}

/** Its requeue crashed before it sent anything: this dead letter is all that is left to move it. */
function isUnsentRequeue(delivery: Delivery | undefined, generation: number): boolean {
  return (
    delivery?.generation === generation + 1 && delivery.nextAttempt === 1 && delivery.outbox !== undefined
  );
}
