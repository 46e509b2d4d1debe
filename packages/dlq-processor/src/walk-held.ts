import type { Delivery } from '@switchyard/core/deliveries';
import type { DeliveryId, LoadDeliveryContext } from '@switchyard/core/delivery-store';
import type { EndpointsTable } from '@switchyard/core/endpoints';
import { type IndexPosition, readDeliveries, scanHeldPage } from '@switchyard/core/held-deliveries';
import { readHeldPage } from '@switchyard/core/read-held-page';
import type { DlqRequest } from './request.ts';
import { RESERVE_MS, type ScanContext, type ScanResult } from './scan-dead-letters.ts';

export type WalkHeldContext = LoadDeliveryContext & EndpointsTable & Pick<ScanContext, 'remainingMs'>;

/** `out_of_time` ends the walk and means that nothing was done. */
export type VisitHeld = (delivery: Delivery) => Promise<'visited' | 'out_of_time'>;

const PAGE = 100;
const AT_ONCE = 25;

const isHeld = ({ status }: Delivery): boolean => status === 'HELD';

/**
 * Hands each held delivery that matches to `visit`, some at a time: of one endpoint oldest first.
 *
 * @param isWanted of those in the index, which has also what is released and may not be sent yet
 */
export async function walkHeld(
  context: WalkHeldContext,
  request: DlqRequest,
  visit: VisitHeld,
  isWanted = isHeld,
): Promise<ScanResult> {
  let scanned = 0;
  let left = request.maxMessages;
  let isOver = false;
  let page: Page | undefined;
  const goesOn = () => !isOver && left > 0 && context.remainingMs() > RESERVE_MS;
  do {
    page = await readPage(context, request, page?.after);
    scanned += page.ids.length;
    const held = (await readMatching(context, request, page.ids)).filter(isWanted);
    while (held.length > 0 && goesOn()) {
      const slice = held.splice(0, Math.min(AT_ONCE, left));
      left -= slice.length;
      const became = await Promise.all(slice.map(visit));
      isOver ||= became.includes('out_of_time');
    }
    isOver ||= held.length > 0;
  } while (page.after !== undefined && goesOn());
  return { scanned, malformed: 0, complete: page.after === undefined && !isOver };
}

type Page = { readonly ids: readonly DeliveryId[]; readonly after: string | IndexPosition | undefined };

/** Of one endpoint there is a list; of more, what is held for anybody is looked through. */
async function readPage(
  context: WalkHeldContext,
  { tenantId, endpointId }: DlqRequest,
  after: Page['after'],
): Promise<Page> {
  if (tenantId !== undefined && endpointId !== undefined) {
    const from = typeof after === 'string' ? after : undefined;
    const page = await readHeldPage(context, { tenantId, endpointId }, { limit: PAGE, after: from });
    return { ids: page.deliveries, after: page.after };
  }
  const from = typeof after === 'string' ? undefined : after;
  const page = await scanHeldPage(context, { limit: PAGE, after: from });
  return { ids: page.entries, after: page.after };
}

async function readMatching(
  context: WalkHeldContext,
  { tenantId, endpointId, eventIds, reason }: DlqRequest,
  ids: readonly DeliveryId[],
): Promise<Delivery[]> {
  const wanted = eventIds === undefined ? undefined : new Set(eventIds);
  const chosen = ids.filter(
    (id) =>
      (tenantId === undefined || id.tenantId === tenantId) &&
      (endpointId === undefined || id.endpointId === endpointId) &&
      (wanted === undefined || wanted.has(id.eventId)),
  );
  // The index is a moment late.
  return (await readDeliveries(context, chosen)).filter(
    ({ status, heldReason }) => status !== 'HELD' || reason === undefined || heldReason === reason,
  );
}
