import {
  type Clock,
  type Conversation,
  type InboundMessage,
  type Logger,
  toIso,
  UnavailableError,
} from '@switchyard/core';
import type { EmitEvent } from '../events/emit-event.ts';
import type { FindOwner } from '../events/find-owner.ts';
import type { CallbackResult } from '../providers/provider.ts';
import { buildContext } from './build-context.ts';
import type { createFindConversation } from './find-conversation.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';
import type { createRouteMessage } from './route-message.ts';
import type { createSendFallback } from './send-fallback.ts';
import type { createTouchConversation } from './touch-conversation.ts';

export type ReceiveMessageDeps = {
  readonly findConversation: ReturnType<typeof createFindConversation>;
  readonly store: MessageStore;
  readonly touchConversation: ReturnType<typeof createTouchConversation>;
  readonly routeMessage: ReturnType<typeof createRouteMessage>;
  readonly sendFallback: ReturnType<typeof createSendFallback>;
  readonly findOwner: FindOwner;
  readonly emitEvent: EmitEvent;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly logger: Logger;
};

/** How long a repeat waits for the first, which is nearly always about to finish. */
const WAIT_FOR_FIRST_MS = 2_000;
const POLL_MS = 50;

/**
 * Records what a person wrote, routes it once, and makes it an event of the tenant it belongs to. The common path is
 * one read, three writes and one send: conversation (index), message and receipt, conversation, queue, `routedAt`.
 *
 * `routedAt` is written last. A repeat that does not find it does what is missing; while the first is still at work
 * it waits, so that nothing is routed twice.
 *
 * @throws UnavailableError and AWS errors: the callback must come back, or be spooled
 */
export function createReceiveMessage(deps: ReceiveMessageDeps) {
  const { store, clock, logger } = deps;

  return async (received: InboundMessage, requestId: string): Promise<CallbackResult> => {
    const log = logger.child({ requestId, provider: received.provider, channel: received.channel });
    const conversationId = await deps.findConversation(received.channel, received.from);
    let stored: Pick<StoredMessage, 'message' | 'conversationId'> = { message: received, conversationId };
    if (!(await store.putNew(received, conversationId, requestId))) {
      const unfinished = await takeOver(received);
      if (unfinished === undefined) {
        log.info({ outcome: 'duplicate' }, 'callback');
        return { kind: 'accepted' };
      }
      stored = unfinished;
    }
    try {
      const outcome = await process(stored.message, stored.conversationId, requestId);
      await store.markRouted(stored.message);
      log.info({ outcome, conversationId: stored.conversationId }, 'callback');
      return { kind: 'accepted' };
    } catch (error) {
      await store.releaseLease(stored.message).catch(() => undefined);
      throw error;
    }
  };

  async function process(
    message: InboundMessage,
    conversationId: string | undefined,
    requestId: string,
  ): Promise<string> {
    const { channel, from: address, receivedAt } = message;
    const conversation =
      conversationId === undefined
        ? undefined
        : await deps.touchConversation({ conversationId, channel, address, receivedAt });
    if (conversation === undefined) await deps.sendFallback(message);
    const queue =
      conversation === undefined ? 'unknown_sender' : await route(message, conversation, requestId);
    const tenantId = conversation?.tenantId ?? (await deps.findOwner(channel, message.to));
    if (tenantId !== undefined) {
      await deps.emitEvent({
        tenantId,
        type: 'message.received',
        occurredAt: receivedAt,
        correlationId: requestId,
        source: { provider: message.provider, providerId: message.providerId },
        data: {
          channel,
          from: message.from,
          to: message.to,
          body: message.body,
          media: message.media,
          message_id: message.providerId,
          conversation_id: conversation?.conversationId ?? null,
        },
      });
    }
    return queue;
  }

  async function route(
    message: InboundMessage,
    conversation: Conversation,
    requestId: string,
  ): Promise<string> {
    const now = toIso(clock());
    return deps.routeMessage(
      buildContext({ message, conversation, requestId, validatedAt: now, queuedAt: now }),
    );
  }

  /**
   * Waits for whoever is at work on the message, or takes its place when that one is gone.
   *
   * @returns undefined when everything is done
   */
  async function takeOver(message: InboundMessage): Promise<StoredMessage | undefined> {
    const giveUpAt = clock() + WAIT_FOR_FIRST_MS;
    for (;;) {
      const stored = await store.read(message);
      if (stored === undefined) throw new UnavailableError('The message expired at this moment.');
      if (stored.routedAt !== undefined) return undefined;
      if (stored.leaseUntil <= clock()) {
        if (await store.takeLease(stored)) return stored;
      } else if (clock() >= giveUpAt) {
        throw new UnavailableError('The first callback with this message has not finished.');
      }
      await deps.sleep(POLL_MS);
    }
  }
}
