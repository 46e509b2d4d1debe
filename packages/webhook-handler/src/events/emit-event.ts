import { type AcceptEventContext, acceptEvent, NoEndpointError } from '@switchyard/core/accept-event';
import { type EmittedEvent, emittedEventKey } from '@switchyard/core/emitted-event';
import type { Logger } from '@switchyard/core/logging';
import type { Provider } from '@switchyard/core/providers';

export type EmitEventContext = AcceptEventContext & { readonly logger: Logger };

export type EmitEventInput = {
  readonly tenantId: string;
  /** On a repeat the one that was stored first counts: a later version may make other bytes of the same callback. */
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
  const { provider } = source;
  const log = context.logger.child({ requestId: correlationId, correlationId, provider, tenantId });
  try {
    const { eventId } = await acceptEvent(context, {
      tenantId,
      payload: Buffer.from(JSON.stringify(event)),
      eventType: type,
      idempotencyKey: emittedEventKey(source, type),
      correlationId,
      source,
      firstPayloadCounts: true,
    });
    log.info({ eventId, eventType: type, outcome: 'emitted' }, 'event');
    return eventId;
  } catch (error) {
    if (!(error instanceof NoEndpointError)) throw error;
    log.info({ eventType: type, outcome: error.code }, 'event');
    return undefined;
  }
}
