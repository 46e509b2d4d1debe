import { MessagesSquare } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Field } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { ConversationsAnswer } from '../api/inbound-answers.ts';
import { useCommand } from '../api/use-command.ts';
import { Answered } from '../ui/answered.tsx';
import { CommandLines, type NamedCommand } from '../ui/command-lines.tsx';
import { conversationHref } from '../ui/hrefs.ts';
import { FindMessage } from './find-message.tsx';

const CHANNELS = ['whatsapp', 'sms', 'email'];

/** With a person, by number or mailbox. */
export default function ConversationsPage() {
  const [search, setSearch] = useSearchParams();
  const channel = search.get('channel') ?? 'whatsapp';
  const address = search.get('address') ?? '';
  const input = { channel, address };
  const found = useCommand('conversations list', input, { enabled: address !== '' });
  const commands: NamedCommand[] = address === '' ? [] : [['conversations list', input]];
  return (
    <Page title="Conversations" note="People who write to us, and who answers them">
      <FindConversations channel={channel} address={address} onFind={(filter) => setSearch(filter)} />
      {address !== '' && (
        <Answered of={found}>{({ conversations }) => <Found rows={conversations} />}</Answered>
      )}
      <FindMessage />
      <CommandLines commands={[...commands, 'conversations show conv_…']} />
    </Page>
  );
}

type FindProps = {
  readonly channel: string;
  readonly address: string;
  readonly onFind: (filter: { readonly channel: string; readonly address: string }) => void;
};

function FindConversations({ channel, address, onFind }: FindProps) {
  const [, navigate] = useLocation();
  const [chosen, setChosen] = useState(channel);
  const [written, setWritten] = useState(address);
  const find = (event: FormEvent) => {
    event.preventDefault();
    const text = written.trim();
    if (text.startsWith('conv_')) navigate(conversationHref(text));
    else if (text !== '') onFind({ channel: chosen, address: text });
  };
  return (
    <Card title="Find">
      <form className="stack" onSubmit={find}>
        <div className="columns">
          <Field label="Channel">
            {(field) => (
              <select
                {...field}
                className="input select"
                value={chosen}
                onChange={(event) => setChosen(event.currentTarget.value)}
              >
                {CHANNELS.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            )}
          </Field>
          <Field
            label="Number or mailbox of the person"
            hint="+15550001111, ann@example.com, or conv_… itself"
          >
            {(field) => (
              <input
                {...field}
                className="input"
                autoComplete="off"
                value={written}
                onChange={(event) => setWritten(event.currentTarget.value)}
              />
            )}
          </Field>
        </div>
        <div>
          <Button type="submit" variant="primary">
            Find
          </Button>
        </div>
      </form>
    </Card>
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
        <DataTable
          label="Conversations"
          rows={rows}
          keyOf={({ conversation_id }) => conversation_id}
          hrefOf={({ conversation_id }) => conversationHref(conversation_id)}
          columns={[
            { name: 'Conversation', cell: ({ conversation_id }) => <StrangeText text={conversation_id} /> },
            { name: 'Tenant', cell: ({ tenant_id }) => tenant_id ?? '–' },
            {
              name: 'Answered by',
              cell: ({ hand_off_to_human }) => (hand_off_to_human ? 'a person' : 'the machine'),
            },
            { name: 'State', optional: true, cell: ({ status }) => status.replaceAll('_', ' ') },
            { name: 'Last activity', cell: ({ last_activity_at }) => <Time at={last_activity_at} /> },
          ]}
        />
      )}
    </Card>
  );
}
