import { chunksOf, inParallel } from '../in-parallel.ts';
import { MAX_BATCH_MESSAGES } from '../queues/sender.ts';
import type { DeliveryMessage } from './delivery-message.ts';
import { type DeliveryQueue, sendDeliveries } from './delivery-queue.ts';

const AT_ONCE = 8;
/** Besides those of the SDK, which repeats a call that failed, but not the part of one that SQS refused. */
const MAX_TRIES = 3;
const FIRST_WAIT_MS = 100;

export type SendInBatchesContext = DeliveryQueue & { readonly sleep: (ms: number) => Promise<unknown> };

export type Unsent = {
  readonly message: DeliveryMessage;
  /** What its call failed with; undefined: SQS refused it, or there was no time. */
  readonly cause: unknown;
};

/**
 * Sends many, ten in a request and several requests at once.
 *
 * @param giveUpAt from this time on nothing more is sent
 * @returns those that, as far as is known, SQS did not store
 */
export async function sendInBatches(
  context: SendInBatchesContext,
  messages: readonly DeliveryMessage[],
  giveUpAt: number,
): Promise<readonly Unsent[]> {
  let wanted = messages;
  const failed: Unsent[] = [];
  for (let tries = 1; wanted.length > 0; tries += 1) {
    const chunks = chunksOf(wanted, MAX_BATCH_MESSAGES);
    const unsent = (await inParallel(chunks, AT_ONCE, (chunk) => send(context, chunk, giveUpAt))).flat();
    const refused = unsent.filter(({ cause }) => cause === undefined);
    failed.push(...unsent.filter(({ cause }) => cause !== undefined));
    if (refused.length === 0 || tries === MAX_TRIES || context.clock() >= giveUpAt) {
      failed.push(...refused);
      break;
    }
    wanted = refused.map(({ message }) => message);
    await context.sleep(FIRST_WAIT_MS * 2 ** tries);
  }
  return failed;
}

async function send(
  context: SendInBatchesContext,
  messages: readonly DeliveryMessage[],
  giveUpAt: number,
): Promise<readonly Unsent[]> {
  const unsent = (cause: unknown) => (message: DeliveryMessage) => ({ message, cause });
  if (context.clock() >= giveUpAt) return messages.map(unsent(undefined));
  try {
    return (await sendDeliveries(context, messages)).map(unsent(undefined));
  } catch (cause) {
    return messages.map(unsent(cause));
  }
}
