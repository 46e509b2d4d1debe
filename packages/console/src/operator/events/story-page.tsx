import { Link, useParams, useSearchParams } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyLine } from '../../ui/code.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Page } from '../../ui/page.tsx';
import { Payload } from '../../ui/payload.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { StoryAnswer } from '../api/answers.ts';
import { useCommand } from '../api/use-command.ts';
import { useAction } from '../ui/actions.tsx';
import { Answered } from '../ui/answered.tsx';
import { CommandLines } from '../ui/command-lines.tsx';
import { tenantHref } from '../ui/hrefs.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { StorySteps } from './story-steps.tsx';

const EVERY_MS = 5_000;

/** One event, from the callback that it was made of to the end of each delivery. */
export default function StoryPage() {
  const { eventId = '' } = useParams<{ eventId: string }>();
  const [search] = useSearchParams();
  const tenant = search.get('tenant');
  const input = tenant === null ? { eventId } : { eventId, tenant };
  const story = useCommand('events story', input, { everyMs: EVERY_MS });
  return (
    <Page
      title="Event"
      name={`Event ${eventId}`}
      back={{ href: '/events', name: 'Events' }}
      note={
        <>
          <code>{eventId}</code> {story.data !== undefined && <StateBadge state={story.data.status} />}
        </>
      }
      actions={story.data !== undefined && <Requeue story={story.data} />}
    >
      <Answered of={story} lines={8}>
        {(answer) => (
          <>
            <StoryFacts story={answer} />
            <Card title="What happened" note="Read every 5 seconds">
              <StorySteps story={answer} />
            </Card>
            <Card title="Payload">
              <Payload bytes={new TextEncoder().encode(answer.payload)} label="the payload" />
            </Card>
          </>
        )}
      </Answered>
      <CommandLines
        commands={[
          ['events story', input],
          ['tail', { ...input, follow: true }],
        ]}
      />
    </Page>
  );
}

/** What is dead or held can be delivered again. */
function Requeue({ story: { status, tenant_id: tenant, event_id } }: { readonly story: StoryAnswer }) {
  const begin = useAction();
  if (status !== 'DLQ' && status !== 'HELD') return null;
  const held = status === 'HELD' ? { held: true } : {};
  return (
    <Button
      variant="primary"
      onClick={() =>
        begin({ name: 'dlq requeue', input: { tenant, event: [event_id], ...held }, verb: 'Deliver again' })
      }
    >
      Deliver again
    </Button>
  );
}

function StoryFacts({ story }: { readonly story: StoryAnswer }) {
  const { tenant_id, event_type, ordering_key, created_at } = story;
  return (
    <Card>
      <Facts
        facts={[
          [
            'Tenant',
            <Link key="tenant" href={tenantHref(tenant_id)}>
              <StrangeText text={tenant_id} />
            </Link>,
          ],
          ['Type', <StrangeText key="type" text={event_type ?? 'none'} />],
          ...(ordering_key === null
            ? []
            : [['Ordering key', <StrangeText key="key" text={ordering_key} />] as const]),
          ['Accepted', <Time key="time" at={created_at} show="exact" />],
          ['Correlation id', <CopyLine key="id" text={story.correlation_id} what="the correlation id" />],
        ]}
      />
    </Card>
  );
}
