import { toIso } from '@switchyard/core/clock';
import type { Endpoint } from '@switchyard/core/endpoints';
import { acceptEvent } from '@switchyard/core/events';
import {
  type Conversation,
  contextObjectSchema,
  conversationKey,
  conversationListKey,
  type InboundMessage,
  ownedAddressKey,
} from '@switchyard/core/inbound';
import { collectLogs, createRecordingQueue, createTestContext, NOW } from '@switchyard/core/testing';
import { createFindConversation } from '../src/conversations/find-conversation.ts';
import { createMessageStore } from '../src/conversations/message-store.ts';
import { createReceiveMessage } from '../src/conversations/receive-message.ts';
import { createRouteMessage } from '../src/conversations/route-message.ts';
import { createSendFallback, type SendText } from '../src/conversations/send-fallback.ts';
import { createTouchConversation } from '../src/conversations/touch-conversation.ts';
import { createEmitEvent, type EmitEventInput } from '../src/events/emit-event.ts';
import { createFindOwner } from '../src/events/find-owner.ts';

export const PERSON = '+14017122661';
export const NUMBER = '+15558675310';
export const REPLIES_DELAY_SECONDS = 30;

export function anInboundMessage(changes: Partial<InboundMessage> = {}): InboundMessage {
  return {
    provider: 'twilio',
    providerId: 'SM1',
    channel: 'sms',
    from: PERSON,
    to: NUMBER,
    body: 'Ahoy! Running late.',
    media: [],
    receivedAt: toIso(NOW),
    details: {},
    truncated: [],
    ...changes,
  };
}

export function aConversation(changes: Partial<Conversation> = {}): Conversation {
  return {
    conversationId: 'c-1',
    channel: 'sms',
    address: PERSON,
    status: 'open',
    handOffToHuman: false,
    lastActivityAt: toIso(NOW - 60_000),
    createdAt: toIso(NOW - 60_000),
    ...changes,
  };
}

const queuesOf = (channel: string) => ({
  replies: `https://sqs.example/${channel}-replies`,
  handoff: `https://sqs.example/${channel}-handoff`,
});
export const QUEUES = { whatsapp: queuesOf('whatsapp'), sms: queuesOf('sms'), email: queuesOf('email') };

export type MessageSetupOptions = {
  /** Of acme, whose events go the real way. */
  readonly endpoints?: readonly Endpoint[];
  readonly template?: string;
  readonly sendText?: SendText;
};

/** Receiving messages over a table and queues in memory; only the provider's API and the endpoints are made up. */
export function setUpMessages(options: MessageSetupOptions = {}) {
  const setup = createTestContext({ endpoints: options.endpoints ?? [] });
  const { time, table, counted, queue: deliveries } = setup;
  const logs = collectLogs();
  const queue = createRecordingQueue();
  const { documents, eventsTable, clock, metrics } = setup.context;
  const deps = { documents, eventsTable, clock };
  const emitted: EmitEventInput[] = [];
  const fallbacks: { readonly to: string; readonly text: string }[] = [];
  const state = {
    onSleep: async (): Promise<void> => undefined,
  };
  const sleep = async (ms: number): Promise<void> => {
    await time.sleep(ms);
    await state.onSleep();
  };
  const emit = createEmitEvent({
    acceptEvent: (input) => acceptEvent({ ...setup.context, sleep }, input),
    logger: logs.logger,
  });
  const store = createMessageStore(deps);
  const sendFallback = createSendFallback({
    ...deps,
    template: options.template ?? 'Nobody reads {channel} here.',
    sendText:
      options.sendText ??
      (async ({ from }, text) => {
        fallbacks.push({ to: from, text });
      }),
    logger: logs.logger,
  });
  const emitEvent = async (input: EmitEventInput): Promise<string | undefined> => {
    emitted.push(input);
    return emit(input);
  };
  const receiveMessage = createReceiveMessage({
    findConversation: createFindConversation(deps),
    store,
    touchConversation: createTouchConversation(deps),
    routeMessage: createRouteMessage({
      sqs: queue.sqs,
      queues: QUEUES,
      repliesDelaySeconds: REPLIES_DELAY_SECONDS,
      clock: time.clock,
    }),
    sendFallback,
    findOwner: createFindOwner(deps),
    emitEvent,
    clock: time.clock,
    sleep,
    metrics,
    logger: logs.logger,
  });
  return {
    metrics,
    counted,
    time,
    logs,
    table,
    queue,
    deliveries,
    deps,
    state,
    store,
    emitted,
    emitEvent,
    fallbacks,
    sendFallback: (message: InboundMessage) => sendFallback(message, 'request-1'),
    receiveMessage,
    addConversation(conversation = aConversation()): void {
      const { conversationId, channel, address, lastActivityAt } = conversation;
      table.store({
        ...conversationKey(conversationId),
        ...conversationListKey(channel, address, lastActivityAt, conversationId),
        ...conversation,
      });
    },
    ownAddress(tenantId: string, channel: InboundMessage['channel'] = 'sms', address = NUMBER): void {
      table.store({ ...ownedAddressKey(channel, address), tenantId });
    },
    conversation: (conversationId = 'c-1') => table.item(conversationKey(conversationId)),
    /** What consumers of the channel queues find. */
    contexts: () =>
      queue.sent.map(({ MessageBody = '' }) => contextObjectSchema.parse(JSON.parse(MessageBody))),
    messages: () => table.items().filter(({ sk }) => sk === 'CALLBACK'),
    events: () => table.items().filter(({ sk }) => sk === 'EVENT'),
  };
}

export type MessageSetup = ReturnType<typeof setUpMessages>;

/**
 * Stops the function at each call of a table or queue, once before the call took effect and once after; from there
 * on nothing works any more, as when Lambda ends it. `check` then sees the setup after a repeat.
 *
 * @returns the number of stops
 */
export async function stopAtEachCall(
  setUp: () => MessageSetup,
  operation: (setup: MessageSetup) => Promise<unknown>,
  repeat: (setup: MessageSetup) => Promise<unknown>,
  check: (setup: MessageSetup, stop: string) => void,
): Promise<number> {
  let stops = 0;
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; ; nth += 1) {
      const setup = setUp();
      const stoppedAt = await stopAt(setup, when, nth, () => operation(setup));
      if (stoppedAt === undefined) break;
      stops += 1;
      await repeat(setup);
      check(setup, `${when} ${stoppedAt}`);
    }
  }
  return stops;
}

async function stopAt(
  { table, queue, deliveries }: MessageSetup,
  when: 'before' | 'after',
  nth: number,
  operation: () => Promise<unknown>,
): Promise<string | undefined> {
  let calls = 0;
  let stoppedAt: string | undefined;
  const call = (name: string): void => {
    calls += 1;
    if (calls < nth) return;
    stoppedAt ??= name;
    throw new Error('The function was stopped');
  };
  const requireRunning = (): void => {
    if (stoppedAt !== undefined) throw new Error('The function was stopped');
  };
  const all = [table.hooks, queue.hooks, deliveries.hooks];
  for (const hooks of all) hooks.before = requireRunning;
  table.hooks[when] = ({ operation: name, item }) => call(`${name} ${String(item.sk ?? '')}`.trim());
  queue.hooks[when] = () => call('send');
  deliveries.hooks[when] = () => call('send deliveries');
  await operation().catch((error: unknown) => {
    if (stoppedAt === undefined) throw error;
  });
  for (const hooks of all) {
    hooks.before = () => undefined;
    hooks.after = () => undefined;
  }
  return stoppedAt;
}
