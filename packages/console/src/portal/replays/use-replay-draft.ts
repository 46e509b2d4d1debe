import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Replay, type ReplayDraft, readReplay, startReplay, useForgetReplays } from './use-replays.ts';

const POLL_MS = 500;

/** A replay that is being put together: counted first, then started. */
export function useReplayDraft(initial: ReplayDraft, onStarted: () => void) {
  const [draft, setDraft] = useState(initial);
  // Until something is changed, starting it once more starts no second one.
  const [startKey, setStartKey] = useState(() => crypto.randomUUID());
  const forget = useForgetReplays();
  const counting = useMutation({
    mutationFn: async (): Promise<Replay> =>
      untilCounted(await startReplay(draft, { isDry: true, key: crypto.randomUUID() })),
  });
  const starting = useMutation({
    mutationFn: () => startReplay(draft, { isDry: false, key: startKey }),
    onSuccess: async () => {
      onStarted();
      await forget();
    },
  });
  return {
    draft,
    counting,
    starting,
    /** What was counted does not hold for what is asked for then. */
    change(changes: Partial<ReplayDraft>) {
      setDraft({ ...draft, ...changes });
      setStartKey(crypto.randomUUID());
      counting.reset();
      starting.reset();
    },
  };
}

/** A count of many takes more than one request. */
async function untilCounted(replay: Replay): Promise<Replay> {
  let latest = replay;
  while (latest.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    latest = await readReplay(latest.replay_id);
  }
  return latest;
}
