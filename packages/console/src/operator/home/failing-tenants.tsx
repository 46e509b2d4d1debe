import { CircleCheck } from 'lucide-react';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount } from '../../ui/format.ts';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { FailingTenant } from '../api/answers.ts';
import { tenantHref } from '../ui/hrefs.ts';
import { StateBadge } from '../ui/state-badge.tsx';

type Row = FailingTenant['endpoints'][number] & { readonly tenantId: string };

/** The tenant with the most of them first. */
export function FailingTenants({ failing }: { readonly failing: readonly FailingTenant[] }) {
  const rows = failing.flatMap(({ tenant_id, endpoints }) =>
    endpoints.map((endpoint): Row => ({ ...endpoint, tenantId: tenant_id })),
  );
  return (
    <Card title="Failing endpoints" note="Disabled, unreadable, or with an open breaker" flush>
      {rows.length === 0 ? (
        <EmptyState icon={<CircleCheck size={20} />} title="Every endpoint in service answers">
          <p>Endpoints that stop answering show up here, with what is held for them.</p>
        </EmptyState>
      ) : (
        <DataTable
          label="Failing endpoints"
          rows={rows}
          keyOf={({ tenantId, endpoint_id }) => `${tenantId}/${endpoint_id}`}
          hrefOf={({ tenantId }) => tenantHref(tenantId)}
          columns={COLUMNS}
        />
      )}
    </Card>
  );
}

const COLUMNS = [
  { name: 'Tenant', cell: ({ tenantId }: Row) => <StrangeText text={tenantId} /> },
  { name: 'Endpoint', cell: ({ endpoint_id }: Row) => <StrangeText text={endpoint_id} /> },
  {
    name: 'State',
    cell: ({ status, breaker }: Row) =>
      status === 'ENABLED' && breaker !== null ? (
        <>
          <StateBadge state={breaker} /> <span className="small muted">breaker</span>
        </>
      ) : (
        <StateBadge state={status} />
      ),
  },
  { name: 'Failing since', cell: ({ failing_since }: Row) => <OrNone at={failing_since} /> },
  {
    name: 'Latest error',
    optional: true,
    cell: ({ last_error, status_reason }: Row) => (
      <StrangeText text={last_error ?? status_reason ?? '–'} most={120} />
    ),
  },
  {
    name: 'Held',
    align: 'end' as const,
    cell: ({ held, held_at_least }: Row) =>
      held === null ? 'not counted' : formatCount({ count: held, at_least: held_at_least }),
  },
  { name: 'Oldest', optional: true, cell: ({ oldest_held_at }: Row) => <OrNone at={oldest_held_at} /> },
];

const OrNone = ({ at }: { readonly at: string | null }) => (at === null ? '–' : <Time at={at} />);
