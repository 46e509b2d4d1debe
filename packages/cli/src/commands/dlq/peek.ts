import { defineCommand } from '../../define-command.ts';
import { dlqFilterOptions, dlqFilterSchema, dlqRequestOf, malformedText } from '../../dlq-filter.ts';
import { peekDeadLetters } from '../../dlq-processor.ts';
import { count, formatAge, formatTable } from '../../format.ts';

export const dlqPeek = defineCommand({
  name: 'dlq peek',
  summary: 'show dead letters and leave them where they are',
  input: dlqFilterSchema,
  options: dlqFilterOptions,
  examples: ['dlq peek', 'dlq peek --tenant acme --max 500 --json'],
  async run({ open }, input) {
    const { messages, ...scan } = await peekDeadLetters(await open(), dlqRequestOf(input));
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
  },
  text({ messages, malformed, complete }, { nowMs }) {
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
  },
});
