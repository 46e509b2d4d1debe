import { tenantIdSchema } from '@switchyard/core/ids';
import { messageIdSchema, type TimelineEntry } from '@switchyard/core/messages';
import { MAX_ENTRIES_READ, readMessage } from '@switchyard/core/messages/read-message';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { formatPairs, formatTable, formatTime, indent, printable } from '../../format.ts';

export const messagesShow = defineCommand({
  name: 'messages show',
  summary: 'a message that a tenant sent through a provider, and what the provider reported on it',
  input: z.object({ tenantId: tenantIdSchema, messageId: messageIdSchema }),
  arguments: ['tenantId', 'messageId'],
  options: {},
  examples: ['messages show acme order-1042-shipped'],
  async run({ open }, { tenantId, messageId }) {
    const input = { tenantId, messageId, limit: MAX_ENTRIES_READ };
    const { message, timeline } = await readMessage(await open(), input);
    return {
      tenant_id: tenantId,
      message_id: messageId,
      channel: message.channel,
      provider: message.provider,
      recipient: message.recipient,
      external_id: message.externalId ?? null,
      status: message.status,
      status_at: message.statusAt,
      sent_at: message.sentAt,
      opens: message.opens,
      clicks: message.clicks,
      timeline: timeline.map(entryView),
    };
  },
  text: ({ timeline, ...message }) =>
    [
      `Message ${message.message_id} of tenant ${message.tenant_id}: ${message.status}`,
      '',
      indent(
        formatPairs([
          ['channel', `${message.channel}, by ${message.provider}`],
          ['recipient', printable(message.recipient)],
          ['external id', message.external_id ?? undefined],
          ['sent', formatTime(message.sent_at)],
          ['opened', message.opens === 0 ? undefined : String(message.opens)],
          ['clicked', message.clicks === 0 ? undefined : String(message.clicks)],
        ]),
      ),
      '',
      timeline.length === 0
        ? 'Nothing was reported on it yet.'
        : formatTable(
            ['OCCURRED', 'KIND', 'STATUS', 'PROVIDER SAYS', 'ERROR'],
            timeline.map(({ occurred_at, kind, status, raw_status, error_code }) => [
              formatTime(occurred_at),
              kind,
              status ?? '-',
              printable(raw_status),
              error_code ?? '-',
            ]),
          ),
    ].join('\n'),
});

const entryView = (entry: TimelineEntry) => ({
  provider: entry.provider,
  provider_id: entry.eventId,
  kind: entry.kind,
  status: entry.status ?? null,
  raw_status: entry.rawStatus,
  error_code: entry.errorCode ?? null,
  occurred_at: entry.occurredAt,
  received_at: entry.receivedAt,
});
