import { toIso } from '../clock.ts';
import { CONTROL_MESSAGE } from '../deliveries/control-message-name.ts';
import { type ControlQueue, sendControl } from '../deliveries/delivery-queue.ts';
import { UnavailableError } from '../errors.ts';
import { newStateId } from '../ids/ids.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { isFinished, type Replay } from './replay.ts';
import { ReplayError } from './replay-error.ts';
import { type ReplayId, requireReplay, updateReplay } from './replay-store.ts';

export const REPLAY_ACTIONS = ['pause', 'resume', 'cancel'] as const;
export type ReplayAction = (typeof REPLAY_ACTIONS)[number];

const TRIES = 5;

/**
 * Pauses, resumes or cancels a replay; each may be repeated. The step that is under way ends as it ends.
 *
 * @returns the replay as it is then
 * @throws NotFoundError; ReplayError when it has finished; UnavailableError
 */
export async function changeReplay(
  context: EventsTable & ControlQueue,
  id: ReplayId,
  action: ReplayAction,
): Promise<Replay> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const replay = await requireReplay(context, id);
    const changed = await act(context, replay, action);
    if (changed !== undefined) return changed;
  }
  throw new UnavailableError(`Replay ${id.replayId} is being changed by others. Try again.`);
}

/** @returns undefined when somebody else changed it at the same moment */
async function act(
  context: EventsTable & ControlQueue,
  replay: Replay,
  action: ReplayAction,
): Promise<Replay | undefined> {
  const { state, replayId } = replay;
  if (action === 'cancel' && state === 'cancelled') return replay;
  if (isFinished(replay))
    throw new ReplayError(
      'replay_finished',
      `Replay ${replayId} is ${state}, so there is nothing to ${action}. Start another one.`,
    );
  switch (action) {
    case 'pause':
      return state === 'paused' ? replay : updateReplay(context, replay, { state: 'paused' });
    case 'resume':
      return resume(context, replay);
    case 'cancel':
      return updateReplay(context, replay, { state: 'cancelled', finishedAt: toIso(context.clock()) });
  }
}

/**
 * Of a running one too, in case its message was lost: messages of the run before are stale. As elsewhere, the message
 * goes before the state that it names.
 */
async function resume(context: EventsTable & ControlQueue, replay: Replay): Promise<Replay | undefined> {
  const { tenantId, replayId, step } = replay;
  const run = newStateId();
  const notBefore = context.clock();
  await sendControl(context, {
    schema: CONTROL_MESSAGE,
    kind: 'replay',
    tenantId,
    id: run,
    replayId,
    step: step + 1,
    notBefore,
  });
  return updateReplay(context, replay, { state: 'running', run });
}
