import { type Delivery, type DeliveryQueue, purgedDelivery } from '@switchyard/core/deliveries';
import {
  type DeliveryId,
  type LoadDeliveryContext,
  loadDelivery,
  replaceDelivery,
} from '@switchyard/core/delivery-store';
import type { Logger } from '@switchyard/core/logging';
import { lookSoon } from '@switchyard/core/ordering/look-soon';
import { isUnsentRequeue } from '@switchyard/core/requeue-delivery';
import * as z from 'zod';
import type { PurgeAnswer } from './answer.ts';
import { deleteDeadLetter } from './dead-letter-queue.ts';
import type { DlqRequest } from './request.ts';
import { type ScanContext, type ScannedMessage, scanDeadLetters } from './scan-dead-letters.ts';

export type PurgeContext = ScanContext & LoadDeliveryContext & DeliveryQueue & { readonly logger: Logger };

/** Gives matching dead letters up for good: the delivery says PURGED, then the message goes. */
export async function purge(context: PurgeContext, request: DlqRequest): Promise<PurgeAnswer> {
  const counts = { matched: 0, purged: 0, failed: 0 };
  const { scanned, malformed, complete } = await scanDeadLetters(context, request, async (message) => {
    counts.matched += 1;
    if (request.dryRun) return 'stays';
    const purged = await purgeOne(context, message);
    counts[purged ? 'purged' : 'failed'] += 1;
    return purged ? 'deleted' : 'stays';
  });
  return { action: 'purge', dryRun: request.dryRun, ...counts, scanned, malformed, complete };
}

async function purgeOne(
  context: PurgeContext,
  { deadLetter, receiptHandle, messageId }: ScannedMessage,
): Promise<boolean> {
  const { tenantId, eventId, endpointId, generation } = deadLetter;
  const log = context.logger.child({ tenantId, eventId, endpointId, generation, messageId });
  try {
    const delivery = await readDelivery(context, deadLetter);
    // Of the next generation too, when its requeue crashed before it sent anything: this dead letter is then all that
    // is left to move it. Any other that goes on, or was delivered, is not what this dead letter is about.
    const isMeant =
      delivery?.generation === generation ||
      (delivery?.generation === generation + 1 && isUnsentRequeue(delivery));
    if (isMeant && delivery.status !== 'DELIVERED' && delivery.status !== 'PURGED') {
      await lookSoon(context, delivery);
      const purged = purgedDelivery(delivery, context.clock());
      if (!(await replaceDelivery(context, delivery, purged))) return false;
    }
    await deleteDeadLetter(context, receiptHandle);
    log.info({ outcome: 'purged' }, 'purge');
    return true;
  } catch (error) {
    log.error({ outcome: 'failed', err: error }, 'purge');
    return false;
  }
}

/** @returns undefined also when its item cannot be read: then there is nothing that could say PURGED */
async function readDelivery(context: PurgeContext, id: DeliveryId): Promise<Delivery | undefined> {
  try {
    return (await loadDelivery(context, id))?.delivery;
  } catch (error) {
    if (error instanceof z.ZodError) return undefined;
    throw error;
  }
}
