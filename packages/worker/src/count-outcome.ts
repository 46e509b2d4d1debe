import type { Outcome } from '@switchyard/core/deliveries';
import type { DimensionValues, Metrics } from '@switchyard/core/metrics';
import type { PostResult } from './decide-outcome.ts';

/** Counts a request that was made. Also one that is not recorded: the endpoint got it, and will get it again. */
export function countAttempt(metrics: Metrics, result: PostResult): void {
  metrics.count('DeliveryAttempts');
  const kind = result.kind === 'failed' ? result.error : kindOfAnswer(result.statusCode);
  if (kind !== undefined) metrics.count('AttemptsFailed', { kind });
}

type FailureKind = DimensionValues<'AttemptsFailed'>['kind'];

/** @returns undefined for success */
function kindOfAnswer(statusCode: number): FailureKind | undefined {
  switch (Math.floor(statusCode / 100)) {
    case 2:
      return undefined;
    case 3:
      return 'http_3xx';
    case 4:
      return 'http_4xx';
    case 5:
      return 'http_5xx';
    default:
      // HTTP has no other final answers.
      return 'protocol';
  }
}

/** Counts what was decided, once it is recorded. */
export function countOutcome(
  metrics: Metrics,
  outcome: Outcome,
  delivery: { readonly generation: number; readonly sinceAcceptedMs: number },
): void {
  switch (outcome.kind) {
    case 'delivered':
      metrics.count('DeliveriesDelivered');
      // After a requeue it would measure how long it took somebody to press the button.
      if (delivery.generation === 1) metrics.measure('DeliveryLatency', delivery.sinceAcceptedMs);
      return;
    case 'dead':
      metrics.count('DeliveriesDeadLettered', { reason: outcome.reason });
      return;
    case 'held':
      metrics.count('DeliveriesHeld', { held: outcome.reason });
      return;
    case 'retry':
      return;
    default:
      outcome satisfies never;
  }
}
