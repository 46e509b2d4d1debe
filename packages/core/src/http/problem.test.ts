import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../config/parse-config.ts';
import { NotFoundError, SwitchyardError, UnavailableError } from '../errors.ts';
import { IdempotencyConflictError, NoEndpointError } from '../events/accept-event.ts';
import { HttpError, problemSchema, toProblem } from './problem.ts';

describe('an error as a problem', () => {
  it.each([
    [
      'an idempotency conflict',
      new IdempotencyConflictError('evt_1'),
      409,
      'idempotency_conflict',
      'Conflict',
    ],
    ['no enabled endpoint', new NoEndpointError('acme'), 409, 'no_enabled_endpoint', 'Conflict'],
    ['an event not found', new NotFoundError('event', 'evt_1'), 404, 'event_not_found', 'Not found'],
    [
      'a delivery not found',
      new NotFoundError('delivery to endpoint', 'a'),
      404,
      'delivery_to_endpoint_not_found',
      'Not found',
    ],
    [
      'a store that is down',
      new UnavailableError('Try again.'),
      503,
      'unavailable',
      'Temporarily unavailable',
    ],
    [
      'an error of the edge',
      new HttpError(415, 'odd_type', 'No.'),
      415,
      'odd_type',
      'Unsupported media type',
    ],
    ['a status without a name', new HttpError(418, 'teapot', 'No.'), 418, 'teapot', 'Error'],
  ])('%s', (_, error, status, code, title) => {
    expect(toProblem(error, 'request-1')).toMatchObject({
      type: 'about:blank',
      title,
      status,
      code,
      detail: error.message,
      request_id: 'request-1',
    });
  });

  it('is what the schema describes', () => {
    expect(problemSchema.parse(toProblem(new NotFoundError('event', 'x'), 'request-1'))).toHaveProperty(
      'status',
    );
  });

  it('names the fields that are wrong', () => {
    const errors = [{ path: 'limit', message: 'too big' }];
    expect(toProblem(new HttpError(400, 'querystring_invalid', 'No.', errors), 'r')).toHaveProperty(
      'errors',
      errors,
    );
  });

  it('says when to try again', () => {
    const error = new UnavailableError('Try again.', { retryAfterSeconds: 27 });
    expect(toProblem(error, 'r')).toHaveProperty('retryAfterSeconds', 27);
  });

  it('that is unavailable does not tell its cause', () => {
    const error = new UnavailableError('Try again.', { cause: new Error('hunter2') });
    expect(JSON.stringify(toProblem(error, 'r'))).not.toContain('hunter2');
  });
});

describe('an error that nobody meant for the caller', () => {
  it.each([
    ['an ordinary error', new TypeError('hunter2 is not a function')],
    ['an error with a status of its own', Object.assign(new Error('hunter2'), { statusCode: 404 })],
    ['one of our own that has no status', new SwitchyardError('hunter2', { code: 'odd' })],
    ['a wrong configuration', new ConfigError('hunter2')],
    ['text', 'hunter2'],
    ['undefined', undefined],
  ])('is internal and tells nothing: %s', (_, error) => {
    const problem = toProblem(error, 'request-1');
    expect(problem).toMatchObject({ status: 500, code: 'internal_error', request_id: 'request-1' });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });
});
