import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client.ts';
import { sayDone, sayFailed } from '../../ui/toast.tsx';
import { EVENTS } from '../deliveries/use-events.ts';

export type Replay = Schemas['Replay'];
export type ReplayedStatus = Replay['status'];

const SOON_MS = 1_000;
const LATER_MS = 15_000;

const REPLAYS = ['replays'] as const;

export const useReplays = () =>
  useQuery({
    queryKey: REPLAYS,
    queryFn: async () =>
      (await answerOf(api.GET('/v1/replays', { params: { query: { limit: 50 } } }))).replays,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.some((replay) => replay.state === 'running') === true ? SOON_MS : LATER_MS,
  });

/** What is to be delivered again, as it is typed; empty: left out. */
export type ReplayDraft = {
  readonly status: ReplayedStatus;
  readonly endpoint: string;
  /** With commas between. */
  readonly types: string;
  /** ISO 8601. */
  readonly since: string;
  readonly until: string;
  readonly rate: string;
};

function toBody({ status, endpoint, types, since, until, rate }: ReplayDraft) {
  const eventTypes = types.split(',').map((type) => type.trim());
  return {
    status,
    ...(endpoint === '' ? {} : { endpoint_id: endpoint }),
    ...(types.trim() === '' ? {} : { event_types: eventTypes }),
    ...(since === '' ? {} : { since }),
    ...(until === '' ? {} : { until }),
    ...(rate.trim() === '' ? {} : { rate: Number(rate) }),
  };
}

/** Counts or starts; asked for again with the same key, it starts no second one. */
export const startReplay = (
  draft: ReplayDraft,
  { isDry, key }: { readonly isDry: boolean; readonly key: string },
): Promise<Replay> =>
  answerOf(
    api.POST('/v1/replays', {
      params: { header: { 'Idempotency-Key': key } },
      body: { ...toBody(draft), dry_run: isDry },
    }),
  );

export const readReplay = (replayId: string): Promise<Replay> =>
  answerOf(api.GET('/v1/replays/{replay_id}', { params: { path: { replay_id: replayId } } }));

type Change = 'pause' | 'resume' | 'cancel';

const DONE: Readonly<Record<Change, string>> = {
  pause: 'The replay is paused',
  resume: 'The replay goes on',
  cancel: 'The replay is cancelled',
};

export function useChangeReplay(replayId: string) {
  const queryClient = useQueryClient();
  const params = { path: { replay_id: replayId } };
  return useMutation({
    mutationFn: (change: Change) => {
      switch (change) {
        case 'pause':
          return answerOf(api.POST('/v1/replays/{replay_id}/pause', { params }));
        case 'resume':
          return answerOf(api.POST('/v1/replays/{replay_id}/resume', { params }));
        case 'cancel':
          return answerOf(api.POST('/v1/replays/{replay_id}/cancel', { params }));
      }
    },
    onSuccess: (_, change) => sayDone(DONE[change]),
    onError: (error) => sayFailed('The replay could not be changed', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: REPLAYS }),
  });
}

/** What a start changes. */
export function useForgetReplays() {
  const queryClient = useQueryClient();
  return () => Promise.all([REPLAYS, EVENTS].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}
