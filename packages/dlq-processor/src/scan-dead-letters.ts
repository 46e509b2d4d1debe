import { type DeadLetter, parseDeadLetter } from '@switchyard/core/deliveries';
import {
  type DeadLetterReceiver,
  hasNoneLeft,
  receiveDeadLetters,
  showAgain,
  showAgainMs,
} from './dead-letter-queue.ts';
import type { DlqRequest } from './request.ts';

export type ScannedMessage = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly sentAt: string | undefined;
  readonly deadLetter: DeadLetter;
};

export type ScanResult = {
  /** Messages read, matching or not. */
  readonly scanned: number;
  /** Messages that are not ours: they stay. */
  readonly malformed: number;
  /** False when the scan stopped at maxMessages, for lack of time, or at what SQS gives out at all. */
  readonly complete: boolean;
};

/** Says what became of the message; `out_of_time` ends the scan and means that nothing was done with it. */
export type Visit = (message: ScannedMessage) => Promise<'deleted' | 'stays' | 'out_of_time'>;

export type ScanContext = DeadLetterReceiver & {
  /** Milliseconds until the function must have ended. */
  readonly remainingMs: () => number;
};

/** Time to finish what is under way; showing the other messages again comes on top. */
export const RESERVE_MS = 10_000;

/**
 * Walks the dead-letter queue and hands each matching message to `visit`, one after another.
 * All other messages become visible again at the end, whatever happens.
 */
export async function scanDeadLetters(
  context: ScanContext,
  request: DlqRequest,
  visit: Visit,
): Promise<ScanResult> {
  const matches = matcher(request);
  const seen = new Set<string>();
  const hidden = new Map<string, string>();
  let matched = 0;
  let malformed = 0;
  let isEmpty = false;
  let complete = false;
  let outOfTime = false;
  const goesOn = () => {
    outOfTime ||= context.remainingMs() <= RESERVE_MS + showAgainMs(hidden.size);
    return !outOfTime && matched < request.maxMessages;
  };
  try {
    while (goesOn() && !isEmpty) {
      const messages = await receiveDeadLetters(context);
      isEmpty = messages.length === 0;
      for (const { messageId, receiptHandle } of messages) hidden.set(messageId, receiptHandle);
      for (const { body, ...message } of messages.filter(({ messageId }) => !seen.has(messageId))) {
        seen.add(message.messageId);
        const deadLetter = parseDeadLetter(body);
        if (deadLetter === undefined) malformed += 1;
        else if (matches(deadLetter) && goesOn()) {
          const became = await visit({ ...message, deadLetter });
          if (became === 'deleted') hidden.delete(message.messageId);
          if (became === 'out_of_time') outOfTime = true;
          else matched += 1;
        }
      }
    }
    // Asked before the others are shown again, which would make it untrue.
    complete = isEmpty && (await hasNoneLeft(context).catch(() => false));
  } finally {
    await showAgain(context, [...hidden.values()]);
  }
  return { scanned: seen.size, malformed, complete };
}

function matcher({ tenantId, endpointId, eventIds, reason }: DlqRequest): (letter: DeadLetter) => boolean {
  const wanted = eventIds === undefined ? undefined : new Set(eventIds);
  return (letter) =>
    (tenantId === undefined || letter.tenantId === tenantId) &&
    (endpointId === undefined || letter.endpointId === endpointId) &&
    (reason === undefined || letter.reason === reason) &&
    (wanted === undefined || wanted.has(letter.eventId));
}
