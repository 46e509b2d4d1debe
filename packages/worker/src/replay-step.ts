import { toIso } from '@switchyard/core/clock';
import { type ControlMessage, type ControlQueue, sendControl } from '@switchyard/core/deliveries';
import { inParallel } from '@switchyard/core/in-parallel';
import type { Logger } from '@switchyard/core/logging';
import { type Replay, readReplay, updateReplay } from '@switchyard/core/replays';
import { type FindMatchesContext, findMatches, type Match } from '@switchyard/core/replays/find-matches';
import { replayDelivery } from '@switchyard/core/replays/replay-delivery';
import { readTargets } from '@switchyard/core/replays/replay-targets';
import { endOf } from '@switchyard/core/replays/start-replay';
import type { RequeueDeliveryContext, RequeueResult } from '@switchyard/core/requeue-delivery';
import * as z from 'zod';
import type { ActedOutcome } from './process-control.ts';

export type ReplayStepContext = FindMatchesContext & RequeueDeliveryContext & ControlQueue;

type ReplayMessage = Extract<ControlMessage, { kind: 'replay' }>;

const AT_ONCE = 25;

const COUNTED_AS = {
  requeued: 'replayed',
  superseded: 'skipped',
  not_found: 'skipped',
} as const satisfies Record<RequeueResult, 'replayed' | 'skipped'>;

/**
 * Makes one step of a replay: finds a page, writes it down, starts each delivery of it, writes down what came of them,
 * and sends the message of the next step. Of all copies of a message one claims the step. After a crash it comes back
 * and begins the same page again, of which each delivery is started once.
 */
export async function replayStep(
  context: ReplayStepContext,
  message: ReplayMessage,
  messageId: string,
  log: Logger,
): Promise<ActedOutcome> {
  const { hops: _, ...sent } = message;
  const startedAt = context.clock();
  const replay = await readReplay(context, message);
  if (replay === undefined || replay.run !== message.id) return 'changed';
  if (replay.state !== 'running') return 'stale';
  const claimed = await claim(context, replay, message.step, messageId);
  if (typeof claimed === 'string') return claimed;
  if (claimed.state !== 'running') {
    logEnd(claimed, log);
    return 'done';
  }
  const { page = [], rate } = claimed;
  if (page.length > 0) await settle(context, claimed, await startAll(context, claimed, page, log));
  const notBefore = startedAt + (page.length / rate) * 1_000;
  await sendControl(context, { ...sent, step: message.step + 1, notBefore });
  return 'done';
}

/** The replay with the page of this step, or as it has ended. */
async function claim(
  context: ReplayStepContext,
  replay: Replay,
  step: number,
  messageId: string,
): Promise<Replay | 'stale' | 'changed'> {
  if (replay.step === step) return replay.claimedBy === messageId ? replay : 'stale';
  if (replay.step !== step - 1) return 'stale';
  const mine = { step, claimedBy: messageId };
  // The step before it was stopped on its way, and the replay resumed.
  if (replay.page !== undefined) return (await updateReplay(context, replay, mine)) ?? 'changed';

  const finishedAt = toIso(context.clock());
  const { tenantId, filter, limit, matched, walked, rate, dryRun } = replay;
  if (walked || matched >= limit)
    return (
      (await updateReplay(context, replay, { state: 'done', ...endOf(replay), finishedAt })) ?? 'changed'
    );
  const targets = await readTargets(context, tenantId, filter);
  if (typeof targets === 'string')
    return (
      (await updateReplay(context, replay, { state: 'failed', reason: targets, finishedAt })) ?? 'changed'
    );
  const atMost = Math.min(dryRun ? limit : Math.ceil(rate), limit - matched);
  const found = await findMatches(context, replay, targets, atMost);
  const changed = await updateReplay(context, replay, {
    ...mine,
    cursor: found.cursor ?? replay.cursor,
    walked: found.walked,
    firstAt: replay.firstAt ?? found.firstAt,
    scanned: replay.scanned + found.scanned,
    matched: matched + found.page.length,
    ...(dryRun || found.page.length === 0 ? {} : { page: found.page }),
  });
  return changed ?? 'changed';
}

type Counts = Pick<Replay, 'replayed' | 'skipped' | 'failed'>;

async function startAll(
  context: ReplayStepContext,
  replay: Replay,
  page: readonly Match[],
  log: Logger,
): Promise<Counts> {
  const counts = { replayed: 0, skipped: 0, failed: 0 };
  const outcomes = await inParallel(page, AT_ONCE, (match) => startOne(context, replay, match, log));
  for (const outcome of outcomes) counts[outcome] += 1;
  return counts;
}

async function startOne(
  context: ReplayStepContext,
  replay: Replay,
  match: Match,
  log: Logger,
): Promise<keyof Counts> {
  const { tenantId, replayId, filter } = replay;
  try {
    return COUNTED_AS[
      await replayDelivery(context, { replayId, status: filter.status }, { tenantId, ...match })
    ];
  } catch (error) {
    // What cannot be read keeps no other from going on.
    if (!(error instanceof z.ZodError)) throw error;
    log.error({ ...match, outcome: 'unreadable', err: error }, 'replay');
    return 'failed';
  }
}

/** Counted once: whoever else made the same step finds the page gone. */
async function settle(context: ReplayStepContext, replay: Replay, counts: Counts): Promise<void> {
  await updateReplay(
    context,
    replay,
    {
      page: undefined,
      replayed: replay.replayed + counts.replayed,
      skipped: replay.skipped + counts.skipped,
      failed: replay.failed + counts.failed,
    },
    { settles: true },
  );
}

function logEnd(replay: Replay, log: Logger): void {
  const { state, reason, dryRun, scanned, matched, replayed, skipped, failed } = replay;
  log.info({ outcome: state, reason, dryRun, scanned, matched, replayed, skipped, failed }, 'replay');
}
