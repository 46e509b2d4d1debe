import { useParams } from 'wouter';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Page } from '../../ui/page.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { MessageAnswer } from '../api/inbound-answers.ts';
import { useCommand } from '../api/use-command.ts';
import { Answered } from '../ui/answered.tsx';
import { CommandLines } from '../ui/command-lines.tsx';
import { tenantHref } from '../ui/hrefs.ts';
import { StateBadge } from '../ui/state-badge.tsx';

const EVERY_MS = 10_000;

/** What was sent to a person, and what its provider reported on it. */
export default function MessagePage() {
  const { tenantId = '', messageId = '' } = useParams<{ tenantId: string; messageId: string }>();
  const input = { tenantId, messageId };
  const message = useCommand('messages show', input, { everyMs: EVERY_MS });
  return (
    <Page
      title="Sent message"
      name={`Message ${messageId}`}
      back={{ href: tenantHref(tenantId), name: `Tenant ${tenantId}` }}
      note={
        <>
          <StrangeText text={messageId} />{' '}
          {message.data !== undefined && <StateBadge state={message.data.status} />}
        </>
      }
    >
      <Answered of={message}>
        {(answer) => (
          <>
            <Card>
              <Facts
                facts={[
                  ['To', <StrangeText key="to" text={answer.recipient} />],
                  ['By', `${answer.channel}, ${answer.provider}`],
                  ['Provider’s id', <StrangeText key="id" text={answer.external_id ?? 'not known yet'} />],
                  ['Sent', <Time key="sent" at={answer.sent_at} show="exact" />],
                  ['Opened, clicked', `${answer.opens}, ${answer.clicks}`],
                ]}
              />
            </Card>
            <Card title="Delivery" note="In the order in which it happened">
              <Timeline entries={answer.timeline} />
            </Card>
          </>
        )}
      </Answered>
      <CommandLines commands={[['messages show', input]]} />
    </Page>
  );
}

function Timeline({ entries }: { readonly entries: MessageAnswer['timeline'] }) {
  if (entries.length === 0) return <p className="muted">Nothing was reported on it yet.</p>;
  return (
    <ol className="story">
      {entries.map((entry) => (
        <li key={entry.provider_id} data-tone={entry.error_code === null ? 'good' : 'bad'}>
          <span className="small muted">
            <Time at={entry.occurred_at} />
          </span>
          <div>
            <strong>{entry.status ?? entry.kind}</strong>{' '}
            <span className="muted">
              <StrangeText text={entry.raw_status} most={200} />
              {entry.error_code !== null && (
                <>
                  , error <StrangeText text={entry.error_code} most={100} />
                </>
              )}
            </span>
          </div>
        </li>
      ))}
    </ol>
  );
}
