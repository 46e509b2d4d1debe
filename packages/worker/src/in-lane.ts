import { toIso } from '@switchyard/core/clock';
import { type DeliveryMessage, type SlowLane, sendToSlowLane } from '@switchyard/core/deliveries';
import { type Endpoint, isReadable, readEndpoint } from '@switchyard/core/endpoints';
import { type ChangeStateContext, changeState } from '@switchyard/core/endpoints/change-state';
import type { Logger } from '@switchyard/core/logging';
import type { PostResult } from './decide-outcome.ts';
import type { EndpointCache } from './endpoint-cache.ts';
import type { Slots } from './slots.ts';

export type LaneContext = ChangeStateContext &
  SlowLane & {
    readonly endpointCache: EndpointCache;
    readonly slots: Slots;
    /** An attempt that takes longer marks its endpoint as slow. */
    readonly slowAfterMs: number;
  };

/** An endpoint stays in the slow lane for at least so long: one that is slow now and then does not change lanes all the time. */
const STAYS_SLOW_MS = 60_000;

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

/** Makes the request. The endpoint is marked as slow while the request is still under way, for those who come next. */
export async function watchPace(
  context: LaneContext,
  endpoint: Endpoint,
  request: () => Promise<PostResult>,
  log: Logger,
): Promise<PostResult> {
  let noting: Promise<void> | undefined;
  const note = (slowSince: string | undefined) =>
    setSlow(context, endpoint, slowSince).catch((error: unknown) => log.warn({ err: error }, 'lane'));
  const timer = setTimeout(() => {
    if (endpoint.slowSince === undefined) noting = note(toIso(context.clock()));
  }, context.slowAfterMs);
  try {
    const result = await request();
    if (isBack(context, endpoint, result)) noting = note(undefined);
    return result;
  } finally {
    clearTimeout(timer);
    await noting;
  }
}

const isBack = ({ clock, slowAfterMs }: LaneContext, { slowSince }: Endpoint, result: PostResult): boolean =>
  slowSince !== undefined &&
  result.kind === 'answered' &&
  result.durationMs < slowAfterMs &&
  clock() - Date.parse(slowSince) >= STAYS_SLOW_MS;

/** When somebody else changes the endpoint at the same moment, the next attempt finds what is to be done. */
async function setSlow(
  context: LaneContext,
  { tenantId, endpointId, targetUrl }: Endpoint,
  slowSince: string | undefined,
): Promise<void> {
  const latest = await readEndpoint(context, tenantId, endpointId);
  context.endpointCache.forget(tenantId, endpointId);
  if (latest === undefined || !isReadable(latest) || latest.targetUrl !== targetUrl) return;
  if ((latest.slowSince === undefined) === (slowSince === undefined)) return;
  await changeState(context, latest, { slowSince });
}
