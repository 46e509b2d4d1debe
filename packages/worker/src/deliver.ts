import { type Clock, toIso } from '@switchyard/core/clock';
import type { createLoadDelivery, Delivery, DeliveryMessage } from '@switchyard/core/deliveries';
import type { Endpoint } from '@switchyard/core/endpoints';
import { UnavailableError } from '@switchyard/core/errors';
import type { Event } from '@switchyard/core/events';
import type { Logger } from '@switchyard/core/logging';
import type { Metrics } from '@switchyard/core/metrics';
import { countAttempt, countOutcome } from './count-outcome.ts';
import { decideOutcome, type Outcome, type PostResult, type RetryPolicy } from './outcome.ts';
import type { SendPost } from './post.ts';
import type { RecordOutcome } from './record-outcome.ts';
import type { SendOutbox } from './send-outbox.ts';
import { signRequest } from './sign-request.ts';

export type DeliverDeps = {
  readonly loadDelivery: ReturnType<typeof createLoadDelivery>;
  readonly getEndpoint: (tenantId: string, endpointId: string) => Promise<Endpoint | undefined>;
  readonly post: SendPost;
  readonly recordOutcome: RecordOutcome;
  readonly sendOutbox: SendOutbox;
  readonly disableEndpoint: (tenantId: string, endpointId: string, reason: string) => Promise<void>;
  readonly hop: (message: DeliveryMessage) => Promise<void>;
  readonly retry: RetryPolicy;
  readonly metrics: Metrics;
  readonly clock: Clock;
};

// A message may be early by the part of a second that SQS rounds to; that is not worth another hop.
const EARLY_MS = 1_000;

/**
 * Makes the attempt that a message asks for, if it still is the one to make. When this resolves the message may be
 * deleted; when it throws the message must come back. The logger names the message.
 */
export function createDeliver(deps: DeliverDeps) {
  const { clock, metrics } = deps;

  return async (message: DeliveryMessage, logger: Logger): Promise<void> => {
    const { tenantId, eventId, endpointId, attempt } = message;

    if ((message.notBefore ?? 0) > clock() + EARLY_MS) {
      await deps.hop(message);
      logger.info({ outcome: 'not_due' }, 'delivery');
      return;
    }
    const loaded = await deps.loadDelivery(message, clock());
    if (loaded === undefined) {
      logger.warn({ outcome: 'ignored', why: 'event_gone' }, 'delivery');
      return;
    }
    const { event, delivery } = loaded;
    const log = logger.child({ correlationId: event.correlationId });
    if (!isAwaited(delivery, message)) {
      await finishEarlierAttempt(delivery, message);
      log.info({ outcome: 'ignored', why: 'not_awaited', status: delivery.status }, 'delivery');
      return;
    }

    const endpoint = await deps.getEndpoint(tenantId, endpointId);
    if (endpoint === undefined || endpoint.status === 'DISABLED') {
      const reason = endpoint === undefined ? 'endpoint_deleted' : 'endpoint_disabled';
      await settle(event, delivery, undefined, { kind: 'dead', reason }, log);
      return;
    }

    const startedAt = clock();
    const request = signRequest({ eventId, payload: event.payload, endpoint, nowMs: startedAt });
    const result = await deps.post(endpoint.targetUrl, request);
    countAttempt(metrics, result);
    const outcome = decideOutcome(result, attempt, deps.retry);
    await settle(event, delivery, { result, startedAt }, outcome, log);
  };

  async function settle(
    event: Event,
    delivery: Delivery,
    made: { readonly result: PostResult; readonly startedAt: number } | undefined,
    outcome: Outcome,
    log: Logger,
  ): Promise<void> {
    const result = made?.result;
    const sinceAcceptedMs = clock() - Date.parse(event.createdAt);
    const fields = {
      ...(outcome.kind === 'dead' ? { reason: outcome.reason } : {}),
      ...(outcome.kind === 'retry' ? { retryInMs: outcome.afterMs } : {}),
      ...(result?.kind === 'answered' ? { status: result.statusCode } : {}),
      ...(result?.kind === 'failed' ? { error: result.error, detail: result.detail } : {}),
      ...(made === undefined ? {} : { startedAt: toIso(made.startedAt), durationMs: result?.durationMs }),
      sinceAcceptedMs,
    };
    let next: Delivery | undefined;
    try {
      next = await deps.recordOutcome(delivery, made, outcome);
    } catch (error) {
      // The endpoint has answered, and will be asked again: whoever looks for the second request finds why.
      log.error({ ...fields, outcome: 'unrecorded', err: error }, 'delivery');
      throw error;
    }
    const level = outcome.kind === 'delivered' ? 'info' : 'warn';
    log[level]({ ...fields, outcome: next === undefined ? 'outrun' : outcome.kind }, 'delivery');

    if (next === undefined) {
      // Its record stands, and it sends what follows; but it may crash before it does, and only a message that comes
      // back would then notice.
      throw new UnavailableError('Another worker recorded this attempt first.', { code: 'outrun' });
    }
    countOutcome(metrics, outcome, { generation: delivery.generation, sinceAcceptedMs });
    await finish(next);
  }

  /** Does what was decided. The outbox is cleared last, so that a crash on the way repeats it. */
  async function finish(delivery: Delivery): Promise<void> {
    const { tenantId, endpointId, outbox } = delivery;
    if (outbox?.kind === 'dead_letter' && outbox.reason === 'endpoint_gone') {
      await deps.disableEndpoint(tenantId, endpointId, 'The endpoint answered 410 Gone.');
    }
    await deps.sendOutbox(delivery);
  }

  /** A crash between record and send leaves the outbox full: the message that comes back sends what is missing. */
  async function finishEarlierAttempt(delivery: Delivery, message: DeliveryMessage): Promise<void> {
    const isNext = delivery.generation === message.generation && delivery.nextAttempt === message.attempt + 1;
    if (isNext) await finish(delivery);
  }
}

/** Whether this message is the one that the delivery waits for; any other is a duplicate or of an earlier life. */
function isAwaited({ status, generation, nextAttempt }: Delivery, message: DeliveryMessage): boolean {
  const open = status === 'PENDING' || status === 'FAILED';
  return open && generation === message.generation && nextAttempt === message.attempt;
}
