import { ShieldCheck } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { counted, formatBytes } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { QuarantineAnswer } from '../api/inbound-answers.ts';
import { useCommand } from '../api/use-command.ts';
import { useAction } from '../ui/actions.tsx';
import { Answered } from '../ui/answered.tsx';
import { CommandLines } from '../ui/command-lines.tsx';
import { quarantinedHref } from '../ui/hrefs.ts';
import { RefreshButton } from '../ui/refresh-button.tsx';

const INPUT = { limit: '1000' };
const RELEASE_ALL = { id: [], all: true };

/** Callbacks that were refused. */
export default function QuarantinePage() {
  const refused = useCommand('quarantine list', INPUT);
  return (
    <Page
      title="Quarantine"
      note="Callbacks that were refused, kept for 7 days. Mend the secret or the address, then release them."
      actions={<RefreshButton of={refused} />}
    >
      <Answered of={refused}>{(answer) => <Refused answer={answer} />}</Answered>
      <CommandLines
        commands={[
          ['quarantine list', INPUT],
          ['quarantine release', RELEASE_ALL],
        ]}
      />
    </Page>
  );
}

function Refused({ answer: { requests, more } }: { readonly answer: QuarantineAnswer }) {
  const begin = useAction();
  if (requests.length === 0)
    return (
      <Card flush>
        <EmptyState icon={<ShieldCheck size={20} />} title="Nothing was refused">
          <p>Callbacks that are not proven genuine show up here, with the step that failed.</p>
        </EmptyState>
      </Card>
    );
  return (
    <Card
      title={`${counted(requests.length, 'request')}${more ? ', and older ones' : ''}`}
      actions={
        <Button
          onClick={() =>
            begin({ name: 'quarantine release', input: RELEASE_ALL, verb: 'Verify and release' })
          }
        >
          Release what is genuine by now
        </Button>
      }
      flush
    >
      <DataTable
        label="Refused callbacks"
        rows={requests}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => quarantinedHref(id)}
        columns={[
          { name: 'Request', cell: ({ id }) => <StrangeText text={id} most={60} /> },
          { name: 'Route', cell: ({ route }) => route },
          { name: 'Step', cell: ({ step }) => step },
          { name: 'Refused for', cell: ({ code }) => code.replaceAll('_', ' ') },
          { name: 'Size', align: 'end', optional: true, cell: ({ body_bytes }) => formatBytes(body_bytes) },
          { name: 'Came', cell: ({ received_at }) => <Time at={received_at} /> },
        ]}
      />
    </Card>
  );
}
