import { purgedDelivery } from '@switchyard/core/deliveries';
import {
  type DeliveryId,
  type LoadDeliveryContext,
  loadDelivery,
  replaceDelivery,
} from '@switchyard/core/delivery-store';
import type { Logger } from '@switchyard/core/logging';
import { readHeldPage } from '@switchyard/core/release-held';
import type { PurgeAnswer } from './answer.ts';
import type { DlqRequest } from './request.ts';
import { RESERVE_MS, type ScanContext } from './scan-dead-letters.ts';

export type PurgeHeldContext = LoadDeliveryContext &
  Pick<ScanContext, 'remainingMs'> & { readonly logger: Logger };

type HeldRequest = DlqRequest & { readonly tenantId: string; readonly endpointId: string };

const PAGE = 25;

/** Gives up for good what is held for an endpoint, oldest first: the deliveries say PURGED, and no drain finds them. */
export async function purgeHeld(context: PurgeHeldContext, request: HeldRequest): Promise<PurgeAnswer> {
  const counts = { matched: 0, purged: 0, failed: 0, scanned: 0, malformed: 0 };
  const wanted = request.eventIds === undefined ? undefined : new Set(request.eventIds);
  let after: string | undefined;
  let complete = false;
  while (!complete && counts.matched < request.maxMessages && context.remainingMs() > RESERVE_MS) {
    const page = await readHeldPage(context, request, {
      limit: Math.min(PAGE, request.maxMessages - counts.matched),
      after,
    });
    counts.scanned += page.deliveries.length;
    const chosen = page.deliveries.filter(({ eventId }) => wanted?.has(eventId) ?? true);
    const results = await Promise.all(chosen.map((id) => purgeOne(context, id, request.dryRun)));
    for (const result of results) {
      if (result === 'not_held') continue;
      counts.matched += 1;
      if (!request.dryRun) counts[result] += 1;
    }
    after = page.after;
    complete = after === undefined;
  }
  return { action: 'purge', dryRun: request.dryRun, ...counts, complete };
}

async function purgeOne(
  context: PurgeHeldContext,
  id: DeliveryId,
  dryRun: boolean,
): Promise<'purged' | 'failed' | 'not_held'> {
  const log = context.logger.child({ ...id });
  try {
    const delivery = (await loadDelivery(context, id))?.delivery;
    if (delivery?.status !== 'HELD') return 'not_held';
    if (dryRun) return 'purged';
    const purged = purgedDelivery(delivery, context.clock());
    if (!(await replaceDelivery(context, delivery, purged))) return 'failed';
    log.info({ outcome: 'purged', generation: delivery.generation }, 'purge');
    return 'purged';
  } catch (error) {
    log.error({ outcome: 'failed', err: error }, 'purge');
    return 'failed';
  }
}
