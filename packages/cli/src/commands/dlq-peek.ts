import type { DlqFilter, DlqProcessor } from '../dlq-processor.ts';
import { count, formatAge, formatTable } from '../format.ts';

export type DlqPeekDeps = { readonly dlqProcessor: Pick<DlqProcessor, 'peek'> };

/** Shows dead letters and leaves them where they are. */
export function createDlqPeek({ dlqProcessor }: DlqPeekDeps) {
  return async ({ filter, max }: { readonly filter: DlqFilter; readonly max: number }) => {
    const { messages, ...scan } = await dlqProcessor.peek({ ...filter, maxMessages: max });
    return {
      ...scan,
      messages: messages.map((message) => ({
        event_id: message.eventId,
        endpoint_id: message.endpointId,
        tenant_id: message.tenantId,
        reason: message.reason,
        attempts: message.attempts,
        generation: message.generation,
        dead_at: message.deadAt ?? message.sentAt,
        message_id: message.messageId,
      })),
    };
  };
}

export function dlqPeekText(
  { messages, malformed, complete }: Awaited<ReturnType<ReturnType<typeof createDlqPeek>>>,
  nowMs: number,
): string {
  const lines =
    messages.length === 0
      ? ['No dead letter matches.']
      : [
          formatTable(
            ['EVENT', 'ENDPOINT', 'TENANT', 'REASON', 'ATTEMPTS', 'AGE'],
            messages.map(({ event_id, endpoint_id, tenant_id, reason, attempts, dead_at }) => [
              event_id,
              endpoint_id,
              tenant_id,
              reason,
              attempts === undefined ? '-' : String(attempts),
              dead_at === undefined ? '-' : formatAge(nowMs - Date.parse(dead_at)),
            ]),
          ),
          '',
          `${count(messages.length, 'dead letter')}${complete ? '' : ', and there may be more: raise --max'}.`,
        ];
  if (malformed > 0) lines.push(malformedText(malformed));
  return lines.join('\n');
}

export const malformedText = (malformed: number): string =>
  `${count(malformed, 'message')} in the queue ${malformed === 1 ? 'is' : 'are'} not Switchyard's; left alone.`;
