import { Card } from '../../ui/card.tsx';
import { useCommand } from '../api/use-command.ts';
import { EventsTable } from '../events/events-table.tsx';
import { Answered } from '../ui/answered.tsx';

const NEWEST = '10';

export function TenantEvents({ tenantId }: { readonly tenantId: string }) {
  const events = useCommand('events list', { tenantId, max: NEWEST });
  return (
    <Answered of={events}>
      {({ events: rows }) => (
        <Card title="Newest events" note="The first of them tells when the tenant last sent something" flush>
          <EventsTable tenantId={tenantId} events={rows} />
        </Card>
      )}
    </Answered>
  );
}
