import { SwitchyardError } from '../errors.ts';

/** The `Idempotency-Key` was used before with another body. */
export class IdempotencyConflictError extends SwitchyardError {
  constructor(eventId: string) {
    super(
      `This Idempotency-Key was already used for event ${eventId} with a different body. Send the same body again, or use a new key for a new event.`,
      { code: 'idempotency_conflict', eventId },
    );
  }
}

/** The tenant has no endpoint, so the event could be neither delivered nor held. A paused or disabled one holds it. */
export class NoEndpointError extends SwitchyardError {
  constructor(tenantId: string) {
    super(
      `Tenant ${tenantId} has no endpoint, so nothing could receive this event. Add an endpoint, then send it again.`,
      {
        code: 'no_enabled_endpoint',
      },
    );
  }
}
