import { CRASHED_REASON, type DeadLetter, UNTRIED_REASON } from '@switchyard/core/deliveries';
import { type LoadDeliveryContext, loadDelivery } from '@switchyard/core/delivery-store';
import type { PeekAnswer } from './answer.ts';
import type { DlqRequest } from './request.ts';
import { type ScanContext, type ScannedMessage, scanDeadLetters } from './scan-dead-letters.ts';

export type PeekContext = ScanContext & LoadDeliveryContext;

/** Shows what is in the dead-letter queue and leaves it there. */
export async function peek(context: PeekContext, request: DlqRequest): Promise<PeekAnswer> {
  const found: ScannedMessage[] = [];
  const { scanned, malformed, complete } = await scanDeadLetters(context, request, async (message) => {
    found.push({ ...message, deadLetter: await withReason(context, message.deadLetter) });
    return 'stays';
  });
  return {
    action: 'peek',
    matched: found.length,
    scanned,
    malformed,
    complete,
    messages: found.map(({ messageId, sentAt, deadLetter }) => ({ messageId, sentAt, ...deadLetter })),
  };
}

/** SQS moves a message whether its attempt crashed or was never begun: only the table tells. */
async function withReason(context: PeekContext, deadLetter: DeadLetter): Promise<DeadLetter> {
  const isMovedBySqs = deadLetter.reason === CRASHED_REASON && deadLetter.deadAt === undefined;
  if (!isMovedBySqs) return deadLetter;
  // What cannot be read now is shown all the same.
  const loaded = await loadDelivery(context, deadLetter).catch(() => undefined);
  const { delivery } = loaded ?? {};
  const isUntried =
    delivery?.generation === deadLetter.generation &&
    delivery.nextAttempt - 1 === deadLetter.attempts &&
    delivery.repeats === undefined;
  return isUntried ? { ...deadLetter, reason: UNTRIED_REASON } : deadLetter;
}
