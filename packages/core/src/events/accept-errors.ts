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

/** The tenant has no enabled endpoint, so the event could neither be delivered nor dead-lettered. */
export class NoEnabledEndpointError extends SwitchyardError {
  constructor(tenantId: string) {
    super(
      `Tenant ${tenantId} has no enabled endpoint, so nothing could receive this event. Enable an endpoint, then send it again.`,
      {
        code: 'no_enabled_endpoint',
      },
    );
  }
}
