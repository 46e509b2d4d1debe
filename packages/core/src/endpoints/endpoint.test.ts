import { describe, expect, it } from '@jest/globals';
import { anEndpoint, aSecret, NOW } from '../../testing/builders.ts';
import { toIso } from '../clock.ts';
import { MAX_TIMEOUT_MS } from '../deliveries/retry-schedule.ts';
import { endpointSchema, parseEndpoint, validSecrets, wantsEventType } from './endpoint.ts';
import { endpointOptionsSchema, MAX_DRAIN_RATE } from './endpoint-options.ts';
import { holdReason } from './endpoint-state.ts';

const createdAt = toIso(NOW);

describe('an endpoint', () => {
  it('is read as stored', () => {
    const endpoint = anEndpoint({ eventTypes: ['a'], headers: { 'x-key': '1' }, statusReason: 'gone' });
    expect(endpointSchema.parse(endpoint)).toEqual(endpoint);
  });

  it.each([
    ['without a secret', { secrets: [] }],
    ['with a secret without whsec_', { secrets: [{ secret: 'hunter2', createdAt }] }],
    ['with a secret that is too short', { secrets: [{ secret: 'whsec_c2hvcnQ=', createdAt }] }],
    ['with a status that is not one', { status: 'AWAY' }],
    ['with an id that could break a key', { endpointId: 'a#b' }],
  ])('%s is refused', (_, changes) => {
    expect(endpointSchema.safeParse({ ...anEndpoint(), ...changes }).success).toBe(false);
  });

  it('with a wrong secret is refused without telling the secret', () => {
    const result = endpointSchema.safeParse({
      ...anEndpoint(),
      secrets: [{ secret: 'whsec_hunter2', createdAt }],
    });
    expect(String(result.error)).not.toContain('hunter2');
  });
});

describe('the secrets that are valid now', () => {
  const secret = (fill: number, expiresInMs?: number) => ({
    secret: aSecret(fill),
    createdAt,
    ...(expiresInMs === undefined ? {} : { expiresAt: toIso(NOW + expiresInMs) }),
  });

  it('are the current one and the previous one while a rotation lasts, newest first', () => {
    const endpoint = anEndpoint({ secrets: [secret(2), secret(1, 1_000)] });
    expect(validSecrets(endpoint, NOW)).toEqual([aSecret(2), aSecret(1)]);
  });

  it('are not those that expire at this moment', () => {
    expect(validSecrets(anEndpoint({ secrets: [secret(2), secret(1, 0)] }), NOW)).toEqual([aSecret(2)]);
  });
});

describe('an endpoint wants an event', () => {
  it.each([
    ['of any type when it lists none', undefined, 'a', true],
    ['of any type when its list is empty', [], 'a', true],
    ['without a type when it lists none', undefined, undefined, true],
    ['of a type that it lists', ['a', 'b'], 'b', true],
    ['not of a type that it does not list', ['a'], 'b', false],
    ['not of a type that only begins alike', ['order'], 'order.paid', false],
    ['not without a type when it lists some', ['a'], undefined, false],
    ['of any type by *', ['*'], 'order.paid', true],
    ['without a type by *', ['*'], undefined, true],
    ['of a type below order.*', ['a', 'order.*'], 'order.paid', true],
    ['of a type further below order.*', ['order.*'], 'order.paid.late', true],
    ['not of a type beside order.*', ['order.*'], 'orders.paid', false],
    ['not of the type order by order.*', ['order.*'], 'order', false],
    ['not without a type by order.*', ['order.*'], undefined, false],
  ])('%s', (_, eventTypes, eventType, wants) => {
    expect(wantsEventType({ eventTypes }, eventType)).toBe(wants);
  });
});

describe('an endpoint’s own state', () => {
  it.each([
    ['of an item of an earlier version, which has none, is that of one that answers', {}],
    ['that an edit by hand has broken counts as none', { breaker: { state: 'ajar' }, drain: 'yes' }],
  ])('%s', (_, changes) => {
    const endpoint = parseEndpoint({ ...anEndpoint(), ...changes });
    expect(endpoint).toMatchObject({ status: 'ENABLED', endpointId: 'default' });
    expect(endpoint).not.toMatchObject({ breaker: expect.anything() });
  });

  const breaker = { id: 'b1', failures: 20, failingSince: '2026-03-04T05:06:07.000Z' };
  it.each([
    ['ENABLED', undefined, undefined],
    ['ENABLED', { ...breaker, state: 'closed' }, undefined],
    ['ENABLED', { ...breaker, state: 'open', cause: 'failing' }, 'endpoint_failing'],
    ['ENABLED', { ...breaker, state: 'probing', cause: 'failing' }, 'endpoint_failing'],
    ['ENABLED', { ...breaker, state: 'open', cause: 'retry_after' }, 'retry_after'],
    ['PAUSED', undefined, 'endpoint_paused'],
    ['DISABLED', { ...breaker, state: 'open' }, 'endpoint_disabled'],
  ] as const)('%s, with breaker %j, holds deliveries because of %s', (status, itsBreaker, reason) => {
    expect(holdReason(anEndpoint({ status, breaker: itsBreaker }))).toBe(reason);
  });

  it.each([
    ['timeoutMs', 99],
    ['timeoutMs', MAX_TIMEOUT_MS + 1],
    ['maxAttempts', 0],
    ['maxAttempts', 51],
    ['retrySchedule', '8d'],
    ['retrySchedule', 'soon'],
    ['rateLimit', 0],
    ['drainRate', 0],
    ['drainRate', MAX_DRAIN_RATE + 1],
  ])('has no option %s of %j', (name, value) => {
    expect(endpointOptionsSchema.safeParse({ [name]: value }).error?.issues).toMatchObject([
      { path: [name] },
    ]);
  });
});

describe('an endpoint whose secrets all expire', () => {
  it('cannot be read: its requests would go out unsigned one day', () => {
    const [secret] = anEndpoint().secrets;
    const item = { ...anEndpoint(), secrets: [{ ...secret, expiresAt: '2026-01-01T00:00:00.000Z' }] };
    expect(parseEndpoint(item)).toMatchObject({
      status: 'UNREADABLE',
      statusReason: 'cannot be read: secrets',
    });
  });
});
