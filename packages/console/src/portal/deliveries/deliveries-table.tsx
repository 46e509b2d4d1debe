import { type Column, DataTable, type Selection } from '../../ui/data-table.tsx';
import { counted } from '../../ui/format.ts';
import { Nothing } from '../../ui/nothing.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import { describeEventStatus } from './describe-delivery.ts';
import { EventBadge } from './event-badge.tsx';
import type { ListedEvent } from './use-events.ts';

/** Of so many the states are told one by one. */
const MOST_NAMED = 3;

const columns = (endpoint: string | undefined): readonly Column<ListedEvent>[] => [
  {
    name: 'Event',
    cell: ({ event_id: id, event_type: type }) => (
      <span className="endpoint-name event-name">
        <span className="truncate">
          {type === undefined ? (
            <span className="muted">without a type</span>
          ) : (
            <StrangeText text={type} most={80} />
          )}
        </span>
        <small className="truncate muted">{id}</small>
      </span>
    ),
  },
  { name: 'Status', cell: (event) => <EventBadge status={statusOf(event, endpoint)} /> },
  {
    name: 'Endpoints',
    optional: true,
    cell: ({ deliveries }) => <Endpoints deliveries={deliveries} />,
  },
  {
    name: 'Attempts',
    align: 'end',
    optional: true,
    cell: ({ deliveries }) => deliveries.reduce((sum, { attempts }) => sum + attempts, 0),
  },
  { name: 'Accepted', align: 'end', cell: ({ created_at: at }) => <Time at={at} /> },
];

/** Of the delivery that is asked about, where one is. */
const statusOf = ({ status, deliveries }: ListedEvent, endpoint: string | undefined) =>
  deliveries.find(({ endpoint_id: id }) => id === endpoint)?.status ?? status;

function Endpoints({ deliveries }: Pick<ListedEvent, 'deliveries'>) {
  if (deliveries.length === 0) return <Nothing />;
  if (deliveries.length > MOST_NAMED) return counted(deliveries.length, 'endpoint');
  return (
    <span className="tags">
      {deliveries.map(({ endpoint_id: id, status }) => {
        const { name, tone } = describeEventStatus(status);
        return (
          <span key={id} className="tag">
            <span className="dot" data-tone={tone} aria-hidden="true" />
            {id}
            <span className="sr-only">: {name}</span>
          </span>
        );
      })}
    </span>
  );
}

export type DeliveriesTableProps = {
  readonly events: readonly ListedEvent[];
  readonly endpoint: string | undefined;
  readonly selection?: Selection | undefined;
};

export function DeliveriesTable({ events, endpoint, selection }: DeliveriesTableProps) {
  return (
    <DataTable
      label="Deliveries"
      columns={columns(endpoint)}
      rows={events}
      keyOf={({ event_id: id }) => id}
      hrefOf={({ event_id: id }) => `/deliveries/${encodeURIComponent(id)}`}
      {...(selection === undefined ? {} : { selection })}
    />
  );
}
