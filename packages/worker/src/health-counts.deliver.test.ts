import { expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { aDelivery, aDeliveryMessage, anEndpoint, NOW } from '@switchyard/core/testing';
import { answered, failed } from '../testing/builders.ts';
import { outage, setUpDeliver } from '../testing/deliver-setup.ts';

const first = aDeliveryMessage();
const last = aDeliveryMessage({ attempt: 5 });
const atLast = { delivery: aDelivery({ status: 'FAILED', nextAttempt: 5 }) };

/** What is written of the endpoint after one message. */
async function counted(setup: ReturnType<typeof setUpDeliver>, message = first) {
  await setup.deliver(message).catch(() => undefined);
  setup.table.hooks.before = () => undefined;
  await setup.context.health.flush(setup.context.logger);
  const [hour] = setup.table.items().filter(({ sk }) => String(sk).startsWith('HOUR#'));
  if (hour === undefined) return undefined;
  const { pk: _, sk: __, writeId: ___, expiresAt: ____, ...counts } = hour;
  return counts;
}

it('a delivery counts with the time of its answer, and is the last success', async () => {
  expect(await counted(setUpDeliver())).toEqual({ delivered: 1, t14: 1, lastSuccessAt: toIso(NOW) });
});

it('a failed attempt that is tried again counts as that alone', async () => {
  const setup = setUpDeliver();
  setup.state.answer = answered(503);
  expect(await counted(setup)).toEqual({ failed: 1, t14: 1 });
});

it('an attempt without an answer has no answer time', async () => {
  const setup = setUpDeliver();
  setup.state.answer = failed('timeout');
  expect(await counted(setup)).toEqual({ failed: 1 });
});

it('the last attempt counts as failed, and its delivery as dead', async () => {
  const setup = setUpDeliver(atLast);
  setup.state.answer = failed('connection');
  expect(await counted(setup, last)).toEqual({ failed: 1, dead: 1 });
});

it('a delivery that is held counts as held', async () => {
  const setup = setUpDeliver({ endpoints: [anEndpoint({ status: 'PAUSED' })] });
  expect(await counted(setup)).toEqual({ held: 1 });
});

it('one that ends because its endpoint is deleted counts for nobody', async () => {
  expect(await counted(setUpDeliver({ endpoints: [] }))).toBeUndefined();
});

it('an outcome that is not recorded does not count; the request, which was made, does', async () => {
  const setup = setUpDeliver();
  setup.state.onPost = () => {
    setup.table.hooks.before = ({ operation }) => (operation === 'put' ? outage() : undefined);
  };
  expect(await counted(setup)).toEqual({ t14: 1, lastSuccessAt: toIso(NOW) });
});
