import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { answerOf, api, type Schemas } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Time } from '../../ui/time.tsx';
import { sayDone, sayFailed } from '../../ui/toast.tsx';
import { Attempts } from '../endpoints/attempts.tsx';
import { useSession } from '../session/session.tsx';
import { Countdown } from './countdown.tsx';
import { describeDead, describeHeld, isRetryable } from './describe-delivery.ts';
import { EventBadge } from './event-badge.tsx';
import { SentRequest } from './sent-request.tsx';
import { EVENTS } from './use-events.ts';

export type DeliveryCardProps = { readonly eventId: string; readonly delivery: Schemas['Delivery'] };

/** One event on its way to one endpoint. */
export function DeliveryCard({ eventId, delivery }: DeliveryCardProps) {
  const { endpoint_id: endpointId, status, attempts, next_attempt_at: next } = delivery;
  return (
    <Card
      title={<Link href={`/endpoints/${encodeURIComponent(endpointId)}`}>{endpointId}</Link>}
      note={delivery.generation > 1 ? `Started anew ${delivery.generation - 1} times` : undefined}
      actions={
        <>
          <EventBadge status={status} />
          <RetryDelivery eventId={eventId} delivery={delivery} />
        </>
      }
    >
      <div className="stack" aria-live="polite">
        <State delivery={delivery} />
        <Attempts
          attempts={attempts}
          next={undefined}
          to={endpointId}
          more={({ started_at: startedAt }) => (
            <SentRequest eventId={eventId} endpointId={endpointId} startedAt={startedAt} />
          )}
        />
        {next !== undefined && (status === 'FAILED' || status === 'PENDING') && (
          <p>
            Next attempt <Countdown at={next} /> <span className="muted">(</span>
            <Time at={next} show="clock" />
            <span className="muted">)</span>
          </p>
        )}
      </div>
    </Card>
  );
}

function State({ delivery }: Pick<DeliveryCardProps, 'delivery'>) {
  const { status, reason, held_reason: heldReason, held_at: heldAt, waits_for: ahead, attempts } = delivery;
  if (status === 'HELD')
    return (
      <Notice tone="warn">
        {describeHeld(heldReason)} {heldAt !== undefined && <Time at={heldAt} />}
      </Notice>
    );
  if (status === 'DLQ' && reason !== undefined)
    return <Notice tone="bad">Given up. {describeDead(reason)}</Notice>;
  if (ahead !== undefined)
    return (
      <Notice>
        It waits for <Link href={`/deliveries/${encodeURIComponent(ahead)}`}>{ahead}</Link>, which has the
        same ordering key and was accepted before it.
      </Notice>
    );
  if (attempts.length === 0) return <p className="muted">No attempt was made yet.</p>;
  return undefined;
}

function RetryDelivery({ eventId, delivery }: DeliveryCardProps) {
  const { access } = useSession();
  const [isAsking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const { endpoint_id: endpointId, status } = delivery;
  const isOver = status === 'DELIVERED' || status === 'PURGED';
  const retrying = useMutation({
    mutationFn: () => {
      const params = { path: { event_id: eventId } };
      const body = { endpoint_id: endpointId, ...(isOver ? { again: true } : {}) };
      return answerOf(api.POST('/v1/events/{event_id}/retry', { params, body }));
    },
    onSuccess: () => {
      setAsking(false);
      sayDone(`It is delivered to ${endpointId} again`);
    },
    onError: (error) => {
      if (!isAsking) sayFailed(`It could not be sent to ${endpointId}`, error);
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['event', eventId] }),
        queryClient.invalidateQueries({ queryKey: EVENTS }),
      ]),
  });
  if (access === 'read' || !(isOver || isRetryable(status))) return undefined;
  return (
    <>
      <Button
        size="small"
        variant={isOver ? 'secondary' : 'primary'}
        busy={retrying.isPending}
        icon={<RotateCcw size={14} aria-hidden="true" />}
        onClick={() => (isOver ? setAsking(true) : retrying.mutate())}
      >
        {isOver ? 'Send once more' : 'Retry now'}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={`Send it to ${endpointId} once more?`}
        action={`Send to ${endpointId}`}
        busy={retrying.isPending}
        error={retrying.error}
        onConfirm={() => retrying.mutate()}
      >
        <p>
          It was {status === 'DELIVERED' ? 'delivered' : 'removed'} before. A receiver that looks at{' '}
          <code>webhook-id</code> knows it by that and may leave it aside.
        </p>
      </ConfirmDialog>
    </>
  );
}
