import {
  type AcceptEventInput,
  type AcceptedEvent,
  IdempotencyConflictError,
  NoEnabledEndpointError,
} from '@switchyard/core/events';
import type { EmittedEvent, Provider } from '@switchyard/core/inbound';
import type { Logger } from '@switchyard/core/logging';

export type EmitEventInput = {
  readonly tenantId: string;
  /** The same on every repeat, byte for byte. */
  readonly event: EmittedEvent;
  /** The request id of the callback: it runs through each delivery attempt. */
  readonly correlationId: string;
  readonly source: { readonly provider: Provider; readonly providerId: string };
};

/** @returns the event's id; undefined when nobody could get it */
export type EmitEvent = (input: EmitEventInput) => Promise<string | undefined>;

/**
 * Makes an outbound event of a callback, through the same accept code as `POST /v1/events` and once for each
 * callback: the provider's id is its idempotency key.
 *
 * @throws UnavailableError: the callback must come back to complete it
 */
export function createEmitEvent(deps: {
  readonly acceptEvent: (input: AcceptEventInput) => Promise<AcceptedEvent>;
  readonly logger: Logger;
}): EmitEvent {
  return async ({ tenantId, event, correlationId, source }) => {
    const { type } = event;
    const { provider } = source;
    const log = deps.logger.child({ requestId: correlationId, correlationId, provider, tenantId });
    try {
      const { eventId } = await deps.acceptEvent({
        tenantId,
        payload: Buffer.from(JSON.stringify(event)),
        eventType: type,
        // A line feed cannot be in an Idempotency-Key header, so no tenant's own key can mean the same event.
        idempotencyKey: `\ncallback\n${source.provider}\n${source.providerId}\n${type}`,
        correlationId,
        source,
      });
      log.info({ eventId, eventType: type, outcome: 'emitted' }, 'event');
      return eventId;
    } catch (error) {
      // Nobody listens, or the first try made it with what was known then: both are as good as done.
      if (!(error instanceof NoEnabledEndpointError) && !(error instanceof IdempotencyConflictError))
        throw error;
      const { eventId } = error;
      log.info({ eventId, eventType: type, outcome: error.code }, 'event');
      return eventId;
    }
  };
}
