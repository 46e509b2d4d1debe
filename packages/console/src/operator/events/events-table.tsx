import { ScrollText } from 'lucide-react';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { EventsAnswer } from '../api/answers.ts';
import { storyHref } from '../ui/hrefs.ts';
import { StateBadge } from '../ui/state-badge.tsx';

export type EventsTableProps = { readonly tenantId: string; readonly events: EventsAnswer['events'] };

export function EventsTable({ tenantId, events }: EventsTableProps) {
  if (events.length === 0)
    return (
      <EmptyState icon={<ScrollText size={20} />} title="No events">
        <p>Nothing that was accepted in the last 30 days is as you look for it.</p>
      </EmptyState>
    );
  return (
    <DataTable
      label="Events"
      rows={events}
      keyOf={({ event_id }) => event_id}
      hrefOf={({ event_id }) => storyHref(event_id, tenantId)}
      columns={[
        { name: 'Event', cell: ({ event_id }) => <code>{event_id}</code> },
        { name: 'Type', cell: ({ event_type }) => <StrangeText text={event_type ?? '–'} most={80} /> },
        { name: 'State', cell: ({ status }) => <StateBadge state={status} /> },
        {
          name: 'Deliveries',
          optional: true,
          cell: ({ deliveries }) => (
            <StrangeText
              text={
                deliveries
                  .map(({ endpoint_id, status }) => `${endpoint_id} ${status.toLowerCase()}`)
                  .join(', ') || '–'
              }
              most={200}
            />
          ),
        },
        { name: 'Accepted', cell: ({ created_at }) => <Time at={created_at} /> },
      ]}
    />
  );
}
