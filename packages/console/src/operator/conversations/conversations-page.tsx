import { MessagesSquare } from 'lucide-react';
import { useSearchParams } from 'wouter';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import type { ConversationsAnswer } from '../api/inbound-answers.ts';
import { useCommand } from '../api/use-command.ts';
import { Answered } from '../ui/answered.tsx';
import { CommandLines, type NamedCommand } from '../ui/command-lines.tsx';
import { ConversationsTable } from './conversations-table.tsx';
import { FindConversations } from './find-conversations.tsx';
import { FindMessage } from './find-message.tsx';
import { RecentConversations, useRecent } from './recent-conversations.tsx';

export default function ConversationsPage() {
  const [search, setSearch] = useSearchParams();
  const channel = search.get('channel') ?? 'whatsapp';
  const address = search.get('address') ?? '';
  const input = { channel, address };
  const isSearched = address !== '';
  const found = useCommand('conversations list', input, { enabled: isSearched });
  const recent = useRecent(!isSearched);
  const command: NamedCommand = isSearched
    ? ['conversations list', input]
    : ['conversations recent', recent.input];
  return (
    <Page title="Conversations" note="People who write to us, and who answers them">
      {isSearched ? (
        <Answered of={found}>{({ conversations }) => <Found rows={conversations} />}</Answered>
      ) : (
        <RecentConversations of={recent} />
      )}
      <FindConversations channel={channel} address={address} onFind={(filter) => setSearch(filter)} />
      <FindMessage />
      <CommandLines commands={[command, 'conversations show conv_…']} />
    </Page>
  );
}

function Found({ rows }: { readonly rows: ConversationsAnswer['conversations'] }) {
  return (
    <Card title="Conversations" note="Newest activity first" flush>
      {rows.length === 0 ? (
        <EmptyState icon={<MessagesSquare size={20} />} title="No conversation with that address">
          <p>
            What unknown people write is answered with the fallback once a day. Make a conversation with{' '}
            <code>pnpm cli conversations create</code>.
          </p>
        </EmptyState>
      ) : (
        <ConversationsTable rows={rows} />
      )}
    </Card>
  );
}
