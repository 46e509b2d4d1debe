import { ownedAddressKey } from '@switchyard/core/addresses';
import type { Channel, QueuePurpose } from '@switchyard/core/channels';
import { toIso } from '@switchyard/core/clock';
import { contextObject11Schema } from '@switchyard/core/context-object';
import {
  type Conversation,
  conversationKey,
  conversationListKey,
  type InboundMessage,
} from '@switchyard/core/conversations';
import type { Endpoint } from '@switchyard/core/endpoints';
import { eventSchema } from '@switchyard/core/events';
import type { ProvenAccount } from '@switchyard/core/providers';
import {
  collectLogs,
  createRecordingQueue,
  createTestContext,
  NOW,
  type TestTable,
} from '@switchyard/core/testing';
import { type ReceiveMessageContext, receiveMessage } from '../src/conversations/receive-message.ts';
import { sendFallback } from '../src/fallback/send-fallback.ts';
import { NO_ACCOUNT } from '../src/verified-request.ts';

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

export const queueUrl = (channel: Channel, purpose: QueuePurpose) =>
  `https://sqs.example/${channel}-${purpose}`;

export type MessageSetupOptions = {
  /** Of acme, whose events go the real way. */
  readonly endpoints?: readonly Endpoint[];
  readonly template?: string;
  readonly limits?: Partial<ReceiveMessageContext['fallbackLimits']>;
  readonly sendText?: ReceiveMessageContext['sendText'];
};

/** Receiving messages over a table and queues in memory; only the provider's API and the endpoints are made up. */
export function setUpMessages(options: MessageSetupOptions = {}) {
  const setup = createTestContext({ endpoints: options.endpoints ?? [] });
  const { time, table, counted, queue: deliveries } = setup;
  const logs = collectLogs();
  const queue = createRecordingQueue();
  const fallbacks: { readonly to: string; readonly text: string }[] = [];
  const template = options.template ?? 'Nobody reads {channel} here.';
  const state = { onSleep: async (): Promise<void> => undefined };
  const context: ReceiveMessageContext = {
    ...setup.context,
    // Deliveries are sent in batches, all else one by one.
    sqs: { ...deliveries.sqs, sendMessage: queue.sqs.sendMessage },
    sleep: async (ms: number): Promise<void> => {
      await time.sleep(ms);
      await state.onSleep();
    },
    channelQueueUrl: queueUrl,
    repliesDelaySeconds: REPLIES_DELAY_SECONDS,
    fallbackTexts: { whatsapp: template, sms: template, email: template },
    fallbackLimits: { all: 100, tenant: 100, destination: 100, ...options.limits },
    reachedLimits: new Set(),
    sendText:
      options.sendText ??
      (async ({ from }, text) => {
        fallbacks.push({ to: from, text });
      }),
    logger: logs.logger,
  };
  return {
    context,
    counted,
    time,
    logs,
    table,
    queue,
    deliveries,
    state,
    emitted: () => emittedTo(table),
    fallbacks,
    sendFallback: (message: InboundMessage, tenantId?: string) =>
      sendFallback(context, message, 'request-1', tenantId),
    receiveMessage: (message: InboundMessage, requestId: string, account: ProvenAccount = NO_ACCOUNT) =>
      receiveMessage(context, message, { requestId, account }),
    addConversation(conversation = aConversation()): void {
      table.store({
        ...conversationKey(conversation.conversationId),
        ...conversationListKey(conversation),
        ...conversation,
      });
    },
    ownAddress(tenantId: string, channel: Channel = 'sms', address = NUMBER, account?: string): void {
      table.store({ ...ownedAddressKey(channel, address), tenantId, ...(account && { account }) });
    },
    conversation: (conversationId = 'c-1') => table.item(conversationKey(conversationId)),
    /** What consumers of the channel queues find. */
    contexts: () =>
      queue.sent.map(({ MessageBody = '' }) => contextObject11Schema.parse(JSON.parse(MessageBody))),
    messages: () => table.items().filter(({ sk }) => String(sk).startsWith('CALLBACK')),
    events: () => table.items().filter(({ sk }) => sk === 'EVENT'),
  };
}

/** Every try to make an event of something, whether or not it was there already. */
export const emittedTo = ({ calls }: TestTable) =>
  calls
    .filter(({ operation, item }) => operation === 'put' && item.sk === 'EVENT')
    .map(({ item }) => eventSchema.parse(item))
    .map(({ tenantId, correlationId, source, payload }) => ({
      tenantId,
      correlationId,
      source,
      event: JSON.parse(Buffer.from(payload).toString()),
    }));

/** What the table was asked that was not about an event: its own reads and writes are core's. */
export const callsBesidesEvents = ({ calls }: TestTable) =>
  calls.filter(({ item, input }) => !/"(?:EVENT|DELIVERY)[#"]/.test(JSON.stringify([item, input])));

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
