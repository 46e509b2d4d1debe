import type { BatchLine } from '@switchyard/core/accept-batch';
import { SwitchyardError } from '@switchyard/core/errors';
import { HttpError } from '@switchyard/core/http';
import { MAX_BODY_BYTES } from '../api.ts';
import { parseJson } from '../json-body.ts';
import { eventBodySchema, idempotencyKeySchema, typeOf } from './event-body.ts';
import type { Line } from './ndjson.ts';

/**
 * A line as an event, refused for what it would be refused for as a body of its own.
 *
 * @param keyField the name of the field that is its idempotency key
 * @returns the error that it is refused with
 */
export function readLine({ bytes }: Line, keyField: string | undefined): BatchLine | SwitchyardError {
  try {
    if (bytes.length > MAX_BODY_BYTES)
      throw new HttpError(
        413,
        'payload_too_large',
        `The line has ${bytes.length} bytes; up to ${MAX_BODY_BYTES} are allowed.`,
      );
    const { data, error } = eventBodySchema.safeParse(parseJson(bytes, 'line'));
    if (error !== undefined) throw invalid(error.issues);
    return {
      payload: bytes,
      eventType: typeOf(data),
      idempotencyKey: keyField === undefined ? undefined : keyOf(data, keyField),
    };
  } catch (error) {
    if (error instanceof SwitchyardError) return error;
    throw error;
  }
}

function keyOf(event: Readonly<Record<string, unknown>>, field: string): string {
  const { data, error } = idempotencyKeySchema.safeParse(
    Object.hasOwn(event, field) ? event[field] : undefined,
  );
  if (error !== undefined) throw invalid(error.issues.map(({ message }) => ({ path: [field], message })));
  return data;
}

function invalid(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) {
  const errors = issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const detail = errors.map(({ path, message }) => `${path || 'line'}: ${message}`).join('; ');
  return new HttpError(422, 'body_invalid', `The line is not as described: ${detail}.`, errors);
}
