import { SwitchyardError } from '../errors.ts';

type Problem = { readonly path: string; readonly message: string };

/** What was to be registered cannot be. */
export class EventTypeError extends SwitchyardError {
  constructor(message: string, errors: readonly Problem[]) {
    super(message, { code: 'event_type_invalid', errors });
  }
}

/** There are as many as there may be. */
export class TooManyEventTypesError extends SwitchyardError {
  constructor(most: number) {
    super(`There are ${most} registered event types, as many as there may be. Delete one first.`, {
      code: 'too_many_event_types',
    });
  }
}

/** An event does not match the schema of its type. */
export class EventInvalidError extends SwitchyardError {
  constructor(eventType: string, errors: readonly Problem[]) {
    const [first] = errors;
    super(
      `This event does not match the schema of ${eventType}: ${first?.path || 'it'}: ${first?.message ?? ''} Send what the schema describes, or change the schema.`,
      { code: 'event_invalid', errors },
    );
  }
}
