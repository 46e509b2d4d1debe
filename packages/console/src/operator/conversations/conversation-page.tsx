import { Link, useParams } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Page } from '../../ui/page.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { ConversationAnswer } from '../api/inbound-answers.ts';
import { useCommand } from '../api/use-command.ts';
import { useAction } from '../ui/actions.tsx';
import { Answered } from '../ui/answered.tsx';
import { CommandLines } from '../ui/command-lines.tsx';
import { tenantHref } from '../ui/hrefs.ts';
import { Messages } from './messages.tsx';

const LATEST = '50';
const EVERY_MS = 10_000;

export default function ConversationPage() {
  const { conversationId = '' } = useParams<{ conversationId: string }>();
  const input = { conversationId, messages: LATEST };
  const conversation = useCommand('conversations show', input, { everyMs: EVERY_MS });
  const isHanded = conversation.data?.hand_off_to_human === true;
  const handOff = isHanded ? { conversationId, back: true } : { conversationId };
  return (
    <Page
      title="Conversation"
      name={`Conversation ${conversationId}`}
      note={<StrangeText text={conversationId} />}
      back={{ href: '/conversations', name: 'Conversations' }}
      actions={conversation.data !== undefined && <HandOff input={handOff} isHanded={isHanded} />}
    >
      <Answered of={conversation} lines={8}>
        {(answer) => (
          <>
            <ConversationFacts conversation={answer} />
            <Card
              title="Messages"
              note={answer.older_messages ? `The latest ${LATEST}, oldest first` : 'All, oldest first'}
              flush
            >
              <Messages
                conversationId={conversationId}
                messages={answer.messages}
                tenantId={answer.tenant_id}
              />
            </Card>
          </>
        )}
      </Answered>
      <CommandLines
        commands={[
          ['conversations show', input],
          ['conversations handoff', handOff],
        ]}
      />
    </Page>
  );
}

type HandOffProps = {
  readonly input: { readonly conversationId: string; readonly back?: boolean };
  readonly isHanded: boolean;
};

function HandOff({ input, isHanded }: HandOffProps) {
  const begin = useAction();
  const verb = isHanded ? 'Give it back to the machine' : 'Hand it to a person';
  return (
    <Button variant="primary" onClick={() => begin({ name: 'conversations handoff', input, verb })}>
      {verb}
    </Button>
  );
}

function ConversationFacts({ conversation }: { readonly conversation: ConversationAnswer }) {
  const { channel, address, tenant_id, status, hand_off_to_human, company_name } = conversation;
  return (
    <Card>
      <Facts
        facts={[
          ['With', <StrangeText key="with" text={`${address} on ${channel}`} />],
          ['Answered by', hand_off_to_human ? 'a person' : 'the machine'],
          ['State', status.replaceAll('_', ' ')],
          [
            'Tenant',
            tenant_id === undefined ? (
              'none'
            ) : (
              <Link key="tenant" href={tenantHref(tenant_id)}>
                {tenant_id}
              </Link>
            ),
          ],
          ...(company_name === undefined
            ? []
            : [['Company', <StrangeText key="company" text={company_name} />] as const]),
          ['Last activity', <Time key="last" at={conversation.last_activity_at} />],
        ]}
      />
    </Card>
  );
}
