import * as z from 'zod';
import { SwitchyardError, UnavailableError } from '../errors.ts';

/** RFC 9457, with a stable code, and the request id to quote to an operator. */
export const problemSchema = z.object({
  type: z.string().meta({ description: 'A page about this kind of error, or about:blank.' }),
  title: z.string().meta({ description: 'The kind of error, in words.' }),
  status: z.number().int(),
  code: z.string().meta({ description: 'Stable: branch on this.' }),
  detail: z.string().meta({ description: 'What went wrong, the value given, what is allowed.' }),
  request_id: z.string(),
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .meta({ description: 'Each field that is wrong, with 422 and some 400.' }),
});
export type Problem = z.infer<typeof problemSchema>;

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Payload too large',
  415: 'Unsupported media type',
  422: 'Unprocessable content',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Temporarily unavailable',
  504: 'Timed out',
};

/** The kind of error that a status stands for, in words. */
export const titleOf = (status: number): string => TITLES[status] ?? 'Error';

/** An error that the HTTP edge itself raises, such as a wrong content type. */
export class HttpError extends SwitchyardError {
  readonly status: number;

  constructor(status: number, code: string, message: string, errors?: Problem['errors']) {
    super(message, { code, errors });
    this.status = status;
  }
}

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  event_filter_invalid: 400,
  event_invalid: 422,
  event_type_invalid: 422,
  too_many_event_types: 409,
  idempotency_conflict: 409,
  no_enabled_endpoint: 409,
  tenant_unfinished: 409,
  endpoint_exists: 409,
  too_many_endpoints: 409,
  too_many_portal_links: 409,
  endpoint_unreadable: 409,
  endpoint_paused: 409,
  endpoint_disabled: 409,
  too_many_secrets: 409,
  endpoint_changed: 412,
  settings_invalid: 422,
  retry_schedule_too_long: 422,
  timeout_too_long: 422,
  replay_invalid: 422,
  replay_finished: 409,
  endpoint_holds: 409,
  too_many_replays: 409,
};

function statusOf(error: SwitchyardError): number {
  if (error instanceof HttpError) return error.status;
  if (error instanceof UnavailableError) return 503;
  if (error.code.endsWith('_not_found')) return 404;
  return STATUS_BY_CODE[error.code] ?? 500;
}

/** The one place where an error becomes an HTTP answer. Whatever was not thrown on purpose tells nothing. */
export function toProblem(error: unknown, requestId: string): Problem & { retryAfterSeconds?: number } {
  if (error instanceof SwitchyardError && statusOf(error) !== 500) {
    const status = statusOf(error);
    return {
      ...problem(status, error.code, error.message, requestId),
      ...(error.errors === undefined ? {} : { errors: [...error.errors] }),
      ...(error instanceof UnavailableError ? { retryAfterSeconds: error.retryAfterSeconds } : {}),
    };
  }
  return problem(
    500,
    'internal_error',
    'Something failed on our side; it is in the log under this request id. Trying again is safe with an Idempotency-Key.',
    requestId,
  );
}

export function problem(status: number, code: string, detail: string, requestId: string): Problem {
  return {
    type: 'about:blank',
    title: titleOf(status),
    status,
    code,
    detail,
    request_id: requestId,
  };
}
