import { describe, expect, it } from '@jest/globals';
import { anEndpoint, aSecret, NOW } from '../../testing/builders.ts';
import { toIso } from '../clock.ts';
import { endpointSchema, parseEndpoint, validSecrets, wantsEventType } from './endpoint.ts';

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
    ['with a status that is not one', { status: 'PAUSED' }],
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
  ])('%s', (_, eventTypes, eventType, wants) => {
    expect(wantsEventType({ eventTypes }, eventType)).toBe(wants);
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
