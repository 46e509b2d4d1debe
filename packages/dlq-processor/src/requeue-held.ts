import type { Delivery } from '@switchyard/core/deliveries';
import type { Logger } from '@switchyard/core/logging';
import {
  isUnsentRequeue,
  type RequeueDeliveryContext,
  requeueDelivery,
} from '@switchyard/core/requeue-delivery';
import type { RequeueAnswer } from './answer.ts';
import type { DlqRequest } from './request.ts';
import { createPace } from './requeue.ts';
import { type WalkHeldContext, walkHeld } from './walk-held.ts';

export type RequeueHeldContext = WalkHeldContext & RequeueDeliveryContext & { readonly logger: Logger };

/** Starts what is held anew, at attempt 1; what is due for an endpoint that is not in service is held again. */
export async function requeueHeld(context: RequeueHeldContext, request: DlqRequest): Promise<RequeueAnswer> {
  const counts = { matched: 0, requeued: 0, superseded: 0, event_gone: 0, failed: 0 };
  const pace = createPace(context, request.ratePerSecond);
  const scan = await walkHeld(
    context,
    request,
    async (delivery) => {
      if (!request.dryRun && !(await pace())) return 'out_of_time';
      counts.matched += 1;
      if (!request.dryRun) counts[await requeueOne(context, delivery)] += 1;
      return 'visited';
    },
    // Also what a call before did not come to the end of.
    (delivery) => delivery.status === 'HELD' || isUnsentRequeue(delivery),
  );
  return { action: 'requeue', dryRun: request.dryRun, ...counts, ...scan };
}

async function requeueOne(context: RequeueHeldContext, delivery: Delivery) {
  const { tenantId, eventId, endpointId, generation } = delivery;
  const id = { tenantId, eventId, endpointId, generation };
  const log = context.logger.child(id);
  try {
    const result = await requeueDelivery(context, {
      ...id,
      generation: isUnsentRequeue(delivery) ? generation - 1 : generation,
      from: ['HELD'],
    });
    const outcome = result === 'not_found' ? 'event_gone' : result;
    log.info({ outcome }, 'requeue');
    return outcome;
  } catch (error) {
    log.error({ outcome: 'failed', err: error }, 'requeue');
    return 'failed';
  }
}
