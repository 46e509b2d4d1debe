import type { DlqRequest } from './request.ts';
import type { createScanDeadLetters, ScannedMessage } from './scan-dead-letters.ts';

/** Shows what is in the dead-letter queue and leaves it there. */
export function createPeek({ scan }: { readonly scan: ReturnType<typeof createScanDeadLetters> }) {
  return async (request: DlqRequest) => {
    const found: ScannedMessage[] = [];
    const { scanned, malformed, complete } = await scan(request, async (message) => {
      found.push(message);
      return 'stays';
    });
    return {
      action: 'peek' as const,
      matched: found.length,
      scanned,
      malformed,
      complete,
      messages: found.map(({ messageId, sentAt, deadLetter }) => ({ messageId, sentAt, ...deadLetter })),
    };
  };
}
