import { SwitchyardError } from '../errors.ts';

export type EndpointErrorCode =
  | 'endpoint_exists'
  | 'too_many_endpoints'
  | 'endpoint_unreadable'
  | 'tenant_unfinished'
  | 'endpoint_paused'
  | 'endpoint_disabled'
  | 'endpoint_changed'
  | 'too_many_secrets'
  | 'settings_invalid'
  | 'timeout_too_long'
  | 'retry_schedule_too_long';

/** Something that cannot be done with an endpoint as it is. The message is for its tenant, and says what to do. */
export class EndpointError extends SwitchyardError {
  constructor(code: EndpointErrorCode, message: string) {
    super(message, { code });
  }
}
