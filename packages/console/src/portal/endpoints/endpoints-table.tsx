import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatMs, formatRate } from '../../ui/format.ts';
import { HealthBars } from '../../ui/health-bars.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import type { Overview } from '../overview/read-overview.ts';
import { useOverview } from '../overview/use-overview.ts';
import { describeHealth, healthBuckets } from './describe-health.ts';
import { EndpointName } from './endpoint-name.tsx';
import { EventTypes } from './event-types.tsx';
import { StatusBadge } from './status-badge.tsx';
import type { Endpoint } from './use-endpoints.ts';

type Row = Endpoint & { readonly seen: Overview['endpoints'][number] | undefined };

const columns: readonly Column<Row>[] = [
  { name: 'Endpoint', cell: (row) => <EndpointName {...row} /> },
  { name: 'Status', cell: (row) => <StatusBadge status={row.status} breaker={row.health.breaker} /> },
  {
    name: 'Events',
    optional: true,
    cell: (row) => <EventTypes types={row.event_types} filter={row.filter} />,
  },
  {
    name: 'Last 24 hours',
    cell: ({ seen }) =>
      seen === undefined ? (
        <Nothing />
      ) : (
        <HealthBars label={describeHealth(seen)} buckets={healthBuckets(seen)} />
      ),
  },
  {
    name: 'Success',
    align: 'end',
    cell: ({ seen }) => (seen?.success_rate == null ? <Nothing /> : formatRate(seen.success_rate)),
  },
  {
    name: 'Answer p95',
    align: 'end',
    optional: true,
    cell: ({ health }) =>
      health.last_day?.answer_ms_p95 == null ? <Nothing /> : formatMs(health.last_day.answer_ms_p95),
  },
];

export function EndpointsTable({ endpoints }: { readonly endpoints: readonly Endpoint[] }) {
  const { data } = useOverview('24h');
  const seen = new Map(data?.endpoints.map((each) => [each.endpoint_id, each]));
  return (
    <DataTable
      label="Endpoints"
      columns={columns}
      rows={endpoints.map((endpoint) => ({ ...endpoint, seen: seen.get(endpoint.endpoint_id) }))}
      keyOf={({ endpoint_id: id }) => id}
      hrefOf={({ endpoint_id: id }) => `/endpoints/${encodeURIComponent(id)}`}
    />
  );
}
