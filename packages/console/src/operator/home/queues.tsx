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

export function Queues({ queues }: { readonly queues: readonly Row[] }) {
  return (
    <Card title="Queues" note="SQS counts about, and a moment late" flush>
      <DataTable
        label="Queues"
        rows={queues}
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
    </Card>
  );
}
