import { DELIVERY_MESSAGE, type DeliveryMessage } from '../deliveries/delivery-message.ts';
import { type DeliveryQueue, sendDeliveries } from '../deliveries/delivery-queue.ts';
import { putDelivery } from '../deliveries/delivery-store.ts';
import { UnavailableError } from '../errors.ts';
import { inTurn } from '../ordering/in-turn.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { carryEvent } from './carried-event.ts';
import type { Event } from './event.ts';
import { setAcceptLease } from './event-store.ts';

export type QueueMissingContext = EventsTable & DeliveryQueue;

export type QueueMissingInput = {
  readonly correlationId: string;
  /** What its message says of the state of an endpoint. */
  readonly stateOf: (endpointId: string) => Pick<DeliveryMessage, 'fresh' | 'slow'>;
};

/** Sends the messages that no delivery item vouches for, then writes those items where somebody may ask for them. */
export async function queueMissing(
  context: QueueMissingContext,
  event: Event,
  { correlationId: by, stateOf }: QueueMissingInput,
  findQueued: () => Promise<ReadonlySet<string>>,
): Promise<void> {
  const { eventId, endpointIds, orderingKey } = event;
  try {
    const queued = await findQueued();
    const missing = endpointIds.filter((endpointId) => !queued.has(endpointId));
    const messages = firstMessages(event, missing, stateOf);
    const { ready, cause } =
      orderingKey === undefined ? { ready: messages } : await allInTurn(context, messages, orderingKey);
    const unsent = await sendDeliveries(context, ready);
    const sent = ready.filter((message) => !unsent.includes(message));
    // Only who has a key can come back, and must then find what was sent. Each to its end: a write still under way
    // when the lease is given back would let a repeat send again. One that fails takes nothing back: SQS holds the
    // message, and the worker makes the item that is missing.
    if (event.acceptLeaseUntil !== undefined)
      await Promise.allSettled(sent.map(({ endpointId }) => putDelivery(context, event, endpointId)));
    if (sent.length < missing.length)
      throw new Error(`${missing.length - sent.length} of ${missing.length} messages were not queued`, {
        cause,
      });
  } catch (cause) {
    await releaseLease(context, event, by);
    const how = event.acceptLeaseUntil === undefined ? '' : ' with the same Idempotency-Key';
    throw new UnavailableError(`The event could not be queued. Send it again${how}.`, { cause, eventId });
  }
}

/** What fails for one endpoint keeps no other from its message: one that has a turn and no message holds up its line. */
async function allInTurn(
  context: QueueMissingContext,
  messages: readonly DeliveryMessage[],
  orderingKey: string,
): Promise<{ readonly ready: readonly DeliveryMessage[]; readonly cause?: unknown }> {
  const turns = await Promise.allSettled(messages.map((message) => inTurn(context, message, orderingKey)));
  const failed = turns.find((turn) => turn.status === 'rejected');
  return {
    ready: turns.flatMap((turn) => (turn.status === 'fulfilled' ? [turn.value] : [])),
    cause: failed?.reason,
  };
}

/** The first attempt for each of these endpoints. */
export function firstMessages(
  event: Event,
  endpointIds: readonly string[],
  stateOf: QueueMissingInput['stateOf'],
): DeliveryMessage[] {
  const { tenantId, eventId } = event;
  const carried = carryEvent(event);
  return endpointIds.map((endpointId) => ({
    schema: DELIVERY_MESSAGE,
    tenantId,
    eventId,
    endpointId,
    generation: 1,
    attempt: 1,
    ...(carried === undefined ? {} : { event: carried }),
    ...stateOf(endpointId),
  }));
}

/** Lets the caller's next try start at once. When even this fails, the lease runs out by itself. */
async function releaseLease(context: QueueMissingContext, event: Event, by: string): Promise<void> {
  const { acceptLeaseUntil: mine } = event;
  if (mine === undefined) return;
  await setAcceptLease(context, { ...event, acceptLeaseUntil: 0 }, { seen: mine, by }).catch(() => undefined);
}
