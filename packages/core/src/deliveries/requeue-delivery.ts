import { toIso } from '../clock.ts';
import { UnavailableError } from '../errors.ts';
import { retainUntil } from '../events/event.ts';
import { keepEvent } from '../events/event-store.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { inTurn } from '../ordering/in-turn.ts';
import { waitsFor } from '../ordering/waits-for.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { type Delivery, type DeliveryStatus, withoutHold } from './delivery.ts';
import { DELIVERY_MESSAGE } from './delivery-message.ts';
import { type DeliveryQueue, sendDelivery } from './delivery-queue.ts';
import {
  clearOutbox,
  type DeliveryId,
  type LoadDeliveryContext,
  loadDelivery,
  replaceDelivery,
} from './delivery-store.ts';

export type RequeueDeliveryContext = LoadDeliveryContext & DeliveryQueue & { readonly metrics: Metrics };

export type RequeueDeliveryInput = DeliveryId & {
  /** The generation that is to end; absent: the present one. */
  readonly generation?: number;
  /** Only a delivery in one of these starts anew, or a PENDING one that has not moved for so long that it never will. */
  readonly from: readonly DeliveryStatus[];
  /** The replay that starts it; once it has, it does not again, whatever has become of it since. */
  readonly replayId?: string | undefined;
};

/**
 * A first attempt that was not made by then has no message any more, or one that waits in a backlog: a new
 * generation makes that one stale.
 */
export const STALLED_AFTER_MS = 15 * 60_000;

const isStalled = ({ status, updatedAt }: Delivery, nowMs: number): boolean =>
  status === 'PENDING' && nowMs - Date.parse(updatedAt) > STALLED_AFTER_MS;

/**
 * - `requeued`: a new generation has begun and its first message is in the queue
 * - `superseded`: it was delivered, purged or requeued since; there is nothing to do
 * - `not_found`: the event is gone, so there is nothing left to deliver
 */
export type RequeueResult = 'requeued' | 'superseded' | 'not_found';

/**
 * Starts a delivery anew at attempt 1, under the next generation, so that messages of the former one are stale.
 * After a crash between its steps the same call with the same generation completes it.
 *
 * @throws UnavailableError when somebody else changed the delivery at the same moment: ask again
 */
export async function requeueDelivery(
  context: RequeueDeliveryContext,
  input: RequeueDeliveryInput,
): Promise<RequeueResult> {
  const loaded = await loadDelivery(context, input);
  if (loaded === undefined) return 'not_found';
  const { event, delivery } = loaded;
  const expected = input.generation ?? delivery.generation;

  if (isUnsentRequeue(delivery) && (input.generation === undefined || delivery.generation === expected + 1)) {
    await sendFirstAttempt(context, delivery);
    return 'requeued';
  }
  if (input.replayId !== undefined && delivery.replayId === input.replayId) return 'requeued';
  const mayStart =
    input.from.includes(delivery.status) ||
    (isStalled(delivery, context.clock()) && (await waitsFor(context, delivery)) === undefined);
  if (delivery.generation !== expected || !mayStart) return 'superseded';

  await keepEvent(context, event);
  const { replayId = delivery.replayId } = input;
  const next: Delivery = {
    ...nextGeneration(delivery, context.clock()),
    replayId,
    // Whoever looks through what is held finds it until its message is sent.
    ...(delivery.status === 'HELD' || delivery.releasing ? { releasing: true as const } : {}),
  };
  if (!(await replaceDelivery(context, delivery, next))) {
    // Not "superseded": a dead letter may go only when its successor is in the queue, and whoever was faster may
    // not have got that far.
    throw new UnavailableError('The delivery changed at this moment. Try again.');
  }
  await sendFirstAttempt(context, next);
  return 'requeued';
}

function nextGeneration(delivery: Delivery, nowMs: number): Delivery {
  const {
    nextAttemptAt: _due,
    reason: _why,
    uncounted: _held,
    repeats: _begun,
    deliveredAt: _before,
    ...kept
  } = withoutHold(delivery);
  return {
    ...kept,
    status: 'PENDING',
    generation: delivery.generation + 1,
    nextAttempt: 1,
    outbox: { kind: 'attempt', notBefore: nowMs },
    updatedAt: toIso(nowMs),
    expiresAt: retainUntil(nowMs),
  };
}

async function sendFirstAttempt(context: RequeueDeliveryContext, delivery: Delivery): Promise<void> {
  await sendFirstMessage(context, delivery);
  // Not before: a call that repeats an unfinished one would count it again.
  context.metrics.count('DeliveriesRequeued');
}

/**
 * Sends the first attempt of a generation, and notes that it was sent. With an ordering key it goes to the end of its
 * line, unless it is the first of it.
 */
export async function sendFirstMessage(
  context: EventsTable & DeliveryQueue,
  delivery: Delivery,
): Promise<void> {
  const { tenantId, eventId, endpointId, generation, orderingKey } = delivery;
  const message = { schema: DELIVERY_MESSAGE, tenantId, eventId, endpointId, generation, attempt: 1 };
  await sendDelivery(context, await inTurn(context, message, orderingKey));
  await clearOutbox(context, delivery);
}

/** A generation was recorded by a requeue or a replay but its first message may never have been sent. */
export const isUnsentRequeue = ({ nextAttempt, outbox }: Delivery): boolean =>
  nextAttempt === 1 && outbox !== undefined;
