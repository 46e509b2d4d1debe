import type { SqsQueue } from 'fauxqs/dist/sqs/sqsStore.js';

/** A group with more than this share of a queue's messages in flight, or of the time that they took, is noisy … */
const NOISY_SHARE = 0.1;
/** … of the messages only where it has so many of them. */
const NOISY_IN_FLIGHT = 30;
/** What one ReceiveMessage can return. */
const RECEIVE_LIMIT = 10;
/** What "recently" means is not documented. Half of the time that a group took is forgotten after so long. */
const HALF_LIFE_MS = 60_000;
/** Between two looks at a queue nothing is known; more than this is taken for silence. */
const LONGEST_STEP_MS = 1_000;

type Queue = Pick<SqsQueue, 'messages' | 'inflightMessages' | 'processTimers'>;
type Message = Queue['messages'][number];

/** What a queue's consumers lately spent on each group: milliseconds, the older the less. */
type Spent = { at: number; total: number; readonly byGroup: Map<string, number> };

/** A message without a group is a group of its own. */
const groupOf = ({ messageGroupId, messageId }: Message): string =>
  messageGroupId === undefined ? `message ${messageId}` : `group ${messageGroupId}`;

/**
 * Fair queues: what waits in a standard queue is put in the order in which it is to be received. Quiet groups come
 * first; of noisy ones, that which has the fewest messages in flight.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html
 */
export function createFairOrder(now: () => number): (queue: Queue) => void {
  const spentOn = new WeakMap<Queue, Spent>();
  return (queue) => {
    queue.processTimers();
    const spent = spentOn.get(queue) ?? { at: now(), total: 0, byGroup: new Map() };
    spentOn.set(queue, spent);
    const inFlight = new Map<string, number>();
    for (const { message } of queue.inflightMessages.values())
      inFlight.set(groupOf(message), (inFlight.get(groupOf(message)) ?? 0) + 1);
    addTime(spent, inFlight, now());

    const waiting = Map.groupBy(queue.messages, groupOf);
    // A group whose backlog is gone is noisy no more.
    for (const group of spent.byGroup.keys()) if (!waiting.has(group)) spent.byGroup.delete(group);
    if (waiting.size < 2) return;
    const isNoisy = (group: string): boolean => {
      const own = inFlight.get(group) ?? 0;
      return (
        (own >= NOISY_IN_FLIGHT && own > NOISY_SHARE * queue.inflightMessages.size) ||
        (spent.byGroup.get(group) ?? 0) > NOISY_SHARE * spent.total
      );
    };
    const noisy = new Set([...waiting.keys()].filter(isNoisy));
    if (noisy.size === 0) return;
    const quiet = queue.messages.filter((message) => !noisy.has(groupOf(message)));
    const behind = [...noisy].map((group) => ({
      inFlight: inFlight.get(group) ?? 0,
      messages: waiting.get(group) ?? [],
    }));
    const next = new Set(inTurns(behind, RECEIVE_LIMIT - quiet.length));
    const rest = queue.messages.filter((message) => noisy.has(groupOf(message)) && !next.has(message));
    queue.messages = [...quiet, ...next, ...rest];
  };
}

function addTime(spent: Spent, inFlight: ReadonlyMap<string, number>, at: number): void {
  const step = at - spent.at;
  spent.at = at;
  const kept = 0.5 ** (step / HALF_LIFE_MS);
  spent.total *= kept;
  for (const [group, time] of spent.byGroup) spent.byGroup.set(group, time * kept);
  for (const [group, count] of inFlight) {
    const time = count * Math.min(step, LONGEST_STEP_MS);
    spent.total += time;
    spent.byGroup.set(group, (spent.byGroup.get(group) ?? 0) + time);
  }
}

/** As many as are wanted, always the next of the group that has, with those, the fewest in flight. */
function inTurns(
  groups: readonly { readonly inFlight: number; readonly messages: readonly Message[] }[],
  wanted: number,
): Message[] {
  const left = groups.map(({ inFlight, messages }) => ({ inFlight, messages: [...messages] }));
  const ordered: Message[] = [];
  while (ordered.length < wanted) {
    const [first, ...others] = left.filter(({ messages }) => messages.length > 0);
    if (!first) break;
    const next = others.reduce((least, each) => (each.inFlight < least.inFlight ? each : least), first);
    ordered.push(...next.messages.splice(0, 1));
    next.inFlight += 1;
  }
  return ordered;
}
