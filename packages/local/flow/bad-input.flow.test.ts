import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApiKey } from '@switchyard/core/tenants';
import { createHooksClient, type HooksAnswer } from '../src/demo/hooks-client.ts';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
let tenant: FlowTenant;
beforeAll(async () => {
  flow = await openFlowStack();
  tenant = await flow.createTenant();
});
afterAll(() => flow.close());

/** What every refusal has: a stable code, a text for the reader, and the id under which it is in the log. */
function expectProblem(answer: HooksAnswer, status: number, code: string): void {
  expect(answer).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const requestId = answer.headers.get('x-amzn-requestid');
  expect(requestId).toMatch(/^[\w-]{8,}$/);
  expect(answer.body).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    detail: expect.any(String),
    request_id: requestId,
  });
  expect(answer.text).not.toMatch(/node_modules|\.mjs|\bat .*:\d+:\d+/);
}

const LIMIT = 256 * 1024;
const objectOf = (bytes: number) => JSON.stringify({ x: 'x'.repeat(bytes - '{"x":""}'.length) });

describe('POST /v1/events refuses', () => {
  it.each([
    ['malformed JSON', '{"a":', 400, 'body_malformed'],
    ['no body', '', 400, 'body_malformed'],
    ['a byte order mark', '\u{feff}{}', 400, 'body_malformed'],
    ['a list', '[]', 422, 'body_invalid'],
    ['a string', '"text"', 422, 'body_invalid'],
    ['null', 'null', 422, 'body_invalid'],
    ['more than 256 KiB', objectOf(LIMIT + 1), 413, 'payload_too_large'],
  ])('%s', async (_name, body, status, code) => {
    expectProblem(await tenant.hooks.postEvent(body), status, code);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    'content type %s',
    async (type) => {
      const answer = await tenant.hooks.call('POST', '/v1/events', '{}', { 'content-type': type });
      expectProblem(answer, 415, 'content_type_unsupported');
    },
  );

  it('an Idempotency-Key that is too long', async () => {
    expectProblem(await tenant.hooks.postEvent('{}', 'x'.repeat(256)), 400, 'headers_invalid');
  });

  it('and takes exactly 256 KiB', async () => {
    const { status } = await tenant.hooks.postEvent(objectOf(LIMIT));
    expect(status).toBe(201);
  });
});

describe('a request', () => {
  it.each([
    ['no token', undefined],
    ['a token of another form', 'wrong'],
    ['a mistyped token', `${createApiKey().slice(0, -1)}_`],
    ['an unknown token', createApiKey()],
  ])('with %s is refused', async (_name, token) => {
    const hooks = createHooksClient(flow.local.hooks_url, token);
    expectProblem(await hooks.postEvent('{}'), 401, 'not_authenticated');
    expectProblem(await hooks.call('GET', '/v1/events'), 401, 'not_authenticated');
  });

  it('for another tenant’s event finds nothing', async () => {
    const other = await flow.createTenant();
    const eventId = await other.post();
    expectProblem(await tenant.hooks.call('GET', `/v1/events/${eventId}`), 404, 'event_not_found');
    expectProblem(await tenant.hooks.call('POST', `/v1/events/${eventId}/retry`), 404, 'event_not_found');
    await other.waitFor(eventId, 'DELIVERED');
    expect(other.endpoint.deliveries).toHaveLength(1);
  });

  it.each(['limit=0', 'limit=101', 'limit=ten', 'limit=1.5', 'status=LOST', 'page=2'])(
    'for a list with %s is refused',
    async (query) => {
      expectProblem(await tenant.hooks.call('GET', `/v1/events?${query}`), 400, 'querystring_invalid');
    },
  );

  it('for something that is no event id is refused', async () => {
    expectProblem(await tenant.hooks.call('GET', '/v1/events/1042'), 400, 'params_invalid');
  });

  it('for a path that there is not finds nothing', async () => {
    expectProblem(await tenant.hooks.call('GET', '/v1/nothing'), 404, 'route_not_found');
    expectProblem(await tenant.hooks.call('DELETE', '/v1/events'), 404, 'route_not_found');
  });
});
