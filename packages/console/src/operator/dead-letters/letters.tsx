import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { counted } from '../../ui/format.ts';
import { Time } from '../../ui/time.tsx';
import type { DlqPeekAnswer } from '../api/answers.ts';
import type { WrittenInput } from '../api/command-line.ts';
import { useCommand } from '../api/use-command.ts';
import { useAction } from '../ui/actions.tsx';
import { Answered } from '../ui/answered.tsx';
import { storyHref } from '../ui/hrefs.ts';

type Row = DlqPeekAnswer['messages'][number];

export function Letters({ filter, isHeld }: { readonly filter: WrittenInput; readonly isHeld: boolean }) {
  const letters = useCommand('dlq peek', filter);
  return (
    <Answered of={letters}>{({ messages }) => <LetterTable rows={messages} isHeld={isHeld} />}</Answered>
  );
}

const keyOf = ({ tenant_id, event_id, endpoint_id }: Row): string =>
  `${tenant_id}/${event_id}/${endpoint_id}`;

function LetterTable({ rows, isHeld }: { readonly rows: readonly Row[]; readonly isHeld: boolean }) {
  const begin = useAction();
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const chosen = rows.filter((row) => keys.has(keyOf(row)));
  const which = {
    event: [...new Set(chosen.map(({ event_id }) => event_id))],
    ...commonOf(chosen),
    ...(isHeld ? { held: true } : {}),
  };
  return (
    <>
      <div className="card-body row">
        <span className="muted">{counted(chosen.length, 'selected', 'selected')}</span>
        <Button
          size="small"
          disabled={chosen.length === 0}
          onClick={() => begin({ name: 'dlq requeue', input: which, verb: 'Requeue' })}
        >
          Requeue
        </Button>
        <Button
          size="small"
          disabled={chosen.length === 0}
          onClick={() => begin({ name: 'dlq purge', input: which, verb: 'Purge', danger: true })}
        >
          Purge
        </Button>
      </div>
      <DataTable
        label="One by one"
        rows={rows}
        keyOf={keyOf}
        hrefOf={({ event_id, tenant_id }) => storyHref(event_id, tenant_id)}
        selection={{ keys, onChange: setKeys }}
        columns={[
          { name: 'Event', cell: ({ event_id }) => <code>{event_id}</code> },
          { name: 'Endpoint', cell: ({ endpoint_id }) => endpoint_id },
          { name: 'Reason', cell: ({ reason }) => reason.replaceAll('_', ' ') },
          { name: 'Attempts', align: 'end', optional: true, cell: ({ attempts }) => attempts ?? '–' },
          {
            name: 'Since',
            cell: ({ held_since, dead_at }) => {
              const since = held_since ?? dead_at;
              return since === undefined ? '–' : <Time at={since} />;
            },
          },
        ]}
      />
    </>
  );
}

/** Tenant and endpoint, where all have the same: an event may be dead for one endpoint and held for another. */
function commonOf(rows: readonly Row[]): WrittenInput {
  const [first] = rows;
  if (first === undefined) return {};
  const { tenant_id: tenant, endpoint_id: endpoint } = first;
  return {
    ...(rows.every((row) => row.tenant_id === tenant) ? { tenant } : {}),
    ...(rows.every((row) => row.endpoint_id === endpoint) ? { endpoint } : {}),
  };
}
