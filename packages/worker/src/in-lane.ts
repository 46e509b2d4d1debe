import { toIso } from '@switchyard/core/clock';
import { type DeliveryMessage, type SlowLane, sendToSlowLane } from '@switchyard/core/deliveries';
import { type Endpoint, isReadable, readEndpoint } from '@switchyard/core/endpoints';
import { type ChangeStateContext, changeState } from '@switchyard/core/endpoints/change-state';
import type { Logger } from '@switchyard/core/logging';
import type { PostResult } from './decide-outcome.ts';
import type { EndpointCache } from './endpoint-cache.ts';
import type { Paces } from './paces.ts';
import type { Slots } from './slots.ts';

export type LaneContext = ChangeStateContext &
  SlowLane & {
    readonly endpointCache: EndpointCache;
    readonly slots: Slots;
    /** An attempt that takes longer marks its endpoint as slow. */
    readonly slowAfterMs: number;
    readonly paces: Paces;
    /** Of an attempt, where the endpoint has no shorter limit. */
    readonly attemptTimeoutMs: number;
  };

/** An endpoint stays in the slow lane for at least so long: one that is slow now and then does not change lanes all the time. */
const STAYS_SLOW_MS = 60_000;

/** An endpoint whose pace is known is suspected once an attempt lasts so many times as long as any of late … */
const TIMES_AS_LONG = 4;
/** … but not before this part of the time after which it is slow: a pause of its own is no reason. */
const LEAST_PART = 1 / 4;

const idOf = ({ tenantId, endpointId }: Endpoint): string => `${tenantId}#${endpointId}`;

/** Hands a message over that says itself where it belongs: neither its event nor its endpoint is read for that. */
export async function handOver(context: SlowLane, message: DeliveryMessage): Promise<boolean> {
  if (!message.slow || message.lane === 'slow') return false;
  await sendToSlowLane(context, message);
  return true;
}

/**
 * Whether the attempt is made in this batch. In the fast lane an endpoint has a few places and a slow one none, so that
 * whoever is in the batch beside it does not wait for it: what finds no place is handed over unattempted. Whoever gets
 * `true` calls `leaveLane`.
 */
export async function enterLane(
  context: LaneContext,
  endpoint: Endpoint,
  message: DeliveryMessage,
): Promise<boolean> {
  if (message.lane === 'slow') return true;
  if (endpoint.slowSince === undefined && (await context.slots.take(idOf(endpoint)))) return true;
  await sendToSlowLane(context, message);
  return false;
}

export function leaveLane({ slots }: LaneContext, endpoint: Endpoint, message: DeliveryMessage): void {
  if (message.lane !== 'slow') slots.free(idOf(endpoint));
}

/**
 * Makes the request. The endpoint is marked as slow while the request is still under way, for those who come next: each
 * that hangs holds a batch. One that is only suspected is marked earlier, and no more once it has answered in time.
 */
export async function watchPace(
  context: LaneContext,
  endpoint: Endpoint,
  request: () => Promise<PostResult>,
  log: Logger,
): Promise<PostResult> {
  const { clock, paces, slowAfterMs } = context;
  let noting: Promise<void> = Promise.resolve();
  let suspectedSince: string | undefined;
  const note = (slowSince: string | undefined, instead?: string) => {
    noting = noting
      .then(() => setSlow(context, endpoint, slowSince, instead))
      .catch((error: unknown) => log.warn({ err: error }, 'lane'));
  };
  const suspect = () => {
    suspectedSince = toIso(clock());
    note(suspectedSince);
  };
  const isMarked = endpoint.slowSince !== undefined;
  const patienceMs = patience(context, endpoint);
  const timers = isMarked ? [] : [setTimeout(suspect, patienceMs)];
  // Whoever else suspected it may have been wrong, and have taken the mark away.
  if (!isMarked && patienceMs < slowAfterMs) timers.push(setTimeout(() => note(toIso(clock())), slowAfterMs));
  try {
    const result = await request();
    paces.note(idOf(endpoint), result.durationMs);
    const isInTime = result.durationMs < slowAfterMs;
    if (suspectedSince !== undefined && isInTime) note(undefined, suspectedSince);
    else if (isBack(context, endpoint, result)) note(undefined);
    return result;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    await noting;
  }
}

/** What ends before it could be slow is not suspected. */
function patience({ paces, slowAfterMs, attemptTimeoutMs }: LaneContext, endpoint: Endpoint): number {
  const longestMs = paces.longest(idOf(endpoint));
  if (
    longestMs === undefined ||
    Math.min(endpoint.timeoutMs ?? attemptTimeoutMs, attemptTimeoutMs) <= slowAfterMs
  )
    return slowAfterMs;
  return Math.min(slowAfterMs, Math.max(slowAfterMs * LEAST_PART, longestMs * TIMES_AS_LONG));
}

const isBack = ({ clock, slowAfterMs }: LaneContext, { slowSince }: Endpoint, result: PostResult): boolean =>
  slowSince !== undefined &&
  result.kind === 'answered' &&
  result.durationMs < slowAfterMs &&
  clock() - Date.parse(slowSince) >= STAYS_SLOW_MS;

/**
 * When somebody else changes the endpoint at the same moment, the next attempt finds what is to be done.
 *
 * @param instead the mark to take away, where only that one is meant
 */
async function setSlow(
  context: LaneContext,
  { tenantId, endpointId, targetUrl }: Endpoint,
  slowSince: string | undefined,
  instead?: string,
): Promise<void> {
  const latest = await readEndpoint(context, tenantId, endpointId);
  context.endpointCache.forget(tenantId, endpointId);
  if (latest === undefined || !isReadable(latest) || latest.targetUrl !== targetUrl) return;
  if ((latest.slowSince === undefined) === (slowSince === undefined)) return;
  if (instead !== undefined && latest.slowSince !== instead) return;
  await changeState(context, latest, { slowSince });
}
