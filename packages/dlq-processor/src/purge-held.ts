import { type Delivery, type DeliveryQueue, purgedDelivery } from '@switchyard/core/deliveries';
import { replaceDelivery } from '@switchyard/core/delivery-store';
import type { Logger } from '@switchyard/core/logging';
import { lookSoon } from '@switchyard/core/ordering/look-soon';
import type { PurgeAnswer } from './answer.ts';
import type { DlqRequest } from './request.ts';
import { type WalkHeldContext, walkHeld } from './walk-held.ts';

export type PurgeHeldContext = WalkHeldContext & DeliveryQueue & { readonly logger: Logger };

/** Gives up for good what is held: the deliveries say PURGED, and no drain finds them. */
export async function purgeHeld(context: PurgeHeldContext, request: DlqRequest): Promise<PurgeAnswer> {
  const counts = { matched: 0, purged: 0, failed: 0 };
  const scan = await walkHeld(context, request, async (delivery) => {
    counts.matched += 1;
    if (!request.dryRun) counts[await purgeOne(context, delivery)] += 1;
    return 'visited';
  });
  return { action: 'purge', dryRun: request.dryRun, ...counts, ...scan };
}

async function purgeOne(context: PurgeHeldContext, delivery: Delivery): Promise<'purged' | 'failed'> {
  const { tenantId, eventId, endpointId, generation } = delivery;
  const log = context.logger.child({ tenantId, eventId, endpointId, generation });
  try {
    await lookSoon(context, delivery);
    if (!(await replaceDelivery(context, delivery, purgedDelivery(delivery, context.clock()))))
      return 'failed';
    log.info({ outcome: 'purged' }, 'purge');
    return 'purged';
  } catch (error) {
    log.error({ outcome: 'failed', err: error }, 'purge');
    return 'failed';
  }
}
