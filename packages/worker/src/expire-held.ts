import { DAY_SECONDS, toIso } from '@switchyard/core/clock';
import {
  type Delivery,
  type DeliveryLog,
  type ExpireHeldMessage,
  sendControl,
  sendDeadLetter,
  waitsSince,
  withoutHold,
} from '@switchyard/core/deliveries';
import { extendDelivery, loadDelivery, replaceDelivery } from '@switchyard/core/delivery-store';
import { isReadable } from '@switchyard/core/endpoints';
import { expiresTooSoon, KEPT_UNASKED_DAYS } from '@switchyard/core/events';
import { readDeliveries, scanHeldPage } from '@switchyard/core/held-deliveries';
import { inParallel } from '@switchyard/core/in-parallel';
import { keepWaiting } from '@switchyard/core/keep-waiting';
import type { Logger } from '@switchyard/core/logging';
import { lookSoon } from '@switchyard/core/ordering/look-soon';
import { releaseHeld } from '@switchyard/core/release-held';
import type { DrainStepContext } from './drain-step.ts';
import { keepLine } from './keep-line.ts';
import { deadLetterOf } from './send-outbox.ts';
import type { SettleContext } from './settle.ts';
import { wakeEndpoints } from './wake-endpoints.ts';

export type ExpireHeldContext = DrainStepContext &
  SettleContext & {
    /** What is held for longer becomes a dead letter. */
    readonly heldRetentionMs: number;
  };

const PAGE = 500;
const AT_ONCE = 25;
/** Of those behind the held ones of a page: what a call has time for. */
const KEPT_A_PAGE = 1_000;

/**
 * Looks through a page of all that is held: what has waited for too long becomes a dead letter, and the events of what
 * goes on waiting are kept, with those that wait behind it for their turn. Then it sends itself for the next page. A page that is looked through twice changes nothing
 * the second time, and what fails is met again an hour later, days before its event expires.
 */
export async function expireHeld(
  context: ExpireHeldContext,
  message: ExpireHeldMessage,
  log: Logger,
): Promise<void> {
  const now = context.clock();
  const { entries, after } = await scanHeldPage(context, { limit: PAGE, after: message.after });
  await wakeEndpoints(context, entries, log);
  const old = entries.filter(({ createdAt }) => now - Date.parse(createdAt) >= leastAgeMs(context));
  let kept = 0;
  await inParallel(await readDeliveries(context, old), AT_ONCE, async (delivery) => {
    const { tenantId, eventId, endpointId, generation } = delivery;
    const ofDelivery = log.child({ tenantId, eventId, endpointId, generation });
    try {
      await lookAt(context, delivery, ofDelivery);
      if (delivery.status === 'HELD') kept += await keepLine(context, delivery, KEPT_A_PAGE - kept);
    } catch (error) {
      ofDelivery.error({ outcome: 'failed', err: error }, 'expire_held');
    }
  });
  // There may be more behind them: the page is looked through again.
  if (kept >= KEPT_A_PAGE) return sendControl(context, { ...message, notBefore: now });
  const held = message.held + entries.length;
  const oldest = [message.oldest, ...entries.map(({ createdAt }) => createdAt)]
    .filter((createdAt) => createdAt !== undefined)
    .reduce<string | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined);
  if (after !== undefined) return sendControl(context, { ...message, after, held, oldest, notBefore: now });
  context.metrics.measure('DeliveriesHeldNow', held);
  context.metrics.measure('OldestHeldAge', oldest === undefined ? 0 : (now - Date.parse(oldest)) / 1_000);
  log.info({ held, oldest }, 'held_now');
}

/** Nothing that is younger can have waited too long, or expire too soon. */
const leastAgeMs = ({ heldRetentionMs }: ExpireHeldContext): number =>
  Math.min(heldRetentionMs, KEPT_UNASKED_DAYS * DAY_SECONDS * 1_000);

async function lookAt(context: ExpireHeldContext, delivery: Delivery, log: Logger): Promise<void> {
  if (delivery.releasing) {
    // Whoever released it did not come to send its message.
    await releaseHeld(context, delivery);
    return;
  }
  if (delivery.status !== 'HELD') return;
  const now = context.clock();
  const isOver = now - Date.parse(waitsSince(delivery)) >= context.heldRetentionMs;
  // Without the event: its payload would be read every hour.
  if (!isOver && !expiresTooSoon(delivery, now)) return;
  // DynamoDB takes its time to delete what has expired: as long as it is there, it is not lost.
  const event = (await loadDelivery({ ...context, clock: () => 0 }, delivery))?.event;
  if (event?.createdAt !== delivery.createdAt) return expire(context, delivery, 'event_gone', log);
  const kept = await keepWaiting(context, { event, delivery });
  if (isOver) return expire(context, kept, 'held_too_long', log);
  if (kept.expiresAt > delivery.expiresAt) await extendDelivery(context, kept);
}

/**
 * The dead letter is sent first: after a crash in between the delivery is still found as held, and a second dead letter
 * of the same generation is superseded when the first one is requeued.
 */
async function expire(
  context: ExpireHeldContext,
  delivery: Delivery,
  reason: 'held_too_long' | 'event_gone',
  log: Logger,
): Promise<void> {
  const now = toIso(context.clock());
  const { nextAttempt } = delivery;
  const expired: Delivery = {
    ...withoutHold(delivery),
    status: 'DLQ',
    reason,
    nextAttempt: nextAttempt + 1,
    updatedAt: now,
  };
  await sendDeadLetter(context, deadLetterOf(expired, reason));
  await lookSoon(context, delivery);
  const isExpired = await replaceDelivery(context, delivery, expired);
  const outcome = isExpired ? 'dead' : 'outrun';
  log.warn({ outcome, reason, heldSince: waitsSince(delivery) } satisfies DeliveryLog, 'delivery');
  if (!isExpired) return;
  context.metrics.count('DeliveriesDeadLettered', { reason });
  const endpoint = await context.endpointCache.get(delivery.tenantId, delivery.endpointId);
  if (endpoint !== undefined && isReadable(endpoint)) context.health.countOutcome(endpoint, 'dead');
}
