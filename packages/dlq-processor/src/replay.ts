import { listAllEndpoints } from '@switchyard/core/endpoints';
import { SwitchyardError } from '@switchyard/core/errors';
import { listReplays, type Replay, replayView, requireReplay } from '@switchyard/core/replays';
import { changeReplay } from '@switchyard/core/replays/change-replay';
import { type StartReplayContext, startReplay } from '@switchyard/core/replays/start-replay';
import type { AnsweredReplay, ReplayAnswer } from './replay-answer.ts';
import type { ReplayRequest } from './replay-request.ts';
import { RESERVE_MS, type ScanContext } from './scan-dead-letters.ts';

export type ReplayContext = StartReplayContext & Pick<ScanContext, 'remainingMs'>;

type StartRequest = Extract<ReplayRequest, { action: 'replay_start' }>;

/** What an operator does about the replays of any tenant. @throws SwitchyardError that says why it cannot be done */
export async function replay(context: ReplayContext, request: ReplayRequest): Promise<ReplayAnswer> {
  const of = (...replays: readonly Replay[]): ReplayAnswer => ({
    replays: replays.map(answered),
    refused: [],
    complete: true,
  });
  switch (request.action) {
    case 'replay_start': {
      const { action: _, tenantId, allTenants: _all, ...input } = request;
      if (tenantId === undefined) return startForAll(context, input);
      return of((await startReplay(context, { ...input, tenantId })).replay);
    }
    case 'replay_list': {
      const { replays, next } = await listReplays(context, request);
      return { ...of(...replays), ...(next === undefined ? {} : { next }) };
    }
    case 'replay_show':
      return of(await requireReplay(context, request));
    case 'replay_pause':
      return of(await changeReplay(context, request, 'pause'));
    case 'replay_resume':
      return of(await changeReplay(context, request, 'resume'));
    case 'replay_cancel':
      return of(await changeReplay(context, request, 'cancel'));
  }
}

/** One for each tenant, at the rate of each, so that none waits for another; where nothing matches, none is made. */
async function startForAll(
  context: ReplayContext,
  input: Omit<StartRequest, 'action' | 'tenantId' | 'allTenants'>,
): Promise<ReplayAnswer> {
  const endpoints = await listAllEndpoints(context);
  const tenantIds = [...new Set(endpoints.map(({ tenantId }) => tenantId))].sort();
  const replays: AnsweredReplay[] = [];
  const refused: ReplayAnswer['refused'] = [];
  for (const tenantId of tenantIds) {
    if (context.remainingMs() < RESERVE_MS) return { replays, refused, complete: false };
    try {
      const started = await startReplay(context, { ...input, tenantId, unlessEmpty: true });
      if (started.replay.reason !== 'nothing_matched') replays.push(answered(started.replay));
    } catch (error) {
      if (!(error instanceof SwitchyardError)) throw error;
      refused.push({ tenant_id: tenantId, code: error.code, message: error.message });
    }
  }
  return { replays, refused, complete: true };
}

const answered = (replay: Replay): AnsweredReplay => ({ tenant_id: replay.tenantId, ...replayView(replay) });
