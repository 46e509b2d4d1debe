import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { formatNumber } from '../../ui/format.ts';
import type { OverviewAnswer } from '../api/answers.ts';

type Row = OverviewAnswer['queues'][number];

const NOTES = {
  delivering: 'on the way to endpoints',
  trouble: 'nothing should lie here',
  other: 'for a consumer of yours',
} as const satisfies Record<Row['kind'], string>;

/** Those between acceptance and delivery, and of the others whichever has something in it. */
export function Queues({ queues }: { readonly queues: readonly Row[] }) {
  const isShown = ({ kind, waiting, under_way, delayed }: Row) =>
    kind === 'delivering' || waiting + under_way + delayed > 0;
  const rest = queues.filter((queue) => !isShown(queue));
  return (
    <Card title="Queues" note="SQS counts about, and a moment late" flush>
      <QueueTable label="Queues" rows={queues.filter(isShown)} />
      {rest.length > 0 && (
        <details className="fold card-body">
          <summary>{rest.length} empty ones</summary>
          <QueueTable label="Empty queues" rows={rest} />
        </details>
      )}
    </Card>
  );
}

function QueueTable({ label, rows }: { readonly label: string; readonly rows: readonly Row[] }) {
  return (
    <DataTable
      label={label}
      rows={rows}
      keyOf={({ name }) => name}
      columns={[
        { name: 'Queue', cell: ({ name }) => <code>{name}</code> },
        {
          name: 'What for',
          optional: true,
          cell: ({ kind }) => <span className="muted">{NOTES[kind]}</span>,
        },
        { name: 'Waiting', align: 'end', cell: ({ waiting }) => formatNumber(waiting) },
        { name: 'Under way', align: 'end', cell: ({ under_way }) => formatNumber(under_way) },
        { name: 'Delayed', align: 'end', cell: ({ delayed }) => formatNumber(delayed) },
      ]}
    />
  );
}
