import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatCount, formatMs, formatRate } from '../../ui/format.ts';
import { HealthBars } from '../../ui/health-bars.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { describeHealth, healthBuckets } from '../endpoints/describe-health.ts';
import { EndpointName } from '../endpoints/endpoint-name.tsx';
import { StatusBadge } from '../endpoints/status-badge.tsx';
import type { Overview, Range } from './read-overview.ts';

type EndpointRow = Overview['endpoints'][number];

const columns: readonly Column<EndpointRow>[] = [
  { name: 'Endpoint', cell: (row) => <EndpointName {...row} /> },
  { name: 'Status', cell: (row) => <StatusBadge status={row.status} breaker={row.breaker} /> },
  { name: 'Health', cell: (row) => <HealthBars label={describeHealth(row)} buckets={healthBuckets(row)} /> },
  {
    name: 'Success',
    align: 'end',
    cell: ({ success_rate: rate }) => (rate === null ? <Nothing /> : formatRate(rate)),
  },
  {
    name: 'Answer p95',
    align: 'end',
    optional: true,
    cell: ({ answer_ms_p95: p95 }) => (p95 === null ? <Nothing /> : formatMs(p95)),
  },
  { name: 'Held', align: 'end', optional: true, cell: ({ now }) => formatCount(now.held) },
  { name: 'Dead', align: 'end', optional: true, cell: ({ now }) => formatCount(now.dead) },
];

const NOTES: Readonly<Record<Range, string>> = {
  '1h': 'Over this hour and the one before; held and dead are now.',
  '24h': 'Over 24 hours; held and dead are now.',
  '7d': 'Over 7 days; held and dead are now.',
};

export type EndpointHealthProps = { readonly endpoints: readonly EndpointRow[]; readonly range: Range };

export function EndpointHealth({ endpoints, range }: EndpointHealthProps) {
  return (
    <Card title="Endpoints" note={NOTES[range]} flush>
      <DataTable
        label="Endpoints and their health"
        columns={columns}
        rows={endpoints}
        keyOf={({ endpoint_id: id }) => id}
        hrefOf={({ endpoint_id: id }) => `/endpoints/${encodeURIComponent(id)}`}
      />
    </Card>
  );
}
