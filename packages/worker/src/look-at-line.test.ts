import { describe, expect, it } from '@jest/globals';
import { controlMessageSchema } from '@switchyard/core/control-message';
import { CONTROL_MESSAGE, purgedDelivery } from '@switchyard/core/deliveries';
import { replaceDelivery } from '@switchyard/core/delivery-store';
import { eventKey } from '@switchyard/core/events';
import { lineOf } from '@switchyard/core/ordering';
import { lookSoon } from '@switchyard/core/ordering/look-soon';
import { DAY_MS, ENDPOINT_ID, TENANT_ID } from '@switchyard/core/testing';
import { setUpLines } from '../testing/run-lines.ts';

const MINUTE_MS = 60_000;

/** Two events, of which the first was stored, has its turn, and was never sent. */
async function setUpUnsent(endpoint: NonNullable<Parameters<typeof setUpLines>[0]>['endpoint'] = {}) {
  const lines = setUpLines({ endpoint });
  lines.queue.hooks.before = () => {
    throw new Error('SQS did not answer');
  };
  await lines.accept('order-1').catch(() => undefined);
  lines.queue.hooks.before = () => undefined;
  const behind = await lines.accept('order-1');
  return { ...lines, behind };
}

describe('a first event that was never sent', () => {
  it('is sent two minutes after the next one came, and that one follows', async () => {
    const lines = await setUpUnsent();
    await lines.run(MINUTE_MS);
    expect(lines.delivered).toEqual([]);
    await lines.run(2 * MINUTE_MS);
    expect([lines.delivered.length, lines.delivered[1]]).toEqual([2, lines.behind]);
  });

  it('is sent again once, however many wait', async () => {
    const lines = await setUpUnsent();
    for (let n = 0; n < 5; n += 1) await lines.accept('order-1');
    await lines.run();
    expect(lines.posts).toHaveLength(7);
  });

  it('whose event is gone becomes a dead letter, and the next one goes on', async () => {
    const lines = await setUpUnsent();
    const [first] = lines.table.items().filter(({ sk }) => sk === 'EVENT');
    lines.table.remove(eventKey(TENANT_ID, String(first?.eventId)));
    await lines.run();
    expect(lines.delivered).toEqual([lines.behind]);
    expect(lines.queue.deadLetters).toMatchObject([{ reason: 'event_gone' }]);
    expect(lines.tickets()).toBe(0);
  });
});

it('one that is sent is not sent again while it waits: held, retried, or for its time at a limit', async () => {
  const held = setUpLines({ endpoint: { status: 'PAUSED' } });
  for (let n = 0; n < 3; n += 1) await held.accept('order-1');
  await held.run(60 * MINUTE_MS);
  expect(held.posts).toHaveLength(0);

  const limited = setUpLines({ endpoint: { rateLimit: 0.01 } });
  for (let n = 0; n < 8; n += 1) await limited.accept(n < 5 ? undefined : 'order-1');
  await limited.run();
  expect(limited.posts).toHaveLength(8);
  expect(limited.logged()).toContainEqual(expect.objectContaining({ msg: 'line', outcome: 'limited' }));
});

it('a delivery that was ended by somebody lets the next one go on', async () => {
  const lines = setUpLines({ endpoint: { status: 'PAUSED' } });
  const eventIds = [await lines.accept('order-1'), await lines.accept('order-1')];
  await lines.run(MINUTE_MS);
  const [delivery] = lines.deliveries();
  if (delivery === undefined) throw new Error('Nothing is held.');
  await lookSoon(lines.context, delivery);
  await replaceDelivery(lines.context, delivery, purgedDelivery(delivery, lines.time.clock()));
  await lines.run(5 * MINUTE_MS);
  expect(eventIds.map(lines.statusOf)).toEqual(['PURGED', 'HELD']);
});

it('what is held too long lets the next one go on', async () => {
  const lines = setUpLines({ endpoint: { status: 'PAUSED' }, heldRetentionMs: 7 * DAY_MS });
  const eventIds = [await lines.accept('order-1'), await lines.accept('order-1')];
  await lines.run(MINUTE_MS);
  lines.time.advance(7 * DAY_MS);
  const message = controlMessageSchema.parse({ schema: CONTROL_MESSAGE, kind: 'expire_held' });
  lines.queue.control.push({ message, delaySeconds: undefined });
  await lines.run(5 * MINUTE_MS);
  expect(eventIds.map(lines.statusOf)).toEqual(['DLQ', 'HELD']);
});

it('a look at a line that has moved on does nothing', async () => {
  const lines = setUpLines();
  const eventIds = [await lines.accept('order-1'), await lines.accept('order-1')];
  await lines.run();
  const { line } = lineOf({ tenantId: TENANT_ID, endpointId: ENDPOINT_ID, orderingKey: 'order-1' });
  expect(line).not.toContain('order-1');
  expect(lines.delivered).toEqual(eventIds);
  expect(lines.logged().filter(({ msg }) => msg === 'line')).toMatchObject([{ outcome: 'moved_on' }]);
});
