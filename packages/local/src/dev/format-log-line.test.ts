import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { formatLogLine } from './format-log-line.ts';

const time = '2026-03-02T09:15:04.381Z';
const id = { tenantId: 'acme', eventId: 'evt_1', endpointId: 'default' };

/** The line without its time, colours and padding. */
function format(shortName: string, json: Record<string, unknown>): string | undefined {
  const line = formatLogLine({
    functionName: 'f',
    shortName,
    text: JSON.stringify(json),
    json: { time, ...json },
  });
  return line === undefined
    ? undefined
    : stripVTControlCharacters(line)
        .replace(/^\d\d:\d\d:04\.381\s+/, '')
        .replace(/ {2,}/g, ' | ');
}

const delivery = (fields: Record<string, unknown>) =>
  format('worker', { msg: 'delivery', ...id, attempt: 2, ...fields });
const request = (fields: Record<string, unknown>) =>
  format('ingest-api', { msg: 'request', method: 'POST', route: '/v1/events', tenantId: 'acme', ...fields });

describe('a delivery', () => {
  it.each([
    [
      { outcome: 'delivered', status: 200, durationMs: 38 },
      'delivered | evt_1 → acme/default | attempt 2 | 200 in 38 ms',
    ],
    [
      { outcome: 'retry', status: 503, durationMs: 7, retryInMs: 1_040 },
      'failed | evt_1 → acme/default | attempt 2 | 503 in 7 ms, next in 1 s',
    ],
    [
      { outcome: 'retry', error: 'timeout', durationMs: 30_000, retryInMs: 240_000 },
      'failed | evt_1 → acme/default | attempt 2 | timeout in 30000 ms, next in 4 min',
    ],
    [
      { outcome: 'dead', status: 500, durationMs: 7, reason: 'attempts_exhausted' },
      'dead letter | evt_1 → acme/default | attempt 2 | 500 in 7 ms | attempts_exhausted',
    ],
    [
      { outcome: 'dead', reason: 'endpoint_disabled' },
      'dead letter | evt_1 → acme/default | attempt 2 | no request made | endpoint_disabled',
    ],
  ])('%j', (fields, line) => {
    expect(delivery(fields)).toBe(line);
  });

  it('an operational event is told, with who hears of it', () => {
    const told = (fields: object) => format('worker', { msg: 'tell', outcome: 'told', ...id, ...fields });
    expect([
      told({ operationalType: 'endpoint.failing', reason: 'failures', endpointIds: ['ops', 'pager'] }),
      told({ operationalType: 'endpoint.recovered', reason: 'answered', endpointIds: [] }),
    ]).toEqual([
      'endpoint.failing | acme/default | failures, told ops, pager',
      'endpoint.recovered | acme/default | answered',
    ]);
    // Each control message has a line of this name too.
    expect(format('worker', { msg: 'tell_endpoint', outcome: 'done', ...id })).toBeUndefined();
  });

  it('that is a duplicate tells nothing', () => {
    expect(delivery({ outcome: 'ignored' })).toBeUndefined();
    expect(delivery({ outcome: 'outrun' })).toBeUndefined();
  });

  it('whose message cannot be read comes back', () => {
    const line = format('worker', { msg: 'delivery', outcome: 'comes_back', err: { message: 'no JSON' } });
    expect(line).toBe('worker | delivery: no JSON (the message comes back)');
  });
});

describe('a request', () => {
  it.each(['accepted', 'repeated', 'retried'])('%s', (outcome) => {
    expect(request({ outcome, eventId: 'evt_1', status: 201 })).toBe(`${outcome} | evt_1 | acme`);
  });

  it('that is refused shows status, route and code', () => {
    expect(request({ status: 422, code: 'body_invalid' })).toBe('422 | POST /v1/events | body_invalid');
  });

  it('that reads tells nothing', () => {
    expect(request({ status: 200, method: 'GET' })).toBeUndefined();
  });

  it('without a valid token shows why', () => {
    expect(format('authorizer', { msg: 'authorize', outcome: 'unauthorized', reason: 'revoked' })).toBe(
      '401 | token revoked',
    );
    expect(format('authorizer', { msg: 'authorize', outcome: 'suspended', tenantId: 'acme' })).toBe(
      '403 | tenant acme is suspended',
    );
    expect(format('authorizer', { msg: 'authorize', outcome: 'allowed' })).toBeUndefined();
  });
});

describe('what an operator does', () => {
  it.each([
    ['requeue', 'requeued', 'requeued | evt_1 → acme/default'],
    ['requeue', 'event_gone', 'requeue | evt_1 → acme/default | event_gone'],
    ['purge', 'purged', 'purged | evt_1 → acme/default'],
  ])('%s: %s', (msg, outcome, line) => {
    expect(format('dlq-processor', { msg, outcome, ...id })).toBe(line);
  });

  it('a look at the dead letters, and one that finds nothing to do', () => {
    const dlq = (fields: object) => format('dlq-processor', { msg: 'dlq', malformed: 0, ...fields });
    expect(dlq({ action: 'peek', matched: 3, malformed: 1 })).toBe(
      'dead letters | peek: 3 match, 1 not ours',
    );
    expect(dlq({ action: 'purge', dryRun: true, matched: 2 })).toBe('dead letters | purge, dry run: 2 match');
    expect(dlq({ action: 'requeue', dryRun: false, matched: 0 })).toBe('dead letters | requeue: 0 match');
    expect(dlq({ action: 'requeue', dryRun: false, matched: 2 })).toBeUndefined();
  });

  it('the receiver switched off and on', () => {
    const switched = (route: string) =>
      format('receiver', { msg: 'request', method: 'POST', route, status: 200 });
    expect(switched('/disable')).toBe('receiver | switched off');
    expect(switched('/enable')).toBe('receiver | switched on');
  });
});

describe('the receiver', () => {
  it('tells nothing of a delivery that the worker tells of', () => {
    const fields = { msg: 'request', method: 'POST', route: '/:tenant_id/webhook' };
    expect(format('receiver', { ...fields, status: 200, outcome: 'verified' })).toBeUndefined();
    expect(format('receiver', { ...fields, status: 503, outcome: 'switched_off' })).toBeUndefined();
    expect(
      format('receiver', { msg: 'request failed', level: 'error', code: 'receiver_disabled' }),
    ).toBeUndefined();
  });

  it('shows a signature that it refused', () => {
    const fields = {
      msg: 'request',
      method: 'POST',
      route: '/:tenant_id/webhook',
      status: 401,
      outcome: 'refused',
    };
    expect(format('receiver', { ...fields, code: 'signature_mismatch' })).toBe(
      '401 | POST /:tenant_id/webhook | signature_mismatch',
    );
  });
});

it('metrics tell a person nothing', () => {
  const _aws = {
    Timestamp: 1,
    CloudWatchMetrics: [{ Namespace: 'Switchyard/dev', Dimensions: [['service']] }],
  };
  expect(format('worker', { _aws, service: 'switchyard', DeliveryAttempts: 1 })).toBeUndefined();
});

describe('trouble', () => {
  it('a function that crashed', () => {
    const crash = { message: 'Invoke Error', errorType: 'TypeError', errorMessage: 'x is not a function' };
    expect(format('worker', crash)).toBe('worker | TypeError: x is not a function');
  });

  it('not the authorizer’s way to refuse', () => {
    expect(format('authorizer', { message: 'Invoke Error', errorMessage: 'Unauthorized' })).toBeUndefined();
  });

  it('an error in the log', () => {
    const line = format('ingest-api', {
      level: 'error',
      msg: 'request failed',
      err: { message: 'no table' },
    });
    expect(line).toBe('ingest-api | request failed: no table');
  });

  it('a line that is not ours', () => {
    const line = formatLogLine({ functionName: 'f', shortName: 'worker', text: '(node:1) Warning: old' });
    expect(stripVTControlCharacters(line ?? '')).toBe('worker  (node:1) Warning: old');
  });
});

it('an access log has no lines here, whatever its format', () => {
  for (const text of ['127.0.0.1 - - "GET /" 200', '{"status":"500","level":"error"}']) {
    const line = { source: 'access-log', functionName: 'api', shortName: 'hooks', text } as const;
    expect(formatLogLine(line)).toBeUndefined();
  }
});
