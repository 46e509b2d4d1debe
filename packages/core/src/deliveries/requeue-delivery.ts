import { type Clock, DAY_SECONDS, toIso, toSeconds } from '../clock.ts';
import { UnavailableError } from '../errors.ts';
import { EVENT_RETENTION_DAYS } from '../events/accept-event.ts';
import type { Event } from '../events/event.ts';
import { eventKey } from '../events/event-keys.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Documents } from '../tables/documents.ts';
import type { Delivery, DeliveryStatus } from './delivery.ts';
import { DELIVERY_MESSAGE } from './delivery-message.ts';
import type { createSendDelivery } from './delivery-queue.ts';
import type {
  createClearOutbox,
  createLoadDelivery,
  createReplaceDelivery,
  DeliveryId,
} from './delivery-store.ts';

export type RequeueDeliveryDeps = {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly loadDelivery: ReturnType<typeof createLoadDelivery>;
  readonly replaceDelivery: ReturnType<typeof createReplaceDelivery>;
  readonly clearOutbox: ReturnType<typeof createClearOutbox>;
  readonly sendDelivery: ReturnType<typeof createSendDelivery>;
  readonly metrics: Metrics;
  readonly clock: Clock;
};

export type RequeueDeliveryInput = DeliveryId & {
  /** The life that is to be ended; absent: whichever it is in. */
  readonly generation?: number;
  /** Only a delivery in one of these starts anew. */
  readonly from: readonly DeliveryStatus[];
};

/**
 * - `requeued`: a new life has begun and its first message is in the queue
 * - `superseded`: it was delivered, purged or requeued since; there is nothing to do
 * - `not_found`: the event is gone, so there is nothing left to deliver
 */
export type RequeueResult = 'requeued' | 'superseded' | 'not_found';

/**
 * Starts a delivery anew at attempt 1, under the next generation, so that messages of the former life are stale.
 * After a crash between its steps the same call with the same generation completes it.
 *
 * @throws UnavailableError when somebody else changed the delivery at the same moment: ask again
 */
export function createRequeueDelivery(deps: RequeueDeliveryDeps) {
  const { documents, eventsTable, clock } = deps;

  return async (input: RequeueDeliveryInput): Promise<RequeueResult> => {
    const loaded = await deps.loadDelivery(input, clock());
    if (loaded === undefined) return 'not_found';
    const { event, delivery } = loaded;
    const expected = input.generation ?? delivery.generation;

    if (
      isUnsentRequeue(delivery) &&
      (input.generation === undefined || delivery.generation === expected + 1)
    ) {
      await sendFirstAttempt(input, delivery.generation);
      return 'requeued';
    }
    if (delivery.generation !== expected || !input.from.includes(delivery.status)) return 'superseded';

    await keepEvent(event);
    if (!(await beginGeneration(delivery))) {
      // Not "superseded": a dead letter may go only when its successor is in the queue, and whoever was faster may
      // not have got that far.
      throw new UnavailableError('The delivery changed at this moment. Try again.');
    }
    await sendFirstAttempt(input, delivery.generation + 1);
    return 'requeued';
  };

  async function sendFirstAttempt(id: DeliveryId, generation: number): Promise<void> {
    const { tenantId, eventId, endpointId } = id;
    await deps.sendDelivery({
      schema: DELIVERY_MESSAGE,
      tenantId,
      eventId,
      endpointId,
      generation,
      attempt: 1,
    });
    await deps.clearOutbox(id, generation, 1);
    // Not before: a call that repeats an unfinished one would count it again.
    deps.metrics.count('DeliveriesRequeued');
  }

  /** @returns false when somebody else changed the delivery meanwhile */
  async function beginGeneration(delivery: Delivery): Promise<boolean> {
    const now = clock();
    const { nextAttemptAt: _, reason: __, ...kept } = delivery;
    return deps.replaceDelivery(delivery, {
      ...kept,
      status: 'PENDING',
      generation: delivery.generation + 1,
      nextAttempt: 1,
      outbox: { kind: 'attempt', notBefore: now },
      updatedAt: toIso(now),
      expiresAt: retainUntil(now),
    });
  }

  /** The payload must outlive the new life of its delivery. */
  async function keepEvent({ tenantId, eventId }: Event): Promise<void> {
    await documents.update({
      TableName: eventsTable,
      Key: eventKey(tenantId, eventId),
      UpdateExpression: 'SET expiresAt = :expiresAt',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':expiresAt': retainUntil(clock()) },
    });
  }
}

const retainUntil = (nowMs: number): number => toSeconds(nowMs) + EVENT_RETENTION_DAYS * DAY_SECONDS;

/** A new life was recorded but its first message may never have been sent. */
const isUnsentRequeue = ({ generation, nextAttempt, outbox }: Delivery): boolean =>
  generation > 1 && nextAttempt === 1 && outbox !== undefined;
