import type { UseQueryResult } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { useSearchParams } from 'wouter';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { counted } from '../../ui/format.ts';
import { Segments } from '../../ui/segments.tsx';
import type { RecentConversationsAnswer } from '../api/inbound-answers.ts';
import { useCommand } from '../api/use-command.ts';
import { Answered } from '../ui/answered.tsx';
import { RefreshButton } from '../ui/refresh-button.tsx';
import { TenantField } from '../ui/tenant-field.tsx';
import { ConversationsTable } from './conversations-table.tsx';

const MOST = '100';
/** It may read 2,000 conversations for one list. */
const EVERY_MS = 60_000;

const WHO = [
  { value: 'anybody', name: 'All' },
  { value: 'person', name: 'Answered by a person' },
] as const;

export type Recent = {
  readonly input: { readonly max: string; readonly tenant?: string; readonly handedOff?: true };
  readonly answered: UseQueryResult<RecentConversationsAnswer>;
};

/** What the address says is wanted, and what came of it. */
export function useRecent(enabled: boolean): Recent {
  const [search] = useSearchParams();
  const tenant = search.get('tenant');
  const input = {
    max: MOST,
    ...(tenant === null ? {} : { tenant }),
    ...(search.get('by') === 'person' ? { handedOff: true as const } : {}),
  };
  return { input, answered: useCommand('conversations recent', input, { everyMs: EVERY_MS, enabled }) };
}

/** Whoever wrote lately, of all tenants. */
export function RecentConversations({ of: { input, answered } }: { readonly of: Recent }) {
  const [, setSearch] = useSearchParams();
  const filter = (by: string, tenant: string) =>
    setSearch({ ...(by === 'person' ? { by } : {}), ...(tenant === '' ? {} : { tenant }) });
  const by = input.handedOff === true ? 'person' : 'anybody';
  const { tenant = '' } = input;
  return (
    <>
      <div className="row" data-apart="">
        <Segments
          label="Answered by"
          value={by}
          options={WHO}
          onChange={(chosen) => filter(chosen, tenant)}
        />
        <TenantField value={tenant} onChange={(chosen) => filter(by, chosen)} all="All tenants" />
      </div>
      <Answered of={answered}>
        {(answer) => (
          <Card title="Recent" note={noteOf(answer)} actions={<RefreshButton of={answered} />} flush>
            {answer.conversations.length === 0 ? (
              <Nobody />
            ) : (
              <ConversationsTable rows={answer.conversations} />
            )}
          </Card>
        )}
      </Answered>
    </>
  );
}

const noteOf = ({ looked_at, more }: RecentConversationsAnswer): string =>
  `Active in the last 30 days, newest first: ${counted(looked_at, 'conversation')} looked at${more ? ', and there are earlier ones' : ''}. One from before an upgrade shows up with its next message.`;

function Nobody() {
  return (
    <EmptyState icon={<MessagesSquare size={20} />} title="Nobody wrote lately">
      <p>
        A conversation shows up with the next message in it. Make one with{' '}
        <code>pnpm cli conversations create</code>, or find an older one below.
      </p>
    </EmptyState>
  );
}
