import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { StrangeText } from '../../ui/strange-text.tsx';
import type { RotationsAnswer } from '../api/inbound-answers.ts';
import { useAction } from '../ui/actions.tsx';

type Row = RotationsAnswer['providers'][number]['secrets'][number];

export function SecretTable({
  provider,
  secrets,
}: {
  readonly provider: string;
  readonly secrets: readonly Row[];
}) {
  return (
    <DataTable
      label={`Secrets of ${provider}`}
      rows={secrets}
      keyOf={({ secret, account_sid, account }) => `${secret}/${account_sid ?? account}`}
      columns={[
        { name: 'Secret', cell: ({ secret }) => secret },
        {
          name: 'Account',
          cell: ({ account_sid, account }) => <StrangeText text={account_sid ?? account ?? '–'} most={80} />,
        },
        { name: 'Accepted', align: 'end', cell: ({ accepted }) => accepted },
        {
          name: 'Rotation',
          cell: ({ stand }) =>
            stand === 'under_way' ? (
              <Badge tone="warn">under way</Badge>
            ) : (
              <span className="muted">none</span>
            ),
        },
        {
          name: 'What can be done',
          isNameless: true,
          align: 'end',
          cell: (row) => <RotationActions provider={provider} of={row} />,
        },
      ]}
    />
  );
}

function RotationActions({ provider, of }: { readonly provider: string; readonly of: Row }) {
  const begin = useAction();
  const name = `secrets rotate ${provider}`;
  const which = {
    ...(of.account_sid === null ? {} : { accountSid: of.account_sid }),
    ...(of.account === null ? {} : { account: of.account }),
    ...(of.which === null ? {} : { secret: of.which }),
  };
  return (
    <div className="row" data-end="">
      <Button size="small" onClick={() => begin({ name, input: which, verb: 'Look' })}>
        What is next
      </Button>
      {of.stand === 'under_way' && (
        <Button
          size="small"
          onClick={() => begin({ name, input: { ...which, finish: true }, verb: 'Finish', danger: true })}
        >
          Finish
        </Button>
      )}
    </div>
  );
}
