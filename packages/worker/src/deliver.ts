import {
  attemptNumber,
  type Delivery,
  type DeliveryLog,
  type DeliveryMessage,
  type DeliveryStatus,
  MAX_HOPS,
  parseRetrySchedule,
  sendDelivery,
} from '@switchyard/core/deliveries';
import { type LoadedDelivery, loadDelivery } from '@switchyard/core/delivery-store';
import {
  type Endpoint,
  type EndpointsTable,
  type HeldReason,
  holdReason,
  isReadable,
} from '@switchyard/core/endpoints';
import { signRequest } from '@switchyard/core/endpoints/sign-request';
import type { Logger } from '@switchyard/core/logging';
import type { Metrics } from '@switchyard/core/metrics';
import { countAttempt } from './count-outcome.ts';
import { decideOutcome, type RetryPolicy } from './decide-outcome.ts';
import { giveUpWithoutEvent } from './give-up-without-event.ts';
import { enterLane, handOver, type LaneContext, leaveLane, watchPace } from './in-lane.ts';
import { isItsTurn, leaveLine } from './leave-line.ts';
import { noteRepeat } from './note-repeat.ts';
import { type NoteResultContext, noteResult } from './note-result.ts';
import { type PostToEndpointContext, postToEndpoint } from './post-to-endpoint.ts';
import { reserveSlot } from './reserve-slot.ts';
import { goOn, type SettleContext, settle } from './settle.ts';
import { unlessChanged } from './unless-changed.ts';

export type DeliverContext = SettleContext &
  NoteResultContext &
  LaneContext &
  PostToEndpointContext &
  EndpointsTable & {
    readonly retry: RetryPolicy;
    readonly metrics: Metrics;
  };

// A message may be early by the part of a second that SQS rounds to; that is not worth another hop.
const EARLY_MS = 1_000;

/**
 * Makes the attempt that a message asks for, if it still is the one to make. When this resolves the message may be
 * deleted; when it throws the message must come back. The logger names the message.
 *
 * @param receives how often SQS has handed the message out, this time included
 */
export async function deliver(
  context: DeliverContext,
  message: DeliveryMessage,
  logger: Logger,
  receives = 1,
): Promise<void> {
  const { clock } = context;
  const { tenantId, endpointId, notBefore = 0, hops = 0, probe, line, behind } = message;

  if (notBefore > clock() + EARLY_MS && hops < MAX_HOPS) {
    await sendDelivery(context, { ...message, hops: hops + 1 });
    logger.info({ outcome: 'not_due' } satisfies DeliveryLog, 'delivery');
    return;
  }
  if (line !== undefined && behind !== undefined) {
    const { lookAtLine } = await import('./look-at-line.ts');
    logger.info({ outcome: await lookAtLine(context, { ...message, line, behind }) }, 'line');
    return;
  }
  if (await handOver(context, message)) {
    logger.info({ outcome: 'not_due', why: 'slow_lane' } satisfies DeliveryLog, 'delivery');
    return;
  }
  const loaded = await loadDelivery(context, message);
  if (loaded === undefined) {
    await giveUpWithoutEvent(context, message);
    logger.warn({ outcome: 'dead', reason: 'event_gone' } satisfies DeliveryLog, 'delivery');
    return;
  }
  const { event, delivery } = loaded;
  const log = logger.child({ correlationId: event.correlationId });
  if (!isAwaited(delivery, message)) {
    // A crash between record and send leaves the outbox full: the message that comes back sends what is missing.
    if (isJustRecorded(delivery, message)) await goOn(context, delivery, { isRepeated: true });
    else await leaveLine(context, delivery, { isRepeated: true });
    const { status } = delivery;
    log.info({ outcome: 'ignored', why: 'not_awaited', status } satisfies DeliveryLog, 'delivery');
    return;
  }

  if (!(await isItsTurn(context, message))) {
    log.info({ outcome: 'ignored', why: 'not_its_turn' } satisfies DeliveryLog, 'delivery');
    return;
  }
  // What is remembered may be a minute old; whoever sent these knew better.
  if (message.fresh || probe !== undefined) context.endpointCache.forget(tenantId, endpointId);
  const endpoint = await context.endpointCache.get(tenantId, endpointId);
  if (endpoint === undefined || !isReadable(endpoint)) {
    const reason = endpoint === undefined ? 'endpoint_deleted' : 'endpoint_invalid';
    await settle(context, loaded, undefined, { kind: 'dead', reason }, log);
    return;
  }
  const reason = reasonToHold(endpoint, probe);
  if (reason !== undefined) {
    await settle(context, { ...loaded, endpoint }, undefined, { kind: 'held', reason }, log);
    return;
  }
  if (!(await mayGoNow(context, endpoint, message))) {
    log.info({ outcome: 'not_due', why: 'rate_limit' } satisfies DeliveryLog, 'delivery');
    return;
  }
  if (!(await enterLane(context, endpoint, message))) {
    log.info({ outcome: 'not_due', why: 'slow_lane' } satisfies DeliveryLog, 'delivery');
    return;
  }
  try {
    await attempt(context, loaded, endpoint, { probe, receives }, log);
  } finally {
    leaveLane(context, endpoint, message);
  }
}

/** Makes the request, and what follows from it. */
async function attempt(
  context: DeliverContext,
  { event, delivery }: LoadedDelivery,
  endpoint: Endpoint,
  { probe, receives }: { readonly probe: string | undefined; readonly receives: number },
  log: Logger,
): Promise<void> {
  const begun = await noteRepeat(context, delivery, receives);
  if (begun === undefined) {
    const dead = { kind: 'dead', reason: 'worker_crashed' } as const;
    await settle(context, { event, delivery, endpoint }, undefined, dead, log);
    return;
  }
  const startedAt = context.clock();
  const { eventId, payload } = event;
  const request = signRequest({ eventId, payload, endpoint, nowMs: startedAt });
  const post = () => postToEndpoint(context, endpoint, request);
  const result = await watchPace(context, endpoint, post, log);
  countAttempt(context.metrics, result);
  context.health.countAttempt(endpoint, result);
  const decided = decideOutcome(result, attemptNumber(delivery), retryPolicyOf(endpoint, context.retry));
  const outcome =
    (await noteResult(context, endpoint, probe, result, log)) ??
    (await unlessChanged(context, endpoint, decided));
  await settle(context, { event, delivery: begun, endpoint }, { result, startedAt }, outcome, log);
}

/** Whether the endpoint's rate limit leaves room for it. Where it does not, it is sent on to when it does. */
async function mayGoNow(
  context: DeliverContext,
  endpoint: Endpoint,
  message: DeliveryMessage,
): Promise<boolean> {
  const { rateLimit } = endpoint;
  if (rateLimit === undefined || message.reserved || message.probe !== undefined) return true;
  const freeAt = await reserveSlot(context, endpoint, rateLimit);
  if (freeAt <= context.clock() + EARLY_MS) return true;
  await sendDelivery(context, { ...message, notBefore: freeAt, reserved: true });
  return false;
}

/** The probe is the one request that is made while all others wait for what comes of it. */
const reasonToHold = (endpoint: Endpoint, probe: string | undefined): HeldReason | undefined =>
  endpoint.status === 'ENABLED' && probe !== undefined && endpoint.breaker?.id === probe
    ? undefined
    : holdReason(endpoint);

const retryPolicyOf = ({ retrySchedule, maxAttempts }: Endpoint, policy: RetryPolicy): RetryPolicy => ({
  random: policy.random,
  schedule: retrySchedule === undefined ? policy.schedule : parseRetrySchedule(retrySchedule),
  maxAttempts: maxAttempts ?? policy.maxAttempts,
});

const AWAITS_ATTEMPT: Readonly<Record<DeliveryStatus, boolean>> = {
  PENDING: true,
  FAILED: true,
  DELIVERED: false,
  DLQ: false,
  HELD: false,
  PURGED: false,
};

/** Whether this message is the one that the delivery waits for; any other is a duplicate or of an earlier generation. */
const isAwaited = ({ status, generation, nextAttempt }: Delivery, message: DeliveryMessage): boolean =>
  AWAITS_ATTEMPT[status] && generation === message.generation && nextAttempt === message.attempt;

const isJustRecorded = ({ generation, nextAttempt }: Delivery, message: DeliveryMessage): boolean =>
  generation === message.generation && nextAttempt === message.attempt + 1;
