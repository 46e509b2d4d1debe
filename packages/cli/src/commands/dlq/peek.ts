import { defineCommand } from '../../define-command.ts';
import { dlqFilterOptions, dlqFilterSchema, dlqRequestOf, malformedText, nounOf } from '../../dlq-filter.ts';
import { peekDeadLetters } from '../../dlq-processor.ts';
import { count, formatAge, formatTable } from '../../format.ts';

export const dlqPeek = defineCommand({
  name: 'dlq peek',
  summary: 'show dead letters, or what is held, and leave them where they are',
  input: dlqFilterSchema,
  options: dlqFilterOptions,
  examples: [
    'dlq peek',
    'dlq peek --tenant acme --max 500 --json',
    'dlq peek --held --reason endpoint_disabled',
  ],
  async run({ open }, input) {
    const { messages, ...scan } = await peekDeadLetters(await open(), dlqRequestOf(input));
    return {
      ...scan,
      noun: nounOf(input),
      messages: messages.map((message) => ({
        event_id: message.eventId,
        endpoint_id: message.endpointId,
        tenant_id: message.tenantId,
        reason: message.reason,
        attempts: message.attempts,
        generation: message.generation,
        dead_at: message.deadAt ?? message.sentAt,
        held_since: message.heldSince,
        message_id: message.messageId,
      })),
    };
  },
  json: ({ noun: _, ...answer }) => answer,
  text({ messages, malformed, complete, noun }, { nowMs }) {
    const lines =
      messages.length === 0
        ? [`No ${noun} matches.`]
        : [
            formatTable(
              ['EVENT', 'ENDPOINT', 'TENANT', 'REASON', 'ATTEMPTS', 'AGE'],
              messages.map(({ event_id, endpoint_id, tenant_id, reason, attempts, dead_at, held_since }) => [
                event_id,
                endpoint_id,
                tenant_id,
                reason,
                attempts === undefined ? '-' : String(attempts),
                ageOf(held_since ?? dead_at, nowMs),
              ]),
            ),
            '',
            `${count(messages.length, noun)}${complete ? '' : ', and there may be more: raise --max'}.`,
          ];
    if (malformed > 0) lines.push(malformedText(malformed));
    return lines.join('\n');
  },
});

const ageOf = (since: string | undefined, nowMs: number): string =>
  since === undefined ? '-' : formatAge(nowMs - Date.parse(since));
