import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { isObject } from '@switchyard/aws-local/json';
import { neverLogged } from '../testing/canaries.ts';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

const LARGE = { data: { amount: [{ numeric: ['>', 100] }], country: [{ 'anything-but': ['XX'] }] } };

async function withFilter(tenant: FlowTenant, filter: object) {
  const endpoint = await flow.startEndpoint();
  const request = { endpoint_id: 'large', target_url: endpoint.url, filter };
  const { status, body } = await tenant.hooks.call('POST', '/v1/endpoints', JSON.stringify(request));
  expect([status, body]).toEqual([201, expect.objectContaining({ filter })]);
  if (isObject(body)) neverLogged('webhook secret', String(body.secret));
  return endpoint;
}

const call = async ({ hooks }: FlowTenant, method: string, path: string, body: object) => {
  const answer = await hooks.call(method, path, JSON.stringify(body));
  return { status: answer.status, body: answer.body };
};

it('an endpoint gets what its filter matches, others get all, and a filter that is taken away takes all', async () => {
  const tenant = await flow.createTenant();
  const large = await withFilter(tenant, LARGE);
  const posted: string[] = [];
  for (const amount of [101, 100, 5_000]) posted.push(await tenant.post({ data: { amount, country: 'AT' } }));
  for (const eventId of posted) await tenant.waitFor(eventId, 'DELIVERED');
  expect(large.deliveries.map(({ body }) => JSON.parse(String(body)).data.amount)).toEqual(
    expect.arrayContaining([101, 5_000]),
  );
  expect(large.deliveries).toHaveLength(2);
  expect(tenant.endpoint.deliveries).toHaveLength(3);

  const cleared = await call(tenant, 'PATCH', '/v1/endpoints/large', { filter: null });
  expect(cleared).toMatchObject({ status: 200, body: { filter: null } });
  await tenant.waitFor(await tenant.post({ data: { amount: 1 } }), 'DELIVERED');
  expect(large.deliveries).toHaveLength(3);
});

it('an event that matches nobody is kept, as UNMATCHED', async () => {
  const tenant = await flow.createTenant();
  await call(tenant, 'PATCH', '/v1/endpoints/default', { filter: LARGE });
  const eventId = await tenant.post({ data: { amount: 1 } });
  expect(await tenant.waitFor(eventId, 'UNMATCHED')).toMatchObject({ deliveries: [] });
  expect(tenant.endpoint.deliveries).toHaveLength(0);
});

it('a filter is tried with a payload or an event, without sending anything', async () => {
  const tenant = await flow.createTenant();
  await withFilter(tenant, LARGE);
  const eventId = await tenant.post({ data: { amount: 1 } });
  await tenant.waitFor(eventId, 'DELIVERED');
  const path = '/v1/endpoints/large/filter-test';
  expect(await call(tenant, 'POST', path, { event_id: eventId })).toEqual({
    status: 200,
    body: { matches: false, type_matches: true, filter_matches: false },
  });
  const other = { data: { amount: [{ numeric: ['<', 2] }] } };
  expect(await call(tenant, 'POST', path, { event_id: eventId, filter: other })).toMatchObject({
    body: { matches: true },
  });
  expect(
    await call(tenant, 'POST', path, { payload: { data: { amount: 101, country: 'AT' } } }),
  ).toMatchObject({
    body: { matches: true },
  });
  expect(await call(tenant, 'POST', path, {})).toMatchObject({ status: 422 });
  expect(tenant.endpoint.deliveries).toHaveLength(1);
});

it('a filter that cannot be is refused with its place, and changes nothing', async () => {
  const tenant = await flow.createTenant();
  const wrong = { filter: { data: { amount: [{ numeric: ['>', 5, '<', 1] }] } } };
  expect(await call(tenant, 'PATCH', '/v1/endpoints/default', wrong)).toMatchObject({
    status: 422,
    body: {
      code: 'body_invalid',
      errors: [
        { path: 'filter.data.amount.0.numeric', message: expect.stringContaining('5 is not below 1') },
      ],
    },
  });
  expect((await tenant.hooks.call('GET', '/v1/endpoints/default')).body).toMatchObject({ filter: null });
});
