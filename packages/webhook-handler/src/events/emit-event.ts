import {
  type AcceptEventContext,
  acceptEvent,
  IdempotencyConflictError,
  NoEndpointError,
} from '@switchyard/core/events';
import type { Logger } from '@switchyard/core/logging';
import type { EmittedEvent } from '@switchyard/core/messages';
import type { Provider } from '@switchyard/core/providers';

export type EmitEventContext = AcceptEventContext & { readonly logger: Logger };

export type EmitEventInput = {
  readonly tenantId: string;
  /** The same on every repeat, byte for byte. */
  readonly event: EmittedEvent;
  /** The request id of the callback: it runs through each delivery attempt. */
  readonly correlationId: string;
  readonly source: { readonly provider: Provider; readonly providerId: string };
};

/**
 * Makes an outbound event of a callback, through the same accept code as `POST /v1/events` and once for each
 * callback: the provider's id is its idempotency key.
 *
 * @returns the event's id; undefined when nobody could get it
 * @throws UnavailableError: the callback must come back to complete it
 */
export async function emitEvent(
  context: EmitEventContext,
  { tenantId, event, correlationId, source }: EmitEventInput,
): Promise<string | undefined> {
  const { type } = event;
  const { provider, providerId } = source;
  const log = context.logger.child({ requestId: correlationId, correlationId, provider, tenantId });
  try {
    const { eventId } = await acceptEvent(context, {
      tenantId,
      payload: Buffer.from(JSON.stringify(event)),
      eventType: type,
      // A line feed cannot be in an Idempotency-Key header, so no tenant's own key can mean the same event.
      idempotencyKey: `\ncallback\n${provider}\n${providerId}\n${type}`,
      correlationId,
      source,
    });
    log.info({ eventId, eventType: type, outcome: 'emitted' }, 'event');
    return eventId;
  } catch (error) {
    // Nobody listens, or the first try made it with what was known then: both are as good as done.
    if (!(error instanceof NoEndpointError) && !(error instanceof IdempotencyConflictError)) throw error;
    const { eventId } = error;
    log.info({ eventId, eventType: type, outcome: error.code }, 'event');
    return eventId;
  }
}
