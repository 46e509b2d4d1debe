import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type FlowStack, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

it('an endpoint that takes long is served in a lane of its own, and gets everything once', async () => {
  const tenant = await flow.createTenant();
  tenant.endpoint.answer(async () => {
    await sleep(2_000);
    return 200;
  });
  const first = await tenant.post();
  await waitUntil('it is known to be slow', async () =>
    (await flow.readEndpoint(tenant.tenantId))?.slowSince === undefined ? undefined : true,
  );
  const later = await Promise.all(Array.from({ length: 8 }, () => tenant.post()));
  await Promise.all([first, ...later].map((eventId) => tenant.waitFor(eventId, 'DELIVERED')));
  expect(tenant.endpoint.deliveries.map(({ headers }) => headers['webhook-id']).toSorted()).toEqual(
    [first, ...later].toSorted(),
  );
  await flow.logged(
    'a delivery that was handed over',
    (json) => json.tenantId === tenant.tenantId && json.why === 'slow_lane',
  );
});
