import { describe, expect, it } from '@jest/globals';
import { anEndpoint, aSecret } from '@switchyard/core/testing';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';

const usual = { endpoint_id: 'billing', target_url: 'https://billing.example.com/in' };

function setUp(options: Parameters<typeof createTestApi>[0] = {}) {
  const api = createTestApi(options);
  const post = (body: object) =>
    api.send({
      method: 'POST',
      path: '/v1/endpoints',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { ...api, post };
}

describe('making an endpoint', () => {
  it('answers its secret this once, and no value of a header', async () => {
    const { post, send, endpoints } = setUp();
    const made = await post({ ...usual, headers: { 'X-Token': 'hunter2' }, secret: aSecret(9) });
    expect(made).toMatchObject({
      status: 201,
      json: { endpoint_id: 'billing', header_names: ['x-token'], secret: aSecret(9) },
    });
    const stored = endpoints.item({ tenantId: 'acme', endpointId: 'billing' });
    expect(stored).toMatchObject({ status: 'ENABLED', headers: { 'x-token': 'hunter2' } });
    const { body } = await send({ method: 'GET', path: '/v1/endpoints/billing' });
    expect(body).not.toMatch(/hunter2|whsec_/);
  });

  it('makes an id where none is given', async () => {
    const { json } = await setUp().post({ target_url: usual.target_url });
    expect(json).toMatchObject({ endpoint_id: expect.stringMatching(/^ep_[0-9a-z]{26}$/) });
  });

  it('never writes over one', async () => {
    const { post, endpoints } = setUp();
    expect(await post({ ...usual, endpoint_id: 'default' })).toEqual(problem(409, 'endpoint_exists'));
    expect(endpoints.items()).toEqual([anEndpoint()]);
  });

  it('of many at once makes no more than there may be', async () => {
    const endpoints = Array.from({ length: 47 }, (_, n) => anEndpoint({ endpointId: `e-${n}` }));
    const { post, ...api } = setUp({ endpoints });
    const made = await Promise.all([1, 2, 3, 4, 5].map((n) => post({ ...usual, endpoint_id: `new-${n}` })));
    const statuses = made.map(({ status }) => status).toSorted();
    expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(3);
    expect(statuses.every((status) => [201, 409, 503].includes(status))).toBe(true);
    const stored = api.endpoints.items().filter(({ endpointId }) => endpointId !== '#lock');
    expect(stored.length).toBeLessThanOrEqual(50);
  });

  it('is possible again after somebody died while making one', async () => {
    const { post, endpoints, time } = setUp();
    const heldUntil = time.clock() + 35_000;
    endpoints.store({ tenantId: 'acme', endpointId: '#lock', holder: 'gone', heldUntil });
    expect(await post(usual)).toEqual(problem(503));
    time.advance(40_000);
    expect(await post(usual)).toMatchObject({ status: 201 });
    expect(endpoints.items()).toHaveLength(2);
  });
});

describe('an endpoint is refused with what is wrong and what is allowed', () => {
  it.each([
    ['a private address', { target_url: 'https://10.0.0.1/' }, /10\.0\.0\.1 is not on the public internet/],
    ['http', { target_url: 'http://hooks.example.com/' }, /only https/],
    ['a header of HTTP', { headers: { Host: 'x' } }, /"host" is set by Switchyard or by HTTP/],
    ['a signature header', { headers: { 'webhook-id': 'x' } }, /"webhook-id" is set/],
    ['a line break in a header', { headers: { 'x-a': 'b\r\nc: d' } }, /printable ASCII/],
    ['__proto__ as a header', { headers: JSON.parse('{"__proto__":"x"}') }, /headers.__proto__: cannot be/],
    ['__proto__ of metadata', { metadata: JSON.parse('{"__proto__":"x"}') }, /metadata.__proto__: cannot/],
    [
      '17 pairs',
      { metadata: Object.fromEntries([...Array(17).keys()].map((n) => [`k${n}`, 'v'])) },
      /16 pairs/,
    ],
    ['a type with a space', { event_types: ['order paid'] }, /event type/],
    ['a star inside', { event_types: ['order.*.paid'] }, /event type/],
    ['a star in front', { event_types: ['*.paid'] }, /"\*\.paid" must be an event type/],
    ['two stars', { event_types: ['order.**'] }, /event type/],
    ['nothing before the star', { event_types: ['.*'] }, /event type/],
    ['two dots before the star', { event_types: ['order..*'] }, /event type/],
    ['what only looks like a star', { event_types: ['order.＊'] }, /event type/],
    ['a type with what nobody sees', { event_types: ['order\u200b.paid'] }, /event type/],
    ['an empty type', { event_types: [''] }, /event type/],
    ['a type of 129 characters', { event_types: [`${'x'.repeat(127)}.*`] }, /128/],
    ['101 types', { event_types: [...Array(101).keys()].map(String) }, /at most 100 event types, not 101/],
    ['a header twice', { headers: { 'X-A': '1', 'x-a': '2' } }, /x-a: is the same as X-A/],
    ['hop by hop in any case', { headers: { 'KEEP-alive': '1' } }, /"keep-alive" is set/],
    ['our signature in any case', { headers: { 'Stripe-SIGNATURE': '1' } }, /"stripe-signature" is set/],
    ['a header without a name', { headers: { '': 'x' } }, /name/],
    ['a header whose name looks like another', { headers: { '\u212aey': 'x' } }, /name/],
    ['a line break in a name', { headers: { 'x-a\r\nx-b': 'x' } }, /name/],
    ['a header without a value', { headers: { 'x-a': '' } }, /1 to 1024/],
    ['a long value', { headers: { 'x-a': 'x'.repeat(1_025) } }, /1 to 1024/],
    [
      '51 headers',
      { headers: Object.fromEntries([...Array(51).keys()].map((n) => [`x-${n}`, 'v'])) },
      /at most 20 headers, not 51/,
    ],
    [
      'more bytes of headers than a request has',
      { headers: Object.fromEntries([...Array(9).keys()].map((n) => [`x-${n}`, 'v'.repeat(1_000)])) },
      /8192 bytes together, not 9027/,
    ],
    ['a line break in the description', { description: 'a\nb' }, /control/],
    ['half a character', { description: '\ud800' }, /control/],
    ['a control character in a pair', { metadata: { a: '\u0000' } }, /control/],
    ['a pair without a key', { metadata: { '': 'x' } }, /key/],
    ['too long a timeout', { timeout_ms: 50_001 }, /timeout_ms: .* from 100 to 50000, not 50001/],
    ['a timeout above the deployment’s', { timeout_ms: 20_001 }, /timeout_ms is 20001; .* 100 to 20000/],
    ['half a millisecond', { timeout_ms: 100.5 }, /whole number from 100 to 50000, not 100\.5/],
    ['no attempt', { max_attempts: 0 }, /max_attempts: .* whole number from 1 to 50, not 0/],
    ['51 attempts', { max_attempts: 51 }, /1 to 50, not 51/],
    ['a number as text', { max_attempts: '5' }, /1 to 50, not "5"/],
    ['a wait that is none', { retry_schedule: '5' }, /such as 30s,5m,1h, .* not "5"/],
    ['a wait of eight days', { retry_schedule: '8d' }, /7d at most, not "8d"/],
    [
      'attempts for longer than events are kept',
      { max_attempts: 50, retry_schedule: '1d' },
      /retry_schedule 1d and max_attempts 50.* less than 30/,
    ],
    ['a schedule longer than events are kept', { retry_schedule: '7d', max_attempts: 6 }, /less than 30/],
    ['a rate of nothing', { rate_limit: 0 }, /0\.01/],
    ['a short secret', { secret: 'whsec_c2hvcnQ=' }, /24 to 64 bytes/],
    ['an unknown field', { url: 'x' }, /url/],
  ])('%s', async (_what, wrong, words) => {
    const answer = await setUp().post({ ...usual, ...wrong });
    expect(answer).toEqual(problem(422));
    expect(answer.json).toMatchObject({ detail: expect.stringMatching(words) });
  });
});
