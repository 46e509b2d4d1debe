import type { Overview } from '../../api/pending.ts';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatCount, formatMs, formatNumber, formatRate } from '../../ui/format.ts';
import { HealthBars } from '../../ui/health-bars.tsx';
import { EndpointName } from '../endpoints/endpoint-name.tsx';
import { StatusBadge } from '../endpoints/status-badge.tsx';

type EndpointRow = Overview['endpoints'][number];

const columns: readonly Column<EndpointRow>[] = [
  { name: 'Endpoint', cell: (row) => <EndpointName {...row} /> },
  { name: 'Status', cell: (row) => <StatusBadge status={row.status} breaker={row.breaker} /> },
  { name: 'Health', cell: (row) => <HealthBars label={describeHealth(row)} buckets={bucketsOf(row)} /> },
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

export type EndpointHealthProps = { readonly endpoints: readonly EndpointRow[]; readonly range: string };

export function EndpointHealth({ endpoints, range }: EndpointHealthProps) {
  return (
    <Card title="Endpoints" note={`Over ${range}; held and dead are now.`} flush>
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

const Nothing = () => (
  <span className="muted">
    <span aria-hidden="true">–</span>
    <span className="sr-only">none</span>
  </span>
);

function describeHealth({ delivered, attempts_failed: failed, success_rate: rate }: EndpointRow): string {
  const attempts = delivered + failed;
  if (rate === null || attempts === 0) return 'No attempts';
  return `${formatNumber(delivered)} of ${formatNumber(attempts)} attempts answered with 2xx`;
}

const bucketsOf = ({ series }: EndpointRow) =>
  series.map(({ delivered, attempts_failed: failed, held, dead }) => ({
    delivered,
    failed,
    other: held + dead,
  }));
