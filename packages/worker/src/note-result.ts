import { toIso } from '@switchyard/core/clock';
import { MAX_RETRY_AFTER_MS, type Outcome } from '@switchyard/core/deliveries';
import { type Breaker, type Endpoint, isReadable, readEndpoint } from '@switchyard/core/endpoints';
import { changeState } from '@switchyard/core/endpoints/change-state';
import { startDrain } from '@switchyard/core/endpoints/start-drain';
import { newStateId } from '@switchyard/core/ids';
import type { Logger } from '@switchyard/core/logging';
import { type BreakerContext, errorOf, isToOpen, openBreaker, probeWait, withFailures } from './breaker.ts';
import type { PostResult } from './decide-outcome.ts';
import type { EndpointCache } from './endpoint-cache.ts';
import { askedToWait, healthOf } from './endpoint-health.ts';
import type { FailureStreaks } from './failure-streaks.ts';

export type NoteResultContext = BreakerContext & {
  readonly endpointCache: EndpointCache;
  readonly streaks: FailureStreaks;
};

type Held = Extract<Outcome, { kind: 'held' }>;

/** Failures are written down this many at a time, or after this long. */
const FAILURES_A_WRITE = 10;
const WRITE_AFTER_MS = 10_000;
const TRIES = 3;

/**
 * Notes what a request says of its endpoint. One that answers as it should costs nothing here.
 *
 * @param asked the endpoint as the request was made to it
 * @param probe the id of the state that this was the probe of
 * @returns what becomes of the delivery instead: it waits for the endpoint, and the attempt does not count
 */
export async function noteResult(
  context: NoteResultContext,
  asked: Endpoint,
  probe: string | undefined,
  result: PostResult,
  log: Logger,
): Promise<Held | undefined> {
  const health = healthOf(result);
  const waitMs = askedToWait(result);
  try {
    switch (health) {
      case 'unknown':
        return undefined;
      case 'alive':
        // It may know us by something else by now.
        if (isUnknownThere(result)) context.endpointCache.doubt(asked.tenantId, asked.endpointId);
        context.streaks.end(idOf(asked));
        if (probe !== undefined || asked.breaker !== undefined) await noteAlive(context, asked, probe);
        return undefined;
      case 'failing':
        context.endpointCache.doubt(asked.tenantId, asked.endpointId);
        if (waitMs !== undefined) return await keepWaiting(context, asked, result, waitMs);
        if (probe !== undefined) return await noteFailedProbe(context, asked, probe, result);
        await countFailure(context, asked, result);
        return undefined;
    }
  } catch (error) {
    // The delivery has its outcome whatever becomes of this; a probe that is not noted is made again.
    log.warn({ err: error }, 'breaker');
    return probe !== undefined && health === 'failing' ? held('endpoint_failing') : undefined;
  }
}

const idOf = ({ tenantId, endpointId }: Endpoint): string => `${tenantId}#${endpointId}`;

const isUnknownThere = (result: PostResult): boolean =>
  result.kind === 'answered' && (result.statusCode === 401 || result.statusCode === 403);

const held = (reason: Held['reason']): Held => ({ kind: 'held', reason });

/** Changes the endpoint as it is now. @param change resolves to false when somebody else was faster */
async function changeLatest(
  context: NoteResultContext,
  { tenantId, endpointId, targetUrl }: Endpoint,
  change: (latest: Endpoint) => Promise<boolean>,
): Promise<void> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const latest = await readEndpoint(context, tenantId, endpointId);
    const isAsked = latest !== undefined && isReadable(latest) && latest.targetUrl === targetUrl;
    if (!isAsked || latest.status !== 'ENABLED' || (await change(latest))) break;
  }
  context.endpointCache.forget(tenantId, endpointId);
}

const isClosed = ({ breaker }: Endpoint): boolean => breaker === undefined || breaker.state === 'closed';

/** A request that was under way when the breaker opened says nothing: only the probe closes it. */
const noteAlive = (context: NoteResultContext, asked: Endpoint, probe: string | undefined): Promise<void> =>
  changeLatest(context, asked, async (latest) => {
    if (probe !== undefined && latest.breaker?.id === probe)
      return startDrain(context, latest, { breaker: undefined });
    if (latest.breaker === undefined || !isClosed(latest)) return true;
    return changeState(context, latest, { breaker: undefined });
  });

async function noteFailedProbe(
  context: NoteResultContext,
  asked: Endpoint,
  probe: string,
  result: PostResult,
): Promise<Held> {
  await changeLatest(context, asked, async (latest) => {
    const { breaker } = latest;
    if (breaker?.id !== probe) return true;
    const probes = (breaker.probes ?? 0) + 1;
    const failed = { ...breaker, failures: breaker.failures + 1, probes, lastError: errorOf(result) };
    return openBreaker(context, latest, failed, {
      cause: 'failing',
      forMs: probeWait(context.breakerPolicy, probes),
    });
  });
  return held('endpoint_failing');
}

/** 429 and 503 with `Retry-After`: nothing goes there before. */
async function keepWaiting(
  context: NoteResultContext,
  asked: Endpoint,
  result: PostResult,
  waitMs: number,
): Promise<Held> {
  await changeLatest(context, asked, async (latest) => {
    // A request that was under way beside the first one that was answered so.
    if (latest.breaker?.state === 'open') return true;
    const breaker = { ...(latest.breaker ?? fresh(context.clock())), lastError: errorOf(result) };
    return openBreaker(context, latest, breaker, {
      cause: 'retry_after',
      forMs: Math.min(waitMs, MAX_RETRY_AFTER_MS),
    });
  });
  return held('retry_after');
}

const fresh = (nowMs: number): Breaker => ({
  state: 'closed',
  id: newStateId(),
  failures: 0,
  failingSince: toIso(nowMs),
});

async function countFailure(context: NoteResultContext, asked: Endpoint, result: PostResult): Promise<void> {
  const { streaks, clock, breakerPolicy } = context;
  const now = clock();
  const streak = streaks.add(idOf(asked), now);
  const isDraining = asked.drain !== undefined;
  const known = withFailures(asked.breaker, streak, result);
  const isWorthAWrite =
    streak.count >= FAILURES_A_WRITE ||
    now - streak.since >= WRITE_AFTER_MS ||
    isToOpen(known, isDraining, breakerPolicy, now);
  if (streak.isBeingWritten || !isWorthAWrite) return;
  streak.isBeingWritten = true;
  try {
    await changeLatest(context, asked, async (latest) => {
      if (!isClosed(latest)) return true;
      const written = streak.count;
      const breaker = withFailures(latest.breaker, streak, result);
      const changed = isToOpen(breaker, latest.drain !== undefined, breakerPolicy, clock())
        ? await openBreaker(context, latest, breaker, {
            cause: 'failing',
            forMs: probeWait(breakerPolicy, breaker.probes ?? 0),
          })
        : await changeState(context, latest, { breaker });
      if (changed) Object.assign(streak, { count: streak.count - written, since: clock() });
      return changed;
    });
  } finally {
    streak.isBeingWritten = false;
  }
}
