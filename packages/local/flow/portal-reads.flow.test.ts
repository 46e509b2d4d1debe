import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
let tenant: FlowTenant;
beforeAll(async () => {
  flow = await openFlowStack();
  tenant = await flow.createTenant();
});
afterAll(() => flow.close());

/** Names of headers that only the connection knows. */
const OF_THE_CONNECTION = ['connection'];

describe('what the portal reads of a delivery', () => {
  it('is the request as it was sent, header by header and byte by byte', async () => {
    const made = await tenant.hooks.call(
      'POST',
      '/v1/endpoints',
      JSON.stringify({
        endpoint_id: 'own',
        target_url: tenant.endpoint.url,
        headers: { 'X-Own': 'hunter2' },
      }),
    );
    expect(made.status).toBe(201);
    const text = '{ "type":"order.paid","n":12345678901234567890,\t"name":"Zoë 🚚"}';
    const { body } = await tenant.hooks.postEvent(text);
    const eventId = String(Object(body).event_id);
    await tenant.waitFor(eventId, 'DELIVERED');

    const sent = tenant.endpoint.deliveries.find(({ headers }) => headers['x-own'] === 'hunter2');
    const seen = await tenant.hooks.call('GET', `/v1/events/${eventId}/deliveries/own/request`);
    expect(seen).toMatchObject({
      status: 200,
      body: { method: 'POST', url: tenant.endpoint.url, as_sent: true, body_bytes: Buffer.byteLength(text) },
    });
    const headers: { name: string; value: string | null }[] = Object(seen.body).headers;
    const expected = Object.entries(sent?.headers ?? {}).filter(
      ([name]) => !OF_THE_CONNECTION.includes(name),
    );
    expect(Object.fromEntries(headers.map(({ name, value }) => [name, value]))).toEqual({
      ...Object.fromEntries(expected),
      'x-own': null,
    });
    expect(seen.text).not.toContain('hunter2');

    const payload = await tenant.hooks.call('GET', `/v1/events/${eventId}/payload`);
    expect([payload.status, payload.text]).toEqual([200, text]);
    expect(payload.headers.get('content-disposition')).toBe(`attachment; filename="${eventId}.json"`);
    expect(payload.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is an overview of what was accepted, delivered and given up', async () => {
    const other = await flow.createTenant();
    await other.waitFor(await other.post(), 'DELIVERED');
    other.endpoint.answer(410);
    await other.waitFor(await other.post(), 'HELD');
    const overview = await waitUntil('the overview', async () => {
      const { status, body } = await other.hooks.call('GET', '/v1/overview?range=1h');
      expect(status).toBe(200);
      const { outcomes } = Object(body);
      return outcomes.delivered === 1 && outcomes.held === 1 ? Object(body) : undefined;
    });
    expect(overview).toMatchObject({
      accepted: { count: 2, at_least: false },
      now: { held: { count: 1 }, dead: { count: 0 }, endpoints: { disabled: 1, enabled: 0 } },
      endpoints: [{ endpoint_id: 'default', status: 'DISABLED', delivered: 1, attempts_failed: 1 }],
      attention: [{ kind: 'endpoint_disabled', endpoint_id: 'default' }],
    });
  });
});
