import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { useRereadEndpoints } from './use-endpoint.ts';
import type { Endpoint } from './use-endpoints.ts';

const HOUR = 3600;
const OVERLAPS = [
  { seconds: HOUR, name: '1 hour' },
  { seconds: 24 * HOUR, name: '24 hours' },
  { seconds: 7 * 24 * HOUR, name: '7 days' },
  { seconds: 0, name: 'None: the old one stops signing now' },
] as const;

export type RotateDialogProps = { readonly endpoint: Endpoint; readonly onClose: () => void };

export function RotateDialog({ endpoint, onClose }: RotateDialogProps) {
  const id = endpoint.endpoint_id;
  const [overlap, setOverlap] = useState(24 * HOUR);
  const reread = useRereadEndpoints();
  const rotating = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/v1/endpoints/{endpoint_id}/rotate-secret', {
          params: { path: { endpoint_id: id } },
          body: { overlap_seconds: overlap },
        }),
      ),
    onSuccess: () => reread(id),
  });
  const { data } = rotating;
  if (data !== undefined)
    return (
      <SecretDialog
        title={`The new secret of ${id}`}
        secret={data.secret}
        publicKey={data.secrets[0]?.public_key ?? null}
        onClose={onClose}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Rotate the secret of ${id}?`}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant={overlap === 0 ? 'danger' : 'primary'}
            busy={rotating.isPending}
            onClick={() => rotating.mutate()}
          >
            {overlap === 0 ? 'Rotate and revoke the old one' : 'Rotate'}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>
          A new secret is made and shown once. Until the overlap ends, each delivery carries a signature of
          the old and one of the new secret, so your server accepts it with either. Take your time to put the
          new one in place.
        </p>
        <Field label="Overlap">
          {(field) => (
            <select
              {...field}
              className="input select"
              value={overlap}
              onChange={(event) => setOverlap(Number(event.currentTarget.value))}
            >
              {OVERLAPS.map(({ seconds, name }) => (
                <option key={seconds} value={seconds}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        {overlap === 0 && (
          <Notice tone="warn">
            For a secret that leaked. Until your server has the new one, it refuses every delivery; they are
            tried again.
          </Notice>
        )}
        {rotating.error !== null && <Problem error={rotating.error} />}
      </div>
    </Dialog>
  );
}
