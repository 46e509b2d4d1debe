import {
  type AcceptEventContext,
  type AcceptEventInput,
  type AcceptedEvent,
  acceptEvent,
} from '../events/accept-event.ts';
import type { Endpoint } from './endpoint.ts';
import { EndpointError } from './endpoint-error.ts';
import { type EndpointId, requireEndpoint } from './require-endpoint.ts';

export const TEST_TYPE = 'switchyard.test';

export type SendTestEventInput = EndpointId &
  Pick<AcceptEventInput, 'idempotencyKey' | 'correlationId'> & {
    /** Absent: `switchyard.test`. */
    readonly eventType?: string | undefined;
    readonly data?: Readonly<Record<string, unknown>> | undefined;
  };

/**
 * A real event, signed and delivered to this endpoint alone, whatever types it wants.
 *
 * @throws NotFoundError, EndpointError where it is not in service, UnavailableError and what `acceptEvent` throws
 */
export async function sendTestEvent(
  context: AcceptEventContext,
  { eventType = TEST_TYPE, data = {}, ...input }: SendTestEventInput,
): Promise<AcceptedEvent> {
  requireInService(await requireEndpoint(context, input));
  return acceptEvent(context, {
    tenantId: input.tenantId,
    payload: Buffer.from(JSON.stringify({ type: eventType, data })),
    eventType,
    idempotencyKey: input.idempotencyKey,
    correlationId: input.correlationId,
    onlyEndpointId: input.endpointId,
  });
}

/** Of one that only fails the event is held like any other, and goes out when it is back. */
function requireInService({ status, endpointId }: Endpoint): void {
  switch (status) {
    case 'ENABLED':
      return;
    case 'PAUSED':
      throw new EndpointError(
        'endpoint_paused',
        `Endpoint ${endpointId} is paused, so a test event would only be held. Resume it first.`,
      );
    case 'DISABLED':
      throw new EndpointError(
        'endpoint_disabled',
        `Endpoint ${endpointId} is disabled, so a test event would only be held. Enable it first.`,
      );
  }
}
