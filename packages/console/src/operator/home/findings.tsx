import { DataTable } from '../../ui/data-table.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import type { DoctorAnswer } from '../api/answers.ts';
import { StateBadge } from '../ui/state-badge.tsx';

type Row = DoctorAnswer['checks'][number];

export function Findings({ findings }: { readonly findings: readonly Row[] }) {
  return (
    <DataTable
      label="Findings"
      rows={findings}
      keyOf={({ group, check, detail }) => `${group}/${check}/${detail}`}
      columns={[
        { name: 'State', cell: ({ state }) => <StateBadge state={state} /> },
        { name: 'Check', cell: ({ group, check }) => `${group}: ${check}` },
        { name: 'What was found', cell: ({ detail }) => <StrangeText text={detail} /> },
        {
          name: 'What to do',
          optional: true,
          cell: ({ fix }) => (fix === undefined ? '–' : <StrangeText text={fix.replaceAll('`', '')} />),
        },
      ]}
    />
  );
}
