import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import { Time } from '../../ui/time.tsx';
import type { KeyView } from '../api/answers.ts';
import { useAction } from '../ui/actions.tsx';
import { StateBadge } from '../ui/state-badge.tsx';

const USABLE = ['ACTIVE', 'SUSPENDED'];

export function TenantKeys({
  tenantId,
  keys,
}: {
  readonly tenantId: string;
  readonly keys: readonly KeyView[];
}) {
  const begin = useAction();
  return (
    <Card
      title="Keys"
      note="A key is shown once, when it is made; of it only a hash and its end are kept"
      flush
    >
      {keys.length === 0 ? (
        <p className="card-body muted">
          None. Make one in a terminal: <code>pnpm cli keys create {tenantId}</code>
        </p>
      ) : (
        <DataTable
          label="API keys"
          rows={keys}
          keyOf={({ key_id }) => key_id}
          columns={[
            { name: 'Key', cell: ({ key_id }) => <code>{key_id}</code> },
            {
              name: 'Ends with',
              cell: ({ last_four }) => (last_four === undefined ? '–' : <code>…{last_four}</code>),
            },
            {
              name: 'For',
              optional: true,
              cell: ({ access }) => (access === undefined ? 'the API' : `the portal, ${access}`),
            },
            { name: 'State', cell: ({ status }) => <StateBadge state={status} /> },
            {
              name: 'Label',
              optional: true,
              cell: ({ label }) => <StrangeText text={label ?? '–'} most={100} />,
            },
            {
              name: 'Last used',
              cell: ({ last_used_on }) => <span className="numeric date">{last_used_on ?? '–'}</span>,
            },
            {
              name: 'Made',
              optional: true,
              cell: ({ created_at }) => (created_at === undefined ? '–' : <Time at={created_at} />),
            },
            {
              name: 'Expires',
              optional: true,
              cell: ({ expires_at }) => (expires_at === undefined ? 'never' : <Time at={expires_at} />),
            },
            {
              name: 'What can be done',
              isNameless: true,
              align: 'end',
              cell: ({ key_id, status }) =>
                USABLE.includes(status) && (
                  <Button
                    size="small"
                    aria-label={`Revoke ${key_id}`}
                    onClick={() =>
                      begin({
                        name: 'keys revoke',
                        input: { tenantId, keyId: key_id },
                        verb: 'Revoke',
                        danger: true,
                      })
                    }
                  >
                    Revoke
                  </Button>
                ),
            },
          ]}
        />
      )}
    </Card>
  );
}
