import { useState } from 'react';
import { useParams } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Code } from '../../ui/code.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { QuarantinedAnswer } from '../api/inbound-answers.ts';
import { useCommand } from '../api/use-command.ts';
import { useAction } from '../ui/actions.tsx';
import { Answered } from '../ui/answered.tsx';
import { CommandLines } from '../ui/command-lines.tsx';

/** One request, to see why it was refused, and to release it. */
export default function QuarantinedPage() {
  const { requestId: id = '' } = useParams<{ requestId: string }>();
  const [isBodyShown, setBodyShown] = useState(false);
  const input = isBodyShown ? { id, body: true } : { id };
  const refused = useCommand('quarantine show', input);
  const begin = useAction();
  return (
    <Page
      title="Refused callback"
      name={`Refused callback ${id}`}
      note={<StrangeText text={id} most={128} />}
      back={{ href: '/quarantine', name: 'Quarantine' }}
      actions={
        refused.data !== undefined && (
          <>
            <Button onClick={() => begin({ name: 'quarantine verify', input: { id }, verb: 'Verify' })}>
              Verify again
            </Button>
            <Button
              variant="primary"
              onClick={() =>
                begin({ name: 'quarantine release', input: { id: [id] }, verb: 'Verify and release' })
              }
            >
              Release
            </Button>
          </>
        )
      }
    >
      <Answered of={refused}>
        {(answer) => (
          <>
            <RefusedFacts request={answer} />
            <RefusedBody request={answer} onShow={() => setBodyShown(true)} />
          </>
        )}
      </Answered>
      <CommandLines
        commands={[
          ['quarantine show', input],
          ['quarantine verify', { id }],
          ['quarantine release', { id: [id] }],
        ]}
      />
    </Page>
  );
}

function RefusedFacts({ request }: { readonly request: QuarantinedAnswer }) {
  const names = (list: readonly string[]) => <StrangeText text={list.join(', ') || 'none'} />;
  return (
    <Card title="Why it was refused">
      <Facts
        facts={[
          ['Step that failed', request.step],
          ['Reason', request.code.replaceAll('_', ' ')],
          ...(request.why === null ? [] : [['Which means', request.why] as const]),
          ['Route', request.route],
          ['Came', <Time key="came" at={request.received_at} show="exact" />],
          ['Kept until', <Time key="until" at={request.expires_at} />],
          ['Path', <StrangeText key="path" text={request.path} />],
          ['Verified as', names(request.public_urls)],
          ['Headers', names(request.header_names)],
          ['Query', names(request.query_names)],
          ['Size', formatBytes(request.body_bytes)],
        ]}
      />
    </Card>
  );
}

type RefusedBodyProps = { readonly request: QuarantinedAnswer; readonly onShow: () => void };

function RefusedBody({ request: { body, body_encoding, body_cut }, onShow }: RefusedBodyProps) {
  if (body === undefined)
    return (
      <Card title="Body" note="What the sender wrote, which is personal data">
        <Button onClick={onShow}>Show it</Button>
      </Card>
    );
  const head = `${body_encoding === 'base64' ? 'no text: in base64' : 'text'}${body_cut === true ? ', only its beginning was kept' : ''}`;
  return (
    <Card title="Body" note="What the sender wrote, which is personal data">
      <Code text={body} label="the body" head={head} wrap />
    </Card>
  );
}
