import { Users } from 'lucide-react';
import { useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { counted } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import { useCommand } from '../api/use-command.ts';
import { Answered } from '../ui/answered.tsx';
import { CommandLines } from '../ui/command-lines.tsx';
import { tenantHref } from '../ui/hrefs.ts';
import { RefreshButton } from '../ui/refresh-button.tsx';
import { StateBadge } from '../ui/state-badge.tsx';

export default function TenantsPage() {
  const tenants = useCommand('tenants list');
  const [wanted, setWanted] = useState('');
  return (
    <Page title="Tenants" note="Who may send events" actions={<RefreshButton of={tenants} />}>
      <Answered of={tenants} lines={8}>
        {({ tenants: all }) => {
          const rows = all.filter(({ tenant_id }) => tenant_id.includes(wanted.trim().toLowerCase()));
          if (all.length === 0) return <NoTenants />;
          return (
            <Card
              title={counted(rows.length, 'tenant')}
              actions={
                <input
                  type="search"
                  className="input"
                  data-size="small"
                  aria-label="Find a tenant by its id"
                  placeholder="Find by id"
                  value={wanted}
                  onChange={(event) => setWanted(event.currentTarget.value)}
                />
              }
              flush
            >
              <DataTable
                label="Tenants"
                rows={rows}
                keyOf={({ tenant_id }) => tenant_id}
                hrefOf={({ tenant_id }) => tenantHref(tenant_id)}
                columns={[
                  { name: 'Tenant', cell: ({ tenant_id }) => <StrangeText text={tenant_id} /> },
                  { name: 'State', cell: ({ status }) => <StateBadge state={status} /> },
                  { name: 'Plan', optional: true, cell: ({ plan }) => plan },
                  {
                    name: 'Active keys',
                    align: 'end',
                    optional: true,
                    cell: ({ active_keys }) => active_keys,
                  },
                  {
                    name: 'Endpoints in service',
                    align: 'end',
                    cell: ({ endpoints, enabled_endpoints }) => `${enabled_endpoints} of ${endpoints}`,
                  },
                  {
                    name: 'Made',
                    optional: true,
                    cell: ({ created_at }) => (created_at === '' ? '–' : <Time at={created_at} />),
                  },
                ]}
              />
            </Card>
          );
        }}
      </Answered>
      <CommandLines commands={[['tenants list']]} />
    </Page>
  );
}

const NoTenants = () => (
  <Card flush>
    <EmptyState icon={<Users size={20} />} title="There are no tenants">
      <p>
        Make the first one in a terminal, where its secrets are shown once:{' '}
        <code>pnpm cli tenants create acme --target-url https://…</code>
      </p>
    </EmptyState>
  </Card>
);
