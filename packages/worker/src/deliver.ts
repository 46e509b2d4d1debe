import { toIso } from '@switchyard/core/clock';
import {
  addLateAttempt,
  type DeadReason,
  type Delivery,
  type DeliveryLog,
  type DeliveryMessage,
  type DeliveryStatus,
  type LoadDeliveryContext,
  type LoadedDelivery,
  loadDelivery,
  MAX_HOPS,
  type Outcome,
  sendDelivery,
} from '@switchyard/core/deliveries';
import type { EndpointsTable } from '@switchyard/core/endpoints';
import { UnavailableError } from '@switchyard/core/errors';
import type { Logger } from '@switchyard/core/logging';
import type { Metrics } from '@switchyard/core/metrics';
import { countAttempt, countOutcome } from './count-outcome.ts';
import { decideOutcome, type MadeRequest, type RetryPolicy } from './decide-outcome.ts';
import type { EndpointCache } from './endpoint-cache.ts';
import { giveUpWithoutEvent } from './give-up-without-event.ts';
import { noteRepeat } from './note-repeat.ts';
import type { SendPost } from './post.ts';
import { recordOutcome, toAttempt } from './record-outcome.ts';
import { type SendOutboxContext, sendOutbox } from './send-outbox.ts';
import { signRequest } from './sign-request.ts';
import { unlessChanged } from './unless-changed.ts';

export type DeliverContext = LoadDeliveryContext &
  SendOutboxContext &
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
  const { tenantId, eventId, endpointId, attempt, notBefore = 0, hops = 0 } = message;

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
    if (isJustRecorded(delivery, message)) await sendOutbox(context, delivery);
    const { status } = delivery;
    log.info({ outcome: 'ignored', why: 'not_awaited', status } satisfies DeliveryLog, 'delivery');
    return;
  }

  const endpoint = await context.endpointCache.get(tenantId, endpointId);
  if (endpoint?.status !== 'ENABLED') {
    const outcome: Outcome = { kind: 'dead', reason: reasonNotToAsk(endpoint?.status) };
    await settle(context, loaded, undefined, outcome, log);
    return;
  }
  const begun = await noteRepeat(context, delivery, receives);
  if (begun === undefined) {
    await settle(context, loaded, undefined, { kind: 'dead', reason: 'worker_crashed' }, log);
    return;
  }
  const startedAt = clock();
  const request = signRequest({ eventId, payload: event.payload, endpoint, nowMs: startedAt });
  const result = await context.post(endpoint.targetUrl, request);
  countAttempt(metrics, result);
  const decided = decideOutcome(result, attempt, context.retry);
  const outcome = decided.kind === 'dead' ? await unlessChanged(context, endpoint, decided) : decided;
  await settle(context, { event, delivery: begun }, { result, startedAt }, outcome, log);
}

const AWAITS_ATTEMPT: Readonly<Record<DeliveryStatus, boolean>> = {
  PENDING: true,
  FAILED: true,
  DELIVERED: false,
  DLQ: false,
  HELD: false,
  PURGED: false,
};

function reasonNotToAsk(status: 'DISABLED' | 'UNREADABLE' | undefined): DeadReason {
  switch (status) {
    case undefined:
      return 'endpoint_deleted';
    case 'DISABLED':
      return 'endpoint_disabled';
    case 'UNREADABLE':
      return 'endpoint_invalid';
  }
}

/** Whether this message is the one that the delivery waits for; any other is a duplicate or of an earlier generation. */
const isAwaited = ({ status, generation, nextAttempt }: Delivery, message: DeliveryMessage): boolean =>
  AWAITS_ATTEMPT[status] && generation === message.generation && nextAttempt === message.attempt;

const isJustRecorded = ({ generation, nextAttempt }: Delivery, message: DeliveryMessage): boolean =>
  generation === message.generation && nextAttempt === message.attempt + 1;

const LEVELS = { delivered: 'info', retry: 'warn', dead: 'warn' } as const satisfies Record<
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
  await sendOutbox(context, next);
}

function fieldsOfOutcome(outcome: Outcome): Record<string, unknown> {
  switch (outcome.kind) {
    case 'delivered':
      return {};
    case 'retry':
      return { retryInMs: outcome.afterMs };
    case 'dead':
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
