import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import type { Endpoint } from '@switchyard/core/endpoints';
import { signRequest } from '@switchyard/core/endpoints/sign-request';
import { aDelivery, anAttempt, anEndpoint, anEvent, aSecret, EVENT_ID, NOW } from '@switchyard/core/testing';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';
import { requestAsSent } from './request-as-sent.ts';

const MINUTE_MS = 60_000;
const SENT_AT = NOW + 10 * MINUTE_MS + 345;
const event = anEvent();
const see = (endpoint: Endpoint) => requestAsSent(event, endpoint, { startedAt: toIso(SENT_AT) });
const signed = (endpoint: Endpoint, nowMs = SENT_AT) =>
  signRequest({ eventId: EVENT_ID, payload: event.payload, endpoint, nowMs }).headers;
const headerOf = ({ headers }: ReturnType<typeof see>, wanted: string) =>
  headers.find(({ name }) => name === wanted)?.value;

describe('the request of an attempt', () => {
  it('has what was sent, with the signatures of that time', () => {
    const endpoint = anEndpoint();
    const request = see(endpoint);
    expect(request).toMatchObject({ url: endpoint.targetUrl, body_bytes: 7, as_sent: true });
    expect(request.headers).toEqual([
      { name: 'host', value: 'hooks.example.com' },
      { name: 'content-length', value: '7' },
      ...Object.entries(signed(endpoint)).map(([name, value]) => ({ name, value })),
    ]);
  });

  it.each<[string, Partial<Endpoint>, string, string]>([
    ['a header of its own', { headers: { 'X-Tenant': 'hunter2' } }, 'x-tenant', 'hunter2'],
    [
      'a password',
      { auth: { type: 'basic', username: 'u', password: 'hunter2' } },
      'authorization',
      'aHVudGVyMg',
    ],
    [
      'a header that is a secret',
      { auth: { type: 'header', name: 'X-Api-Key', value: 'hunter2' } },
      'x-api-key',
      'hunter2',
    ],
    [
      'a token',
      {
        headers: { Authorization: 'hunter2' },
        auth: {
          type: 'oauth2',
          tokenUrl: 'https://t.example.com',
          clientId: 'c',
          clientSecret: 'hunter2',
          authStyle: 'client_secret_basic',
        },
      },
      'authorization',
      'hunter2',
    ],
  ])('names what is secret and does not show it: %s', (_, changes, name, secret) => {
    const request = see(anEndpoint(changes));
    expect(request.headers.filter((header) => header.name === name)).toEqual([{ name, value: null }]);
    expect(JSON.stringify(request)).not.toContain(secret);
  });

  it('is signed by the secrets of that time, whatever came later', () => {
    const [then, later] = [
      { secret: aSecret(1), createdAt: toIso(NOW), expiresAt: toIso(SENT_AT + MINUTE_MS) },
      { secret: aSecret(2), createdAt: toIso(SENT_AT + 1) },
    ];
    const request = see(anEndpoint({ secrets: [later, then], updatedAt: toIso(SENT_AT + 1) }));
    expect(headerOf(request, 'webhook-signature')).toBe(
      signed(anEndpoint({ secrets: [then] }))['webhook-signature'],
    );
    expect(request.as_sent).toBe(false);
  });

  it('has no signature where no secret of that time is left', () => {
    const secrets = [{ secret: aSecret(2), createdAt: toIso(SENT_AT + 1) }];
    const request = see(anEndpoint({ secrets, updatedAt: toIso(SENT_AT + 1) }));
    expect([headerOf(request, 'webhook-signature'), headerOf(request, 'stripe-signature')]).toEqual([
      null,
      null,
    ]);
    expect(headerOf(request, 'webhook-id')).toBe(EVENT_ID);
    expect(request.as_sent).toBe(false);
  });

  it.each([
    ['long before', SENT_AT - MINUTE_MS, true],
    ['as workers may not have known yet', SENT_AT - MINUTE_MS + 1, false],
    ['after it', SENT_AT + 1, false],
  ])('is told as it was sent, or not, by when the endpoint was changed: %s', (_, at, asSent) => {
    for (const revision of ['another', undefined])
      expect(see(anEndpoint({ revision, updatedAt: toIso(at) })).as_sent).toBe(asSent);
  });

  it('is told as it was sent of an endpoint of which nothing but the status was ever changed', () => {
    const disabledAt = toIso(SENT_AT + 1);
    expect(see(anEndpoint({ updatedAt: disabledAt, statusChangedAt: disabledAt })).as_sent).toBe(true);
    expect(see(anEndpoint({ revision: 'of its making' })).as_sent).toBe(true);
    const made = toIso(SENT_AT - MINUTE_MS);
    expect(see(anEndpoint({ createdAt: made, updatedAt: toIso(SENT_AT - 1) })).as_sent).toBe(true);
  });
});

describe('its route', () => {
  const get = (api: ReturnType<typeof createTestApi>, query = '', tenantId = 'acme') =>
    api.send({
      method: 'GET',
      path: `/v1/events/${EVENT_ID}/deliveries/default/request${query}`,
      tenantId,
    });

  it('shows the latest attempt, or the one that began at a time', async () => {
    const api = createTestApi();
    api.storeEvent(event);
    const attempts = [anAttempt(), anAttempt({ attempt: 2, startedAt: toIso(SENT_AT) })];
    api.storeDelivery(aDelivery({ attempts }));
    expect(await get(api)).toMatchObject({
      status: 200,
      json: { attempt: 2, generation: 1, started_at: toIso(SENT_AT), method: 'POST' },
    });
    expect(await get(api, `?started_at=${toIso(NOW)}`)).toMatchObject({ json: { attempt: 1 } });
    expect(await get(api, `?started_at=${toIso(NOW + 1)}`)).toEqual(problem(404, 'attempt_not_found'));
    expect(await get(api, '?started_at=now')).toEqual(problem(400, 'querystring_invalid'));
  });

  it('shows nothing before the first attempt, of another tenant, or of an endpoint that is gone', async () => {
    const api = createTestApi();
    api.storeEvent(event);
    expect(await get(api)).toEqual(problem(404, 'attempt_not_found'));
    api.storeDelivery(aDelivery({ attempts: [anAttempt()] }));
    expect(await get(api, '', 'globex')).toMatchObject({ status: 404 });
    api.endpoints.remove(anEndpoint());
    expect(await get(api)).toEqual(problem(404, 'endpoint_not_found'));
  });
});
