import type { PeekAnswer } from './answer.ts';
import type { DlqRequest } from './request.ts';
import { type ScanContext, type ScannedMessage, scanDeadLetters } from './scan-dead-letters.ts';

/** Shows what is in the dead-letter queue and leaves it there. */
export async function peek(context: ScanContext, request: DlqRequest): Promise<PeekAnswer> {
  const found: ScannedMessage[] = [];
  const { scanned, malformed, complete } = await scanDeadLetters(context, request, async (message) => {
    found.push(message);
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
