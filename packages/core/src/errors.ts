export type SwitchyardErrorOptions = {
  /** Stable, machine-readable: callers branch on it. */
  readonly code: string;
  readonly cause?: unknown;
  /** The event that it is about, for the log. */
  readonly eventId?: string | undefined;
  /** Each field that is wrong. */
  readonly errors?: FieldErrors | undefined;
};

type FieldErrors = readonly { readonly path: string; readonly message: string }[];

/** The base of every error that this project throws on purpose. The edge maps it to HTTP or to a batch failure. */
export class SwitchyardError extends Error {
  readonly code: string;
  readonly eventId: string | undefined;
  readonly errors: FieldErrors | undefined;

  constructor(message: string, options: SwitchyardErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.eventId = options.eventId;
    this.errors = options.errors;
  }
}

/** A store or queue did not answer or answered in part. Nothing was acknowledged. */
export class UnavailableError extends SwitchyardError {
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds: number;

  constructor(
    message: string,
    options: { cause?: unknown; retryAfterSeconds?: number; code?: string; eventId?: string } = {},
  ) {
    const { code = 'unavailable', cause, eventId, retryAfterSeconds = 1 } = options;
    super(message, { code, cause, eventId });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * @throws UnavailableError with these words when the call fails, but for what was refused on purpose, and for an item
 * that no repeat makes readable
 */
export async function orUnavailable<T>(call: Promise<T>, message: string): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    if (cause instanceof SwitchyardError) throw cause;
    // By name: this file is imported by all, also where there is no zod.
    if (cause instanceof Error && cause.name === 'ZodError') throw cause;
    throw new UnavailableError(message, { cause });
  }
}

/** Something was asked for by an id that this tenant does not own; whether another one does is not told. */
export class NotFoundError extends SwitchyardError {
  constructor(what: string, id: string) {
    super(`There is no ${what} ${id}.`, { code: `${what.replaceAll(' ', '_')}_not_found` });
  }
}

/** Narrows AWS SDK exceptions by name, which is stable where `instanceof` depends on the bundle. */
export function isAwsError(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
