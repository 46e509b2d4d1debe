import { DataTable } from '../../ui/data-table.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { ConversationsAnswer } from '../api/inbound-answers.ts';
import { conversationHref } from '../ui/hrefs.ts';

export type ConversationsTableProps = { readonly rows: ConversationsAnswer['conversations'] };

export function ConversationsTable({ rows }: ConversationsTableProps) {
  return (
    <DataTable
      label="Conversations"
      rows={rows}
      keyOf={({ conversation_id }) => conversation_id}
      hrefOf={({ conversation_id }) => conversationHref(conversation_id)}
      columns={[
        { name: 'With', cell: ({ address }) => <StrangeText text={address} most={80} /> },
        { name: 'Channel', cell: ({ channel }) => channel },
        { name: 'Tenant', cell: ({ tenant_id }) => tenant_id ?? '–' },
        {
          name: 'Answered by',
          cell: ({ hand_off_to_human }) => (hand_off_to_human ? 'a person' : 'the machine'),
        },
        {
          name: 'State',
          optional: true,
          cell: ({ status }) => <StrangeText text={status.replaceAll('_', ' ')} />,
        },
        {
          name: 'Conversation',
          optional: true,
          cell: ({ conversation_id }) => <StrangeText text={conversation_id} />,
        },
        { name: 'Last activity', cell: ({ last_activity_at }) => <Time at={last_activity_at} /> },
      ]}
    />
  );
}
