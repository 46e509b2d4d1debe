import { MAX_MESSAGES } from '@switchyard/dlq-processor/request';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { dlqFilterOptions, dlqFilterSchema, dlqRequestOf, malformedText, nounOf } from '../../dlq-filter.ts';
import { peekDeadLetters } from '../../dlq-processor.ts';
import { count, formatAge, formatTable, plural } from '../../format.ts';

const { tenant, endpoint, reason, held, max } = dlqFilterSchema.shape;

export const dlqSummary = defineCommand({
  name: 'dlq summary',
  summary: 'how many dead letters there are, or held deliveries, by tenant, endpoint and reason',
  input: z.object({ tenant, endpoint, reason, held, max }),
  options: {
    tenant: dlqFilterOptions.tenant,
    endpoint: dlqFilterOptions.endpoint,
    reason: dlqFilterOptions.reason,
    held: dlqFilterOptions.held,
    max: ['<count>', 'look at so many at most', String(MAX_MESSAGES)],
  },
  examples: ['dlq summary', 'dlq summary --held', 'dlq summary --tenant acme --json'],
  async run({ open }, input) {
    const found = await peekDeadLetters(await open(), dlqRequestOf({ ...input, event: undefined }));
    const { malformed, complete } = found;
    const groups = Map.groupBy(found.messages, ({ tenantId, endpointId, reason: why }) =>
      JSON.stringify([tenantId, endpointId, why]),
    );
    const rows = [...groups.values()].flatMap((messages) => {
      const [first] = messages;
      if (first === undefined) return [];
      const times = messages.flatMap(({ heldSince, deadAt, sentAt }) => heldSince ?? deadAt ?? sentAt ?? []);
      return {
        tenant_id: first.tenantId,
        endpoint_id: first.endpointId,
        reason: first.reason,
        count: messages.length,
        oldest_at: times.sort()[0] ?? null,
      };
    });
    return {
      noun: nounOf(input),
      total: found.messages.length,
      groups: rows.sort((a, b) => b.count - a.count),
      malformed,
      complete,
    };
  },
  json: ({ noun: _, ...answer }) => answer,
  text({ groups, total, malformed, complete, noun }, { nowMs }) {
    if (groups.length === 0) return `There are no ${plural(noun)}.`;
    const table = formatTable(
      ['TENANT', 'ENDPOINT', 'REASON', 'COUNT', 'OLDEST'],
      groups.map((group) => [
        group.tenant_id,
        group.endpoint_id,
        group.reason,
        group.count.toLocaleString('en'),
        group.oldest_at === null ? '-' : formatAge(nowMs - Date.parse(group.oldest_at)),
      ]),
    );
    const more = complete ? '' : ', and there may be more: raise --max';
    return [
      `${table}\n\n${count(total, noun)}${more}.`,
      ...(malformed > 0 ? [malformedText(malformed)] : []),
    ].join('\n');
  },
});
