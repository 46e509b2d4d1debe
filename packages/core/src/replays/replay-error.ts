import { SwitchyardError } from '../errors.ts';

export type ReplayErrorCode =
  | 'replay_invalid'
  | 'replay_finished'
  | 'endpoint_holds'
  | 'too_many_replays'
  | 'idempotency_conflict';

/** A replay that cannot be started or changed. The message is for its tenant, and says what to do. */
export class ReplayError extends SwitchyardError {
  constructor(code: ReplayErrorCode, message: string, errors?: SwitchyardError['errors']) {
    super(message, { code, errors });
  }
}

/** A field that does not go together with the others. */
export const fieldMismatch = (path: string, message: string): ReplayError =>
  new ReplayError('replay_invalid', `${path}: ${message}.`, [{ path, message }]);
