import { type AcceptEventContext, acceptEvent, NoEndpointError } from '@switchyard/core/accept-event';
import { eventIdFromIdempotencyKey } from '@switchyard/core/ids';
import type { Logger } from '@switchyard/core/logging';
import {
  namesType,
  OPERATIONAL_SOURCE,
  type OperationalEvent,
  type OperatorTopic,
} from '@switchyard/core/operational-events';

export type TellContext = AcceptEventContext & { readonly operators: OperatorTopic };

export type TellInput = {
  readonly tenantId: string;
  readonly event: OperationalEvent;
  /** Of what happened: whatever comes with it again is the same event. */
  readonly id: string;
};

/**
 * Tells the tenant's endpoints that name the event, never the one that it is about, through the same code as what
 * tenants post; then the operator. Repeating it completes it: the event is made once, and published with the same id.
 *
 * @throws UnavailableError and AWS errors: the message must come back
 */
export async function tell(
  context: TellContext,
  { tenantId, event, id }: TellInput,
  log: Logger,
): Promise<void> {
  const { type } = event;
  // A line feed cannot be in an Idempotency-Key header, so no tenant's own key can mean the same event.
  const idempotencyKey = `\noperational\n${type}\n${event.data.endpoint_id}\n${id}`;
  const eventId = eventIdFromIdempotencyKey(tenantId, idempotencyKey);
  const endpointIds = await accept(context, { tenantId, event, idempotencyKey, id });
  await context.operators.publish({ ...event, tenant_id: tenantId, event_id: eventId });
  context.metrics.count('OperationalEvents', { about: type });
  const { reason } = event.data;
  log.warn(
    { outcome: 'told', operationalType: type, reason, operationalEventId: eventId, endpointIds },
    'tell',
  );
}

/** @returns who gets it; nothing is stored for nobody */
async function accept(
  context: TellContext,
  { tenantId, event, idempotencyKey, id }: TellInput & { readonly idempotencyKey: string },
): Promise<readonly string[]> {
  try {
    const { endpointIds } = await acceptEvent(context, {
      tenantId,
      payload: Buffer.from(JSON.stringify(event)),
      eventType: event.type,
      idempotencyKey,
      correlationId: id,
      source: { provider: OPERATIONAL_SOURCE, providerId: id },
      onlyTo: (endpoint) => endpoint.endpointId !== event.data.endpoint_id && namesType(endpoint, event.type),
      firstPayloadCounts: true,
    });
    return endpointIds;
  } catch (error) {
    if (error instanceof NoEndpointError) return [];
    throw error;
  }
}
