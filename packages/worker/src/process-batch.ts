import { type DeliveryMessage, deliveryMessageSchema } from '@switchyard/core/deliveries';
import type { Logger } from '@switchyard/core/logging';
import { parseQueueJson } from '@switchyard/core/queues';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';

export type ProcessBatchDeps = {
  readonly deliver: (message: DeliveryMessage, logger: Logger) => Promise<void>;
  readonly logger: Logger;
};

/**
 * Each record on its own, all at once: one that fails comes back alone. A duplicate within the batch shares the
 * outcome of its twin instead of posting a second time.
 */
export function createProcessBatch({ deliver, logger }: ProcessBatchDeps) {
  return async (records: readonly SQSRecord[], requestId: string): Promise<SQSBatchResponse> => {
    const underWay = new Map<string, Promise<void>>();
    const read = new Map<string, DeliveryMessage>();

    async function processRecord(record: SQSRecord): Promise<void> {
      const message = deliveryMessageSchema.parse(parseQueueJson(record.body));
      read.set(record.messageId, message);
      const id = JSON.stringify(idsOf(message));
      const twin = underWay.get(id);
      if (twin !== undefined) return twin;
      const delivery = deliver(
        message,
        logger.child({ requestId, messageId: record.messageId, ...idsOf(message) }),
      );
      underWay.set(id, delivery);
      return delivery;
    }

    const results = await Promise.allSettled(records.map(processRecord));
    const failed = records.filter((record, index) => {
      const result = results[index];
      if (result?.status !== 'rejected') return false;
      // It becomes visible again after the queue's timeout, and a dead letter after too many receives.
      logger.error(
        {
          requestId,
          messageId: record.messageId,
          ...idsOf(read.get(record.messageId)),
          err: result.reason,
          outcome: 'comes_back',
        },
        'delivery',
      );
      return true;
    });
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

/** What to search the log by; nothing for a message that is not ours. */
function idsOf(message: DeliveryMessage | undefined) {
  if (message === undefined) return {};
  const { tenantId, eventId, endpointId, generation, attempt } = message;
  return { tenantId, eventId, endpointId, generation, attempt };
}
