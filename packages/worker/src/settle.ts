import type { Delivery, DeliveryLog, Outcome } from '@switchyard/core/deliveries';
import {
  addLateAttempt,
  type LoadDeliveryContext,
  type LoadedDelivery,
} from '@switchyard/core/delivery-store';
import { type Endpoint, type EndpointsTable, holdReason, isReadable } from '@switchyard/core/endpoints';
import { UnavailableError } from '@switchyard/core/errors';
import { keepWaiting } from '@switchyard/core/keep-waiting';
import type { Logger } from '@switchyard/core/logging';
import type { Metrics } from '@switchyard/core/metrics';
import { releaseHeld } from '@switchyard/core/release-held';
import { countOutcome } from './count-outcome.ts';
import type { MadeRequest } from './decide-outcome.ts';
import type { EndpointCache } from './endpoint-cache.ts';
import type { HealthCounts } from './health-counts.ts';
import { leaveLine } from './leave-line.ts';
import { recordOutcome, toAttempt } from './record-outcome.ts';
import { type SendOutboxContext, sendOutbox } from './send-outbox.ts';

export type SettleContext = LoadDeliveryContext &
  SendOutboxContext &
  EndpointsTable & {
    readonly endpointCache: EndpointCache;
    readonly metrics: Metrics;
    readonly health: HealthCounts;
  };

/** Without an endpoint where there is none to count it for. */
type Settled = LoadedDelivery & { readonly endpoint?: Endpoint };

const LEVELS = { delivered: 'info', retry: 'warn', dead: 'warn', held: 'warn' } as const satisfies Record<
  Outcome['kind'],
  string
>;

/** Records what was decided and does it, in this order: a crash on the way repeats the second, and only that. */
export async function settle(
  context: SettleContext,
  { event, delivery, endpoint }: Settled,
  made: MadeRequest | undefined,
  outcome: Outcome,
  log: Logger,
): Promise<void> {
  const sinceAcceptedMs = context.clock() - Date.parse(event.createdAt);
  const fields = { ...fieldsOfOutcome(outcome), ...fieldsOfRequest(made), sinceAcceptedMs };
  let next: Delivery | undefined;
  try {
    const waits = outcome.kind === 'held' || outcome.kind === 'dead';
    const lasting = waits ? await keepWaiting(context, { event, delivery }) : delivery;
    next = await recordOutcome(context, lasting, made, outcome);
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
  if (endpoint !== undefined) context.health.countOutcome(endpoint, outcome.kind);
  await goOn(context, next);
}

/**
 * Does what follows from what was recorded. A held delivery has no message: whoever lets its endpoint go on sends it
 * on, unless that was before it was written down.
 */
export async function goOn(
  context: SettleContext,
  delivery: Delivery,
  options?: { readonly isRepeated: boolean },
): Promise<void> {
  await sendOutbox(context, delivery);
  await leaveLine(context, delivery, options);
  if (delivery.status !== 'HELD') return;
  const endpoint = await context.endpointCache.readNow(delivery.tenantId, delivery.endpointId);
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
  const { result } = made;
  const { durationMs } = result;
  switch (result.kind) {
    case 'answered':
      return { status: result.statusCode, durationMs };
    case 'failed':
      return { error: result.error, detail: result.detail, durationMs };
  }
}
