import { CircleCheck } from 'lucide-react';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { counted, formatNumber } from '../../ui/format.ts';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { DlqSummaryAnswer } from '../api/answers.ts';
import { deadLettersHref } from '../ui/hrefs.ts';
import { GroupActions } from './group-actions.tsx';

export type GroupsProps = { readonly summary: DlqSummaryAnswer; readonly isHeld: boolean };

export function Groups({ summary: { groups, total, complete, malformed }, isHeld }: GroupsProps) {
  const noun = isHeld ? 'held delivery' : 'dead letter';
  if (groups.length === 0)
    return (
      <Card flush>
        <EmptyState
          icon={<CircleCheck size={20} />}
          title={isHeld ? 'Nothing is held' : 'There are no dead letters'}
        >
          <p>
            {isHeld
              ? 'What is due for an endpoint that is paused, disabled or failing waits here, and goes on by itself.'
              : 'What was given up after its last attempt shows up here.'}
          </p>
        </EmptyState>
      </Card>
    );
  return (
    <Card
      title={counted(total, noun, isHeld ? 'held deliveries' : 'dead letters')}
      note={[
        'By tenant, endpoint and reason',
        complete ? '' : 'there may be more',
        malformed > 0 ? `${counted(malformed, 'message')} in the queue not of Switchyard` : '',
      ]
        .filter((part) => part !== '')
        .join(', ')}
      flush
    >
      <DataTable
        label={isHeld ? 'Held by tenant, endpoint and reason' : 'Dead letters by tenant, endpoint and reason'}
        rows={groups}
        keyOf={({ tenant_id, endpoint_id, reason }) => `${tenant_id}/${endpoint_id}/${reason}`}
        hrefOf={({ tenant_id, endpoint_id, reason }) =>
          deadLettersHref({
            tenant: tenant_id,
            endpoint: endpoint_id,
            reason,
            ...(isHeld ? { held: 'yes' } : {}),
          })
        }
        columns={[
          { name: 'Tenant', cell: ({ tenant_id }) => <StrangeText text={tenant_id} /> },
          { name: 'Endpoint', cell: ({ endpoint_id }) => <StrangeText text={endpoint_id} /> },
          { name: 'Reason', cell: ({ reason }) => reason.replaceAll('_', ' ') },
          { name: 'How many', align: 'end', cell: ({ count }) => formatNumber(count) },
          {
            name: 'Oldest',
            optional: true,
            cell: ({ oldest_at }) => (oldest_at === null ? '–' : <Time at={oldest_at} />),
          },
          {
            name: 'What can be done',
            isNameless: true,
            align: 'end',
            cell: (group) => <GroupActions group={group} isHeld={isHeld} />,
          },
        ]}
      />
    </Card>
  );
}
