import type { Attempt, DeadReason, Delivery } from '@switchyard/core/deliveries';
import type { Event } from '@switchyard/core/events';

type OfEndpoint = { readonly endpoint_id: string; readonly generation: number };

/** One thing that happened to an event. */
export type EventStep = { readonly at: string } & (
  | {
      readonly kind: 'accepted';
      readonly event_type?: string;
      readonly endpoint_ids: readonly string[];
      readonly provider?: string;
    }
  | ({
      readonly kind: 'attempt';
      readonly attempt: number;
      readonly duration_ms: number;
      readonly status_code?: number;
      readonly error?: string;
      readonly response_body?: string;
    } & OfEndpoint)
  | ({ readonly kind: 'retry_scheduled'; readonly attempt: number; readonly due_at?: string } & OfEndpoint)
  | ({ readonly kind: 'delivered' } & OfEndpoint)
  | ({ readonly kind: 'dead_lettered'; readonly reason?: DeadReason } & OfEndpoint)
  | ({ readonly kind: 'requeued' } & OfEndpoint)
  | ({ readonly kind: 'held' } & OfEndpoint)
  | ({ readonly kind: 'purged' } & OfEndpoint)
);

/** All that is known to have happened, in order of time. Earlier generations are known by their attempts. */
export function eventHistory(event: Event, deliveries: readonly Delivery[]): EventStep[] {
  const later = deliveries.flatMap(stepsOf);
  return [accepted(event), ...later.sort((a, b) => a.at.localeCompare(b.at))];
}

/** Two steps with the same are one. */
export const stepId = (step: EventStep): string =>
  [
    step.kind,
    ...('endpoint_id' in step ? [step.endpoint_id, step.generation] : []),
    ...('attempt' in step ? [step.attempt] : []),
  ].join('/');

const accepted = ({ createdAt, eventType, endpointIds, source }: Event): EventStep => ({
  at: createdAt,
  kind: 'accepted',
  ...(eventType === undefined ? {} : { event_type: eventType }),
  endpoint_ids: endpointIds,
  ...(source === undefined ? {} : { provider: source.provider }),
});

function stepsOf(delivery: Delivery): EventStep[] {
  const steps: EventStep[] = [];
  let generation = 1;
  for (const attempt of delivery.attempts) {
    // When it was requeued is not kept; it was before this.
    if (attempt.generation > generation) {
      generation = attempt.generation;
      steps.push({
        at: attempt.startedAt,
        kind: 'requeued',
        endpoint_id: delivery.endpointId,
        generation,
      });
    }
    steps.push(attempted(delivery, attempt));
  }
  if (delivery.generation > generation) {
    steps.push({
      at: delivery.updatedAt,
      kind: 'requeued',
      endpoint_id: delivery.endpointId,
      generation: delivery.generation,
    });
  }
  return [...steps, ...present(delivery)];
}

const attempted = (
  { endpointId }: Delivery,
  { startedAt, attempt, generation, durationMs, statusCode, error, responseBody }: Attempt,
): EventStep => ({
  at: startedAt,
  kind: 'attempt',
  endpoint_id: endpointId,
  generation,
  attempt,
  duration_ms: durationMs,
  ...(statusCode === undefined ? {} : { status_code: statusCode }),
  ...(error === undefined ? {} : { error }),
  ...(responseBody === undefined ? {} : { response_body: responseBody }),
});

/** Where it stands now. */
function present(delivery: Delivery): EventStep[] {
  const { status, updatedAt: at, endpointId: endpoint_id, generation } = delivery;
  switch (status) {
    case 'PENDING':
      return [];
    case 'FAILED': {
      const due = delivery.nextAttemptAt === undefined ? {} : { due_at: delivery.nextAttemptAt };
      return [
        { at, kind: 'retry_scheduled', endpoint_id, generation, attempt: delivery.nextAttempt, ...due },
      ];
    }
    case 'DELIVERED':
      return [{ at: delivery.deliveredAt ?? at, kind: 'delivered', endpoint_id, generation }];
    case 'DLQ': {
      const reason = delivery.reason === undefined ? {} : { reason: delivery.reason };
      return [{ at, kind: 'dead_lettered', endpoint_id, generation, ...reason }];
    }
    case 'HELD':
      return [{ at, kind: 'held', endpoint_id, generation }];
    case 'PURGED':
      return [{ at, kind: 'purged', endpoint_id, generation }];
  }
}
