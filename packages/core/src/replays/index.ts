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
export {
  listReplays,
  putReplay,
  type ReplayId,
  type ReplayPage,
  readReplay,
  requireReplay,
  updateReplay,
} from './replay-store.ts';
export { type ReplayView, replayView } from './replay-view.ts';
