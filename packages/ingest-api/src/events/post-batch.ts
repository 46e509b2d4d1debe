import { acceptBatch, type LineOutcome } from '@switchyard/core/accept-batch';
import { SwitchyardError, UnavailableError } from '@switchyard/core/errors';
import { HttpError } from '@switchyard/core/http';
import type { FastifyRequest } from 'fastify';
import type { Api } from '../api.ts';
import { bodyBytesOf } from '../json-body.ts';
import { type BatchAnswer, toBatchAnswer } from './batch-answer.ts';
import type { Line } from './ndjson.ts';
import { readLine } from './read-line.ts';

export type PostBatchInput = {
  readonly tenantId: string;
  readonly lines: readonly Line[];
  readonly idempotencyKey: string | undefined;
  /** The field of each line that is its own key. */
  readonly keyField: string | undefined;
};

/**
 * Accepts the lines of an ndjson body.
 *
 * @throws HttpError 400 when it is no ndjson at all
 * @throws UnavailableError when no line could be stored or queued
 */
export async function postBatch(
  api: Api,
  request: FastifyRequest,
  { tenantId, lines, idempotencyKey, keyField }: PostBatchInput,
): Promise<BatchAnswer> {
  if (keyField !== undefined && idempotencyKey !== undefined)
    throw new HttpError(
      400,
      'headers_invalid',
      'Send Idempotency-Key, for the whole body, or Idempotency-Key-Field, for each line, and not both.',
    );
  const read = lines.map((line) => readLine(line, keyField));
  const [first] = read;
  if (
    first instanceof HttpError &&
    read.every((line) => line instanceof HttpError && line.code === first.code)
  )
    refuseWhole(first, lines);
  const outcomes = await acceptBatch(api, {
    tenantId,
    correlationId: request.id,
    body: bodyBytesOf(request),
    idempotencyKey,
    lines: read,
  });
  logOutcomes(request, tenantId, outcomes);
  const [unavailable] = outcomes;
  if (
    unavailable instanceof UnavailableError &&
    outcomes.every((outcome) => outcome instanceof UnavailableError)
  )
    throw unavailable;
  return toBatchAnswer(lines, outcomes, request.id);
}

/** None of the lines is JSON: whatever the body is, it is no ndjson. */
function refuseWhole({ code, message }: HttpError, lines: readonly Line[]): void {
  if (code !== 'body_malformed') return;
  throw new HttpError(
    400,
    code,
    `None of the ${lines.length} lines is JSON; send a JSON object on each. Line ${lines[0]?.number}: ${message}`,
  );
}

/** In the one line of the request: its events are found by its request id, which is their correlation id. */
function logOutcomes(request: FastifyRequest, tenantId: string, outcomes: readonly LineOutcome[]): void {
  const accepted = outcomes.flatMap((outcome) => (outcome instanceof Error ? [] : [outcome]));
  const repeated = accepted.filter((line) => line.repeated).length;
  const failed = outcomes.filter(isFailure);
  request.outcome = {
    tenantId,
    ...(accepted.length === 0 ? {} : { outcome: repeated === accepted.length ? 'repeated' : 'accepted' }),
    lines: outcomes.length,
    accepted: accepted.length - repeated,
    repeated,
    refused: outcomes.length - accepted.length - failed.length,
    failed: failed.length,
  };
  const [err] = failed;
  if (err !== undefined) request.log.error({ ...request.outcome, err }, 'lines failed');
}

/** Ours, not the tenant's. */
const isFailure = (outcome: LineOutcome): boolean =>
  outcome instanceof Error && (!(outcome instanceof SwitchyardError) || outcome instanceof UnavailableError);
