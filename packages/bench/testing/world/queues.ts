import type { VirtualTime } from './virtual-time.ts';

export type StoredMessage = {
  readonly messageId: string;
  readonly body: string;
  readonly groupId: string | undefined;
  readonly sentAt: number;
  visibleAt: number;
  receives: number;
  receiptHandle: string;
};

export type QueueDefinition = {
  readonly name: string;
  readonly visibilityMs: number;
  /** How often a message is handed out before it becomes a dead letter. */
  readonly maxReceives?: number;
  readonly deadLetters?: string;
};

export type SimulatedQueue = {
  readonly name: string;
  readonly url: string;
  readonly messages: Map<string, StoredMessage>;
  send(body: string, delaySeconds?: number, groupId?: string): string;
  /** Hands out what is visible, and hides it. */
  receive(atMost: number, visibilityMs?: number): StoredMessage[];
  /** Nothing happens when the message was handed out again since. */
  delete(receiptHandle: string): void;
  show(receiptHandle: string, afterMs: number): void;
  countVisible(): number;
  /** Called whenever a message may have become visible. */
  onVisible: () => void;
};

const LONGEST_DELAY_SECONDS = 900;

/** SQS, as far as this project asks for it, in virtual time: delays, visibility, receives, redrive. */
export function createQueues(
  time: VirtualTime,
  definitions: readonly QueueDefinition[],
  /** How often SQS hands out a message that was sent once. */
  copies: () => number = () => 1,
) {
  let sent = 0;
  const queues = new Map<string, SimulatedQueue>();

  function createQueue({ name, visibilityMs, maxReceives, deadLetters }: QueueDefinition): SimulatedQueue {
    const messages = new Map<string, StoredMessage>();
    const byHandle = (handle: string): StoredMessage | undefined => {
      const found = messages.get(handle.split('/', 1)[0] ?? '');
      return found?.receiptHandle === handle ? found : undefined;
    };
    const wakeAt = (ms: number): void => time.at(ms, () => queue.onVisible());
    const queue: SimulatedQueue = {
      name,
      url: `https://sqs.example/${name}`,
      messages,
      onVisible: () => undefined,
      send(body, delaySeconds = 0, groupId) {
        if (!(delaySeconds >= 0 && delaySeconds <= LONGEST_DELAY_SECONDS))
          throw new RangeError(`SQS does not delay by ${delaySeconds} s.`);
        const visibleAt = time.clock() + delaySeconds * 1_000;
        for (let copy = copies(); copy > 0; copy -= 1) {
          sent += 1;
          const message = { messageId: `m${sent}`, body, groupId, sentAt: time.clock(), visibleAt };
          messages.set(message.messageId, { ...message, receives: 0, receiptHandle: '' });
        }
        wakeAt(visibleAt);
        return `m${sent}`;
      },
      receive(atMost, hiddenMs = visibilityMs) {
        const found: StoredMessage[] = [];
        for (const message of messages.values()) {
          if (found.length >= atMost) break;
          if (message.visibleAt > time.clock()) continue;
          if (maxReceives !== undefined && message.receives >= maxReceives) {
            messages.delete(message.messageId);
            named(deadLetters ?? '').send(message.body, 0, message.groupId);
            continue;
          }
          message.receives += 1;
          message.visibleAt = time.clock() + hiddenMs;
          message.receiptHandle = `${message.messageId}/${message.receives}`;
          found.push(message);
          wakeAt(message.visibleAt);
        }
        return found.map((message) => ({ ...message }));
      },
      delete(receiptHandle) {
        const found = byHandle(receiptHandle);
        if (found !== undefined) messages.delete(found.messageId);
      },
      show(receiptHandle, afterMs) {
        const found = byHandle(receiptHandle);
        if (found === undefined) return;
        found.visibleAt = time.clock() + afterMs;
        wakeAt(found.visibleAt);
      },
      countVisible: () => [...messages.values()].filter(({ visibleAt }) => visibleAt <= time.clock()).length,
    };
    return queue;
  }

  for (const definition of definitions) queues.set(definition.name, createQueue(definition));
  const named = (name: string): SimulatedQueue => {
    const queue = queues.get(name);
    if (queue === undefined) throw new Error(`There is no queue "${name}".`);
    return queue;
  };
  return {
    named,
    all: (): SimulatedQueue[] => [...queues.values()],
    byUrl: (url = ''): SimulatedQueue => named(url.slice(url.lastIndexOf('/') + 1)),
  };
}

export type SimulatedQueues = ReturnType<typeof createQueues>;
