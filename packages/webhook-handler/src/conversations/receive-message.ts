import { findOwners } from '@switchyard/core/addresses';
import { toIso } from '@switchyard/core/clock';
import { isFirstOfHour, noteActivity } from '@switchyard/core/conversation-activity';
import {
  type Conversation,
  type InboundMessage,
  readConversation,
  touchConversation,
} from '@switchyard/core/conversations';
import type { Metrics } from '@switchyard/core/metrics';
import {
  type Addressee,
  markRouted,
  type ReceivedMessage,
  releaseMessageLease,
  tenantOf,
} from '@switchyard/core/received-messages';
import type { CallbackResult } from '../callback-request.ts';
import { type EmitEventContext, emitEvent } from '../events/emit-event.ts';
import { type SendFallbackContext, sendFallback } from '../fallback/send-fallback.ts';
import type { VerifiedRequest } from '../verified-request.ts';
import { type BeginMessageContext, beginMessage } from './begin-message.ts';
import { buildContext } from './build-context.ts';
import { type FindAddresseesContext, findAddressees, messageFor } from './find-addressees.ts';
import { messageReceivedEvent } from './message-received-event.ts';
import { type RouteMessageContext, routeMessage } from './route-message.ts';

export type ReceiveMessageContext = BeginMessageContext &
  FindAddresseesContext &
  EmitEventContext &
  RouteMessageContext &
  SendFallbackContext & { readonly metrics: Metrics };

/** The request that brought the message. */
type Brought = { readonly requestId: string; readonly validatedAt: string };

/** Where a message went, whose it is, and the event made of it. */
type Done = {
  readonly outcome: 'replies' | 'handoff' | 'unknown_sender' | 'same_conversation';
  readonly tenantId: string | undefined;
  readonly eventId: string | undefined;
};

/**
 * Records what a person wrote, makes it an event of each tenant that it is for, and routes it. The common path is two
 * reads, three writes and one send: owner, conversation (index), message and receipt, conversation, queue, `routedAt`.
 * The first message of a conversation in an hour is one write more. An unknown sender is looked for twice.
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
 * Each addressee has an item, a lease and a `routedAt` of its own. Who they are is decided once and stored with the
 * first of them, so that a repeat completes those that are missing and finds no others; the trouble of one is not that
 * of another.
 *
 * @throws UnavailableError and AWS errors: the callback must come back, or be spooled
 * @throws AccountNotAllowedError
 */
export async function receiveMessage(
  context: ReceiveMessageContext,
  received: InboundMessage,
  { requestId, account }: Pick<VerifiedRequest, 'requestId' | 'account'>,
): Promise<CallbackResult> {
  const { id } = account;
  const brought = { requestId, validatedAt: toIso(context.clock()) };
  const [addressee, ...rest] = await findAddressees(context, received, account);
  const first = await beginMessage(context, {
    message: messageFor(received, addressee),
    addressee,
    ...(rest.length === 0 ? {} : { others: rest }),
    ...(id === undefined ? {} : { account: id }),
    requestId,
  });
  const { stored } = first;
  const others = (stored.others ?? []).map(async (other) => {
    const message = messageFor({ ...received, providerId: stored.message.providerId }, other);
    const { work } = await beginMessage(context, {
      message,
      addressee: other,
      part: other.owner,
      requestId,
    });
    return finish(context, work, brought);
  });
  const kinds = await allDone([finish(context, first.work, brought), ...others]);
  const kind = (['accepted', 'unknown_sender'] as const).find((each) => kinds.includes(each));
  return { kind: kind ?? 'duplicate' };
}

/** Waits for all of them, whatever becomes of one. @throws what the first one threw that failed */
async function allDone<T>(tries: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(tries);
  return Promise.all(tries);
}

async function finish(
  context: ReceiveMessageContext,
  work: ReceivedMessage | undefined,
  { requestId, validatedAt }: Brought,
): Promise<CallbackResult['kind']> {
  const { metrics, logger } = context;
  if (work === undefined) {
    logger.info({ requestId, outcome: 'duplicate' }, 'callback');
    return 'duplicate';
  }
  const { provider, channel } = work.message;
  const log = logger.child({ requestId, provider, channel });
  let done: Done;
  try {
    done = await process(context, work, validatedAt);
  } catch (error) {
    await releaseMessageLease(context, work).catch(() => undefined);
    throw error;
  }
  try {
    await markRouted(context, work);
  } catch (error) {
    log.error({ outcome: 'not_marked', err: error }, 'callback');
  }
  const { outcome, tenantId, eventId } = done;
  log.info({ outcome, tenantId, eventId, conversationId: work.conversationId }, 'callback');
  if (outcome !== 'unknown_sender') return 'accepted';
  metrics.count('UnknownSenders');
  return 'unknown_sender';
}

async function process(
  context: ReceiveMessageContext,
  work: ReceivedMessage,
  validatedAt: string,
): Promise<Done> {
  const { message, requestId, leaseUntil, part } = work;
  const addressee = work.addressee ?? (await addresseeOfEarlierVersion(context, work));
  const { conversationId, matchedBy } = addressee;
  const conversation =
    conversationId === undefined
      ? undefined
      : await noteReply(context, { ...addressee, conversationId }, message);
  const tenantId = tenantOf(addressee);
  const eventId = tenantId === undefined ? undefined : await emit(context, tenantId, work, addressee);
  if (conversation === undefined) {
    await sendFallback(context, message, requestId, tenantId);
    return { outcome: 'unknown_sender', tenantId, eventId };
  }
  if (addressee.isSecondInConversation) return { outcome: 'same_conversation', tenantId, eventId };
  const times = { validatedAt, queuedAt: toIso(context.clock()) };
  const object = buildContext({ message, conversation, requestId, matchedBy, part, ...times });
  try {
    return { outcome: await routeMessage(context, object, leaseUntil), tenantId, eventId };
  } catch (error) {
    context.metrics.count('RoutingFailures');
    throw error;
  }
}

/** That the person wrote: where it is the first in an hour, for the list of recent conversations as well. */
async function noteReply(
  context: ReceiveMessageContext,
  { conversationId, contact }: Addressee & { readonly conversationId: string },
  { channel, from, receivedAt }: InboundMessage,
): Promise<Conversation | undefined> {
  const { address, tenantId, lastActivityAt }: NonNullable<Addressee['contact']> = contact ?? {
    address: from,
  };
  if (isFirstOfHour(lastActivityAt, receivedAt))
    await noteActivity(context, { conversationId, at: receivedAt });
  return touchConversation(context, { conversationId, channel, address, tenantId, receivedAt });
}

/** It stored the conversation alone, whoever the number belonged to: the number's owner decides about that, too. */
async function addresseeOfEarlierVersion(
  context: ReceiveMessageContext,
  { message, conversationId }: ReceivedMessage,
): Promise<Addressee> {
  const { channel, from: address, to } = message;
  const owner = (await findOwners(context, channel, [to])).get(to)?.tenantId;
  const conversation =
    conversationId === undefined ? undefined : await readConversation(context, conversationId);
  const tenantId = conversation?.tenantId;
  const counts = owner === undefined || tenantId === undefined || tenantId === owner;
  return {
    ...(owner === undefined ? {} : { owner }),
    recipients: [to],
    ...(counts ? { conversationId } : {}),
    contact: { address: conversation?.address ?? address, tenantId },
  };
}

/** Only of what is stored, so that a repeat makes the same. */
function emit(
  context: EmitEventContext,
  tenantId: string,
  { message, requestId }: ReceivedMessage,
  { conversationId, matchedBy }: Addressee,
): Promise<string | undefined> {
  return emitEvent(context, {
    tenantId,
    correlationId: requestId,
    source: { provider: message.provider, providerId: message.providerId },
    event: messageReceivedEvent({ message, conversationId, matchedBy }),
  });
}
