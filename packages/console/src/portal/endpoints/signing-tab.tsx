import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { apiAddress } from '../../api/portal-address.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyLine } from '../../ui/code.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Time } from '../../ui/time.tsx';
import { useSession } from '../session/session.tsx';
import { RotateDialog } from './rotate-dialog.tsx';
import { Snippets } from './snippets.tsx';
import type { Endpoint } from './use-endpoints.ts';

type Secret = Endpoint['secrets'][number];

const columns: readonly Column<Secret>[] = [
  { name: 'Kind', cell: ({ type }) => (type === 'hmac' ? 'Shared secret' : 'Public key (ed25519)') },
  { name: 'Made', cell: ({ created_at: at }) => <Time at={at} /> },
  {
    name: 'Signs',
    cell: ({ expires_at: at }) =>
      at === null ? (
        <Badge tone="good">Newest</Badge>
      ) : (
        <span className="row">
          <Badge tone="warn">Until the overlap ends</Badge> <Time at={at} />
        </span>
      ),
  },
];

/** What deliveries are signed with, how to change it, and how to verify. */
export function SigningTab({ endpoint }: { readonly endpoint: Endpoint }) {
  const { access } = useSession();
  const [isRotating, setRotating] = useState(false);
  const { secrets, public_keys_path: keysPath } = endpoint;
  const keys = secrets.flatMap(({ public_key: key }) => (key === null ? [] : [key]));
  return (
    <div className="stack">
      <Card
        title="Secrets that sign now"
        note="Their values are not shown again. Each delivery has a signature of each."
        actions={
          access === 'full' && (
            <Button icon={<KeyRound size={14} aria-hidden="true" />} onClick={() => setRotating(true)}>
              Rotate secret
            </Button>
          )
        }
        flush
      >
        <DataTable label="Secrets" columns={columns} rows={secrets} keyOf={({ created_at: at }) => at} />
      </Card>
      {keys.length > 0 && (
        <Card title="Public keys" note="To verify with. They are no secret.">
          <div className="stack" data-tight="">
            {keys.map((key) => (
              <CopyLine key={key} text={key} what="the public key" />
            ))}
            {keysPath !== null && (
              <CopyLine text={`${apiAddress}${keysPath}`} what="the address of the public keys" />
            )}
          </div>
        </Card>
      )}
      <Snippets />
      {isRotating && <RotateDialog endpoint={endpoint} onClose={() => setRotating(false)} />}
    </div>
  );
}
