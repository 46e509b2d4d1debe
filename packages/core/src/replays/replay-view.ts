import { type Replay, replayProgress } from './replay.ts';

/** A replay as its tenant, and operators, see it. */
export const replayView = (replay: Replay) => ({
  replay_id: replay.replayId,
  state: replay.state,
  reason: replay.reason ?? null,
  status: replay.filter.status,
  endpoint_id: replay.filter.endpointId ?? null,
  event_types: replay.filter.eventTypes ?? [],
  since: replay.filter.since ?? null,
  until: replay.filter.until,
  limit: replay.limit,
  rate: replay.rate,
  dry_run: replay.dryRun,
  progress: replayProgress(replay),
  scanned: replay.scanned,
  matched: replay.matched,
  replayed: replay.replayed,
  skipped: replay.skipped,
  failed: replay.failed,
  created_at: replay.createdAt,
  updated_at: replay.updatedAt,
  finished_at: replay.finishedAt ?? null,
});
export type ReplayView = ReturnType<typeof replayView>;
