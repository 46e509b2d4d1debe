import { findOwner } from '@switchyard/core/addresses';
import { toIso } from '@switchyard/core/clock';
import {
  findConversation,
  type InboundMessage,
  markRouted,
  type NewReceivedMessage,
  putNewReceivedMessage,
  type ReceivedMessage,
  readReceivedMessage,
  releaseMessageLease,
  takeMessageLease,
  touchConversation,
} from '@switchyard/core/conversations';
import { UnavailableError } from '@switchyard/core/errors';
import type { Metrics } from '@switchyard/core/metrics';
import type { EventsTable } from '@switchyard/core/tables';
import type { CallbackResult } from '../callback-request.ts';
import { type EmitEventContext, emitEvent } from '../events/emit-event.ts';
import { type SendFallbackContext, sendFallback } from '../fallback/send-fallback.ts';
import { buildContext } from './build-context.ts';
import { messageReceivedEvent } from './message-received-event.ts';
import { type RouteMessageContext, routeMessage } from './route-message.ts';

export type ReceiveMessageContext = EventsTable &
  EmitEventContext &
  RouteMessageContext &
  SendFallbackContext & {
    readonly sleep: (ms: number) => Promise<unknown>;
    readonly metrics: Metrics;
  };

/** Where a message went, whose it is, and the event made of it. */
type Done = {
  readonly outcome: 'replies' | 'handoff' | 'unknown_sender';
  readonly tenantId: string | undefined;
  readonly eventId: string | undefined;
};

/** How long a repeat waits for the first, which is nearly always about to finish. */
const WAIT_FOR_FIRST_MS = 2_000;
const POLL_MS = 50;

/** The index follows the table a moment later, and moving an entry in it is a delete and a put. */
const LOOK_AGAIN_MS = 200;

/**
 * Records what a person wrote, makes it an event of the tenant it belongs to, and routes it. The common path is one
 * read, three writes and one send: conversation (index), message and receipt, conversation, queue, `routedAt`. A
 * conversation without a tenant costs one read more, for the owner of the number; an unknown sender is looked for
 * twice.
 *
 * A repeat that does not find `routedAt` does everything after the first write again, of the message as it was first
 * stored; while the first is still at work it waits. What that does to those who look on:
 *
 * - The conversation is set to the same values, the event is the same event (its key is the provider's id, and its
 *   bytes are made of what is stored), and a fallback was recorded before it was sent. None of them is doubled.
 * - A standard queue knows no duplicates. So the send comes last, one write before `routedAt`, and never after the
 *   lease has run out. If the function is stopped between the two, or the answer to the send is lost, a repeat sends
 *   again. Consumers tell by `message.message_id`; SQS itself delivers at least once, so they must in any case.
 * - If only the last write fails, the callback is done and must not come back: that would send again.
 *
 * @throws UnavailableError and AWS errors: the callback must come back, or be spooled
 */
export async function receiveMessage(
  context: ReceiveMessageContext,
  received: InboundMessage,
  requestId: string,
): Promise<CallbackResult> {
  const { metrics, clock } = context;
  const log = context.logger.child({ requestId, provider: received.provider, channel: received.channel });
  const validatedAt = toIso(clock());
  const conversationId = await findTwice(context, received);
  const work = await begin(context, { message: received, conversationId, requestId });
  if (work === undefined) {
    log.info({ outcome: 'duplicate' }, 'callback');
    return { kind: 'duplicate' };
  }
  let done: Done;
  try {
    done = await process(context, work, validatedAt);
  } catch (error) {
    await releaseMessageLease(context, work).catch(() => undefined);
    throw error;
  }
  try {
    await markRouted(context, work.message);
  } catch (error) {
    log.error({ outcome: 'not_marked', err: error }, 'callback');
  }
  const { outcome, tenantId, eventId } = done;
  log.info({ outcome, tenantId, eventId, conversationId: work.conversationId }, 'callback');
  if (outcome !== 'unknown_sender') return { kind: 'accepted' };
  metrics.count('UnknownSenders');
  return { kind: 'unknown_sender' };
}

/** Somebody who writes twice in a second must not be unknown the second time. */
async function findTwice(
  context: ReceiveMessageContext,
  { channel, from }: InboundMessage,
): Promise<string | undefined> {
  const found = await findConversation(context, channel, from);
  if (found !== undefined) return found;
  await context.sleep(LOOK_AGAIN_MS);
  return findConversation(context, channel, from);
}

async function process(
  context: ReceiveMessageContext,
  work: ReceivedMessage,
  validatedAt: string,
): Promise<Done> {
  const { message, conversationId, requestId, leaseUntil } = work;
  const { channel, from: address, receivedAt } = message;
  const conversation =
    conversationId === undefined
      ? undefined
      : await touchConversation(context, { conversationId, channel, address, receivedAt });
  const tenantId = conversation?.tenantId ?? (await findOwner(context, channel, message.to));
  const eventId = tenantId === undefined ? undefined : await emit(context, tenantId, work);
  if (conversation === undefined) {
    await sendFallback(context, message, requestId, tenantId);
    return { outcome: 'unknown_sender', tenantId, eventId };
  }
  const queuedAt = toIso(context.clock());
  const object = buildContext({ message, conversation, requestId, validatedAt, queuedAt });
  try {
    return { outcome: await routeMessage(context, object, leaseUntil), tenantId, eventId };
  } catch (error) {
    context.metrics.count('RoutingFailures');
    throw error;
  }
}

/** Only of what is stored, so that a repeat makes the same. */
function emit(
  context: EmitEventContext,
  tenantId: string,
  { message, conversationId, requestId }: ReceivedMessage,
): Promise<string | undefined> {
  return emitEvent(context, {
    tenantId,
    correlationId: requestId,
    source: { provider: message.provider, providerId: message.providerId },
    event: messageReceivedEvent({ message, conversationId }),
  });
}

/**
 * Takes up the work on a message. One that says something else under the same id is another message, which must not
 * take the place of this one: whoever knows a mail's id and envelope could have it dropped by sending them first.
 *
 * @returns undefined when everything is done
 */
async function begin(
  context: ReceiveMessageContext,
  wanted: NewReceivedMessage,
): Promise<ReceivedMessage | undefined> {
  const { message } = wanted;
  const work = await putNewReceivedMessage(context, wanted);
  if (work !== undefined) return work;
  const taken = await takeOver(context, message);
  if (taken !== 'another_message') return taken;
  return begin(context, {
    ...wanted,
    message: { ...message, providerId: `${message.providerId}:${message.contentHash}` },
  });
}

/**
 * Waits for whoever is at work on the message, or takes its place when that one is gone.
 *
 * @returns undefined when everything is done
 */
async function takeOver(
  context: ReceiveMessageContext,
  message: InboundMessage,
): Promise<ReceivedMessage | 'another_message' | undefined> {
  const { clock, sleep } = context;
  const giveUpAt = clock() + WAIT_FOR_FIRST_MS;
  for (;;) {
    const stored = await readReceivedMessage(context, message);
    if (stored === undefined) throw new UnavailableError('The message expired at this moment.');
    if (saysSomethingElse(message, stored.message)) return 'another_message';
    if (stored.routedAt !== undefined) return undefined;
    const mine = stored.leaseUntil <= clock() ? await takeMessageLease(context, stored) : undefined;
    if (mine !== undefined) return mine;
    if (clock() >= giveUpAt) {
      throw new UnavailableError('The first callback with this message has not finished.');
    }
    await sleep(POLL_MS);
  }
}

/** What an older version stored has no hash, and counts as the same. */
const saysSomethingElse = ({ contentHash: hash }: InboundMessage, stored: InboundMessage): boolean =>
  hash !== undefined && stored.contentHash !== undefined && hash !== stored.contentHash;
