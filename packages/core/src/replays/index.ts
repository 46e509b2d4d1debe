export { changeReplay, REPLAY_ACTIONS, type ReplayAction } from './change-replay.ts';
export { type FindMatchesContext, findMatches, type Match } from './find-matches.ts';
export {
  DEFAULT_REPLAY_RATE,
  isFinished,
  MAX_REPLAY_RATE,
  MAX_REPLAYED,
  MAX_UNFINISHED_REPLAYS,
  MIN_REPLAY_RATE,
  type Replay,
  replayedStatusSchema,
  replayReasonSchema,
  replayStateSchema,
} from './replay.ts';
export { replayDelivery } from './replay-delivery.ts';
export {
  listReplays,
  putReplay,
  type ReplayId,
  type ReplayPage,
  readReplay,
  requireReplay,
  updateReplay,
} from './replay-store.ts';
export { readTargets } from './replay-targets.ts';
export { type ReplayView, replayView } from './replay-view.ts';
export { endOf, type StartReplayContext, type StartReplayInput, startReplay } from './start-replay.ts';
