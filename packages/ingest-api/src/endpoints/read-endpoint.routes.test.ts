import { expect, it } from '@jest/globals';
import { addToHour, type CountedEndpoint, hourOf } from '@switchyard/core/health';
import { aDelivery, anEndpoint, TENANT_ID } from '@switchyard/core/testing';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';

const mine = anEndpoint();
const theirs = anEndpoint({ tenantId: 'globex' });

function setUp() {
  const api = createTestApi({ endpoints: [mine, theirs] });
  const { context } = api;
  return {
    ...api,
    count: (of: CountedEndpoint, delivered: number) =>
      addToHour(context, of, {
        writeId: `${of.tenantId}-${delivered}`,
        hour: hourOf(context.clock()),
        counts: new Map(Object.entries({ delivered })),
        lastSuccessAt: undefined,
      }),
    read: (path = '/default', tenantId = TENANT_ID) =>
      api.send({ method: 'GET', path: `/v1/endpoints${path}`, tenantId }),
  };
}

it('an endpoint is read with figures of its own tenant’s deliveries, alone and in the list', async () => {
  const { count, read, storeDelivery } = setUp();
  await count(mine, 3);
  await count(theirs, 50);
  storeDelivery(aDelivery({ status: 'HELD' }));
  storeDelivery(aDelivery({ tenantId: 'globex', status: 'DLQ' }));
  const none = { count: 0, at_least: false };
  const one = { count: 1, at_least: false };
  const expected = { health: { held: one, dead: none, last_day: { delivered: 3 } } };
  expect((await read()).json).toMatchObject(expected);
  expect((await read('')).json).toMatchObject({ endpoints: [expected] });
  expect((await read('/default', 'globex')).json).toMatchObject({
    health: { held: none, dead: one, last_day: { delivered: 50 } },
  });
});

it('what deliveries come to does not change an endpoint’s ETag', async () => {
  const { count, read } = setUp();
  const before = await read();
  await count(mine, 1);
  const after = await read();
  expect(after.headers).toMatchObject({ etag: before.headers.etag });
  expect(after.body).not.toBe(before.body);
});

it('one that somebody broke by hand has no figures, and takes none from the others', async () => {
  const { count, read, endpoints } = setUp();
  await count(mine, 3);
  endpoints.store({ tenantId: TENANT_ID, endpointId: 'broken', status: 'ENABLED' });
  expect((await read('')).json).toMatchObject({
    endpoints: [
      { endpoint_id: 'default', health: { last_day: { delivered: 3 } } },
      { endpoint_id: 'broken', status: 'UNREADABLE', health: { last_day: null, last_success_at: null } },
    ].toSorted((a, b) => (a.endpoint_id < b.endpoint_id ? -1 : 1)),
  });
});

it('when the figures cannot be read, the answer says so', async () => {
  const { read, table } = setUp();
  table.hooks.before = () => {
    throw new Error('connect ECONNREFUSED');
  };
  expect(await read()).toEqual(problem(503, 'unavailable'));
});
