import { CircleStop, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { formatNumber } from '../../ui/format.ts';
import { type Replay, useChangeReplay } from './use-replays.ts';

const ICON = { size: 15, 'aria-hidden': true } as const;

/** What can be done with a replay that has not ended. */
export function ReplayActions({ replay }: { readonly replay: Replay }) {
  const { replay_id: id, state, replayed } = replay;
  const [isAsking, setAsking] = useState(false);
  const change = useChangeReplay(id);
  if (state !== 'running' && state !== 'paused') return undefined;
  return (
    <span className="row">
      {state === 'running' ? (
        <IconButton label="Pause this replay" onClick={() => change.mutate('pause')}>
          <Pause {...ICON} />
        </IconButton>
      ) : (
        <IconButton label="Resume this replay" onClick={() => change.mutate('resume')}>
          <Play {...ICON} />
        </IconButton>
      )}
      <IconButton label="Cancel this replay" onClick={() => setAsking(true)}>
        <CircleStop {...ICON} />
      </IconButton>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={`Cancel the replay ${id}?`}
        action="Cancel the replay"
        danger
        busy={change.isPending}
        onConfirm={() => change.mutate('cancel', { onSettled: () => setAsking(false) })}
      >
        <p>{formatNumber(replayed)} were sent and stay so. The rest stays as it is.</p>
      </ConfirmDialog>
    </span>
  );
}
