import { Pause, Play, Power, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { formatCount } from '../../ui/format.ts';
import { Menu, type MenuAction } from '../../ui/menu.tsx';
import { useSession } from '../session/session.tsx';
import { useChangeStatus, useDeleteEndpoint } from './use-endpoint.ts';
import type { Endpoint } from './use-endpoints.ts';

const ICON = { size: 15, 'aria-hidden': true } as const;

export type EndpointActionsProps = { readonly endpoint: Endpoint; readonly onTest: () => void };

/** What can be done with an endpoint; nothing with a read-only link. */
export function EndpointActions({ endpoint, onTest }: EndpointActionsProps) {
  const { access } = useSession();
  const [, navigate] = useLocation();
  const [isDeleting, setDeleting] = useState(false);
  const status = useChangeStatus(endpoint.endpoint_id);
  const deletion = useDeleteEndpoint(endpoint.endpoint_id, () => navigate('/endpoints'));
  if (access === 'read') return undefined;
  const isOff = endpoint.status !== 'ENABLED';
  const resume = endpoint.status === 'PAUSED' ? 'resume' : 'enable';
  const actions: readonly MenuAction[] = [
    ...(isOff
      ? []
      : [{ name: 'Disable', icon: <Power {...ICON} />, onSelect: () => status.mutate('disable') }]),
    // Of one that fails, enabling ends the wait for the next probe.
    ...(endpoint.health.breaker === 'closed' || isOff
      ? []
      : [{ name: 'Try again now', icon: <Play {...ICON} />, onSelect: () => status.mutate('enable') }]),
    { name: 'Delete…', icon: <Trash2 {...ICON} />, danger: true, onSelect: () => setDeleting(true) },
  ];
  return (
    <>
      {isOff ? (
        <Button
          variant="primary"
          icon={<Play {...ICON} />}
          busy={status.isPending}
          onClick={() => status.mutate(resume)}
        >
          {endpoint.status === 'PAUSED' ? 'Resume' : 'Enable'}
        </Button>
      ) : (
        <>
          <Button icon={<Pause {...ICON} />} busy={status.isPending} onClick={() => status.mutate('pause')}>
            Pause
          </Button>
          <Button variant="primary" icon={<Send {...ICON} />} onClick={onTest}>
            Send test event
          </Button>
        </>
      )}
      <Menu label="More actions" actions={actions} />
      <ConfirmDialog
        open={isDeleting}
        onClose={() => setDeleting(false)}
        title={`Delete the endpoint ${endpoint.endpoint_id}?`}
        action={`Delete ${endpoint.endpoint_id}`}
        typed={endpoint.endpoint_id}
        danger
        busy={deletion.isPending}
        error={deletion.error}
        onConfirm={() => deletion.mutate()}
      >
        <p>
          Nothing is delivered to it any more, and its secret is gone. {formatCount(endpoint.health.held)}{' '}
          held deliveries are given up. This cannot be undone; pausing can.
        </p>
      </ConfirmDialog>
    </>
  );
}
