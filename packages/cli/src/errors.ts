import { SwitchyardError } from '@switchyard/core/errors';

/** The command cannot be understood or is not allowed as it was given: exit code 2. */
export class UsageError extends SwitchyardError {
  constructor(message: string, code = 'usage', cause?: unknown) {
    super(message, { code, cause });
  }
}

/** The command was understood and did not work out: exit code 1. */
export class CommandError extends SwitchyardError {
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { code, cause });
  }
}
