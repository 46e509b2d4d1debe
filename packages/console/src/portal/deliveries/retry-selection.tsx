import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { ApiProblem } from '../../api/api-problem.ts';
import { answerOf, api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { counted } from '../../ui/format.ts';
import { sayDone, sayFailed } from '../../ui/toast.tsx';
import { EVENTS } from './use-events.ts';

export type RetrySelectionProps = {
  readonly eventIds: readonly string[];
  readonly endpoint: string | undefined;
  readonly onDone: () => void;
};

/** Delivers the chosen events again: what of each was given up, is held or waits for its next attempt. */
export function RetrySelection({ eventIds, endpoint, onDone }: RetrySelectionProps) {
  const [isAsking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const retrying = useMutation({
    mutationFn: () => retryEach(eventIds, endpoint),
    onSuccess: ({ started, left, failed }) => {
      setAsking(false);
      onDone();
      const rest = left === 0 ? undefined : `${counted(left, 'event')} had nothing to retry.`;
      if (started > 0 || failed === undefined)
        sayDone(`${counted(started, 'event')} ${started === 1 ? 'is' : 'are'} delivered again`, rest);
      if (failed !== undefined) sayFailed('Not all could be retried', failed);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: EVENTS }),
  });
  const events = counted(eventIds.length, 'event');
  return (
    <>
      <Button
        variant="primary"
        size="small"
        icon={<RotateCcw size={14} aria-hidden="true" />}
        onClick={() => setAsking(true)}
      >
        Retry {events}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={`Deliver ${events} again?`}
        action={`Retry ${events}`}
        busy={retrying.isPending}
        error={retrying.error}
        onConfirm={() => retrying.mutate()}
      >
        <p>
          What was given up, is held or waits for its next attempt is sent at once
          {endpoint === undefined ? '' : <> to {endpoint}</>}, from its first attempt. What was delivered
          stays as it is.
        </p>
      </ConfirmDialog>
    </>
  );
}

type Retried = { readonly started: number; readonly left: number; readonly failed: unknown };

/** One after another; it goes on behind one that fails. */
async function retryEach(eventIds: readonly string[], endpoint: string | undefined): Promise<Retried> {
  let [started, left] = [0, 0];
  let failed: unknown;
  for (const eventId of eventIds) {
    try {
      const params = { path: { event_id: eventId } };
      const body = endpoint === undefined ? {} : { endpoint_id: endpoint };
      await answerOf(api.POST('/v1/events/{event_id}/retry', { params, body }));
      started += 1;
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'nothing_to_retry') left += 1;
      else failed = error;
    }
  }
  return { started, left, failed };
}
