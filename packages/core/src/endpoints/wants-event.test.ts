import { expect, it } from '@jest/globals';
import { anEndpoint } from '../../testing/index.ts';
import { endpointsThatWant } from './wants-event.ts';

const filtered = (filter: unknown, endpointId = 'filtered') =>
  anEndpoint({ endpointId, filter: typeof filter === 'string' ? filter : JSON.stringify(filter) });
const large = filtered({ data: { amount: [{ numeric: ['>', 100] }] } });
const event = (payload: unknown, eventType?: string) => ({
  eventType,
  payload: Buffer.from(JSON.stringify(payload)),
});
const idsOf = async (...args: Parameters<typeof endpointsThatWant>) =>
  (await endpointsThatWant(...args)).map(({ endpointId }) => endpointId);

it('takes those whose filter the payload matches, and those without one', async () => {
  const all = [anEndpoint({ endpointId: 'all' }), large];
  expect(await idsOf(all, event({ data: { amount: 101 } }))).toEqual(['all', 'filtered']);
  expect(await idsOf(all, event({ data: { amount: 100 } }))).toEqual(['all']);
});

it('asks for the type as well', async () => {
  const paid = { ...large, eventTypes: ['order.paid'] };
  expect(await idsOf([paid], event({ data: { amount: 101 } }, 'order.sent'))).toEqual([]);
  expect(await idsOf([paid], event({ data: { amount: 101 } }, 'order.paid'))).toEqual(['filtered']);
});

it.each(['{"data":', '{"data":[]}', 'null'])(
  'keeps nothing from one whose filter was broken by hand: %s',
  async (broken) => {
    expect(await idsOf([filtered(broken)], event({ data: 1 }))).toEqual(['filtered']);
  },
);

it('does not read the payload where no filter is', async () => {
  expect(await idsOf([anEndpoint()], { payload: Buffer.from('{') })).toEqual(['default']);
});
