import { toIso } from '@switchyard/core/clock';
import {
  addLateAttempt,
  attemptNumber,
  type Delivery,
  type DeliveryLog,
  type DeliveryMessage,
  type DeliveryStatus,
  type LoadDeliveryContext,
  type LoadedDelivery,
  loadDelivery,
  MAX_HOPS,
  type Outcome,
  parseRetrySchedule,
  releaseHeld,
  sendDelivery,
} from '@switchyard/core/deliveries';
import {
  type Endpoint,
  type EndpointsTable,
  type HeldReason,
  holdReason,
  isReadable,
  readEndpoint,
} from '@switchyard/core/endpoints';
import { UnavailableError } from '@switchyard/core/errors';
import type { Logger } from '@switchyard/core/logging';
import type { Metrics } from '@switchyard/core/metrics';
import { countAttempt, countOutcome } from './count-outcome.ts';
import { decideOutcome, type MadeRequest, type RetryPolicy } from './decide-outcome.ts';
import type { EndpointCache } from './endpoint-cache.ts';
import { giveUpWithoutEvent } from './give-up-without-event.ts';
import { noteRepeat } from './note-repeat.ts';
import { type NoteResultContext, noteResult } from './note-result.ts';
import type { SendPost } from './post.ts';
import { recordOutcome, toAttempt } from './record-outcome.ts';
import { reserveSlot } from './reserve-slot.ts';
import { type SendOutboxContext, sendOutbox } from './send-outbox.ts';
import { signRequest } from './sign-request.ts';
import { unlessChanged } from './unless-changed.ts';

export type DeliverContext = LoadDeliveryContext &
  SendOutboxContext &
  NoteResultContext &
  EndpointsTable & {
    readonly endpointCache: EndpointCache;
    readonly post: SendPost;
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
  const { clock, metrics } = context;
  const { tenantId, eventId, endpointId, notBefore = 0, hops = 0, probe } = message;

  if (notBefore > clock() + EARLY_MS && hops < MAX_HOPS) {
    await sendDelivery(context, { ...message, hops: hops + 1 });
    logger.info({ outcome: 'not_due' } satisfies DeliveryLog, 'delivery');
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
    if (isJustRecorded(delivery, message)) await goOn(context, delivery);
    const { status } = delivery;
    log.info({ outcome: 'ignored', why: 'not_awaited', status } satisfies DeliveryLog, 'delivery');
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
    await settle(context, loaded, undefined, { kind: 'held', reason }, log);
    return;
  }
  if (!(await mayGoNow(context, endpoint, message))) {
    log.info({ outcome: 'not_due', why: 'rate_limit' } satisfies DeliveryLog, 'delivery');
    return;
  }
  const begun = await noteRepeat(context, delivery, receives);
  if (begun === undefined) {
    await settle(context, loaded, undefined, { kind: 'dead', reason: 'worker_crashed' }, log);
    return;
  }
  const startedAt = clock();
  const request = signRequest({ eventId, payload: event.payload, endpoint, nowMs: startedAt });
  const result = await context.post(endpoint.targetUrl, request, endpoint.timeoutMs);
  countAttempt(metrics, result);
  const decided = decideOutcome(result, attemptNumber(delivery), retryPolicyOf(endpoint, context.retry));
  const outcome =
    (await noteResult(context, endpoint, probe, result, log)) ??
    (await unlessChanged(context, endpoint, decided));
  await settle(context, { event, delivery: begun }, { result, startedAt }, outcome, log);
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

const LEVELS = { delivered: 'info', retry: 'warn', dead: 'warn', held: 'warn' } as const satisfies Record<
  Outcome['kind'],
  string
>;

/** Records what was decided and does it, in this order: a crash on the way repeats the second, and only that. */
async function settle(
  context: DeliverContext,
  { event, delivery }: LoadedDelivery,
  made: MadeRequest | undefined,
  outcome: Outcome,
  log: Logger,
): Promise<void> {
  const sinceAcceptedMs = context.clock() - Date.parse(event.createdAt);
  const fields = { ...fieldsOfOutcome(outcome), ...fieldsOfRequest(made), sinceAcceptedMs };
  let next: Delivery | undefined;
  try {
    next = await recordOutcome(context, delivery, made, outcome);
  } catch (error) {
    // The endpoint has answered, and will be asked again: whoever looks for the second request finds why.
    log.error({ ...fields, outcome: 'unrecorded', err: error } satisfies DeliveryLog, 'delivery');
    throw error;
  }
  const logged: DeliveryLog = { ...fields, outcome: next === undefined ? 'outrun' : outcome.kind };
  log[LEVELS[outcome.kind]](logged, 'delivery');
  if (next === undefined) {
    // Somebody has started the delivery anew while this request was under way.
    if (made !== undefined && (await addLateAttempt(context, delivery, toAttempt(delivery, made)))) return;
    // Its record stands, and it sends what follows; but it may crash before it does, and only a message that comes
    // back would then notice.
    throw new UnavailableError('Another worker recorded this attempt first.', { code: 'outrun' });
  }
  countOutcome(context.metrics, outcome, { generation: delivery.generation, sinceAcceptedMs });
  await goOn(context, next);
}

/**
 * Does what follows from what was recorded. A held delivery has no message: whoever lets its endpoint go on sends it
 * on, unless that was before it was written down.
 */
async function goOn(context: DeliverContext, delivery: Delivery): Promise<void> {
  await sendOutbox(context, delivery);
  if (delivery.status !== 'HELD') return;
  const endpoint = await readEndpoint(context, delivery.tenantId, delivery.endpointId);
  const isStillHeld = endpoint !== undefined && isReadable(endpoint) && holdReason(endpoint) !== undefined;
  if (!isStillHeld) await releaseHeld(context, delivery);
}

function fieldsOfOutcome(outcome: Outcome): Record<string, unknown> {
  switch (outcome.kind) {
    case 'delivered':
      return {};
    case 'retry':
      return { retryInMs: outcome.afterMs };
    case 'dead':
    case 'held':
      return { reason: outcome.reason };
  }
}

function fieldsOfRequest(made: MadeRequest | undefined): Record<string, unknown> {
  if (made === undefined) return {};
  const { result, startedAt } = made;
  const times = { startedAt: toIso(startedAt), durationMs: result.durationMs };
  switch (result.kind) {
    case 'answered':
      return { status: result.statusCode, ...times };
    case 'failed':
      return { error: result.error, detail: result.detail, ...times };
  }
}
