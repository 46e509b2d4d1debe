import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { formatCount, formatMs } from '../../ui/format.ts';
import { Menu, type MenuAction } from '../../ui/menu.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import type { EndpointView } from '../api/answers.ts';
import { useCommand } from '../api/use-command.ts';
import { type Begin, useAction } from '../ui/actions.tsx';
import { Answered } from '../ui/answered.tsx';
import { StateBadge } from '../ui/state-badge.tsx';

export function TenantEndpoints({ tenantId }: { readonly tenantId: string }) {
  const endpoints = useCommand('endpoints list', { tenantId });
  const begin = useAction();
  return (
    <Answered of={endpoints}>
      {({ endpoints: rows }) => (
        <Card title="Endpoints" note="What they did in the last 24 hours, and what waits for them" flush>
          <DataTable
            label="Endpoints"
            rows={rows}
            keyOf={({ endpoint_id }) => endpoint_id}
            columns={[
              { name: 'Endpoint', cell: (endpoint) => <Target endpoint={endpoint} /> },
              { name: 'State', cell: (endpoint) => <EndpointState endpoint={endpoint} /> },
              {
                name: 'Delivered',
                align: 'end',
                optional: true,
                cell: ({ health }) => health.last_day?.delivered ?? '–',
              },
              {
                name: 'Failed attempts',
                align: 'end',
                optional: true,
                cell: ({ health }) => health.last_day?.attempts_failed ?? '–',
              },
              {
                name: 'p95',
                align: 'end',
                optional: true,
                cell: ({ health }) =>
                  health.last_day?.answer_ms_p95 == null ? '–' : formatMs(health.last_day.answer_ms_p95),
              },
              { name: 'Held', align: 'end', cell: ({ health }) => formatCount(health.held) },
              { name: 'Dead', align: 'end', cell: ({ health }) => formatCount(health.dead) },
              {
                name: 'What can be done',
                isNameless: true,
                align: 'end',
                cell: (endpoint) => (
                  <Menu
                    label={`What can be done with ${endpoint.endpoint_id}`}
                    actions={actionsOf(begin, tenantId, endpoint)}
                  />
                ),
              },
            ]}
          />
        </Card>
      )}
    </Answered>
  );
}

const Target = ({ endpoint: { endpoint_id, target_url } }: { readonly endpoint: EndpointView }) => (
  <>
    <StrangeText text={endpoint_id} />
    <br />
    <span className="small muted">
      <StrangeText text={target_url ?? 'cannot be read'} most={160} />
    </span>
  </>
);

function EndpointState({ endpoint: { status, status_reason, health } }: { readonly endpoint: EndpointView }) {
  return (
    <>
      <StateBadge state={status} /> {health.breaker !== 'closed' && <StateBadge state={health.breaker} />}
      {status_reason !== null && (
        <span className="small muted">
          <br />
          <StrangeText text={status_reason} most={160} />
        </span>
      )}
    </>
  );
}

function actionsOf(
  begin: Begin,
  tenantId: string,
  { endpoint_id: endpointId, status }: EndpointView,
): MenuAction[] {
  const act = (verb: string, danger: boolean): MenuAction => ({
    name: verb,
    danger,
    onSelect: () =>
      begin({ name: `endpoints ${verb.toLowerCase()}`, input: { tenantId, endpointId }, verb, danger }),
  });
  switch (status) {
    case 'ENABLED':
      return [act('Pause', true), act('Disable', true)];
    case 'PAUSED':
      return [act('Resume', false), act('Disable', true)];
    default:
      return [act('Enable', false)];
  }
}
