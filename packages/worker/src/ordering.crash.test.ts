import { expect, it } from '@jest/globals';
import { setUpLines, type TestLines } from '../testing/run-lines.ts';

type When = 'before' | 'after';

/** Fails the nth call from now on, of the table or of a queue, before or after it took effect. */
function failAt({ table, queue }: TestLines, when: When, nth: number) {
  const calls = { made: 0 };
  const count = () => {
    calls.made += 1;
    if (calls.made === nth) throw new Error('The function was stopped');
  };
  table.hooks[when] = count;
  queue.hooks[when] = count;
  return calls;
}

/** Runs it with one crash at each call in turn. @returns how many crashes were tried */
async function crashAtEach(
  begin: (lines: TestLines) => Promise<string[]>,
  check: (lines: TestLines, eventIds: readonly string[], crash: string) => void,
): Promise<number> {
  let crashes = 0;
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; ; nth += 1) {
      const lines = setUpLines();
      const eventIds = await begin(lines);
      const calls = failAt(lines, when, nth);
      await lines.run();
      if (calls.made < nth) break;
      crashes += 1;
      check(lines, eventIds, `${when} call ${nth}`);
    }
  }
  return crashes;
}

it('after a worker’s crash at any call, each of a key is delivered, first in the order of acceptance', async () => {
  const crashes = await crashAtEach(
    async (lines) => {
      const first = await lines.accept('order-1');
      lines.answers.set(first, [503]);
      return [first, await lines.accept('order-1'), await lines.accept('order-1')];
    },
    (lines, eventIds, crash) => {
      expect([crash, lines.seen()]).toEqual([crash, eventIds]);
      expect([crash, lines.deliveries().map(({ status }) => status)]).toEqual([
        crash,
        eventIds.map(() => 'DELIVERED'),
      ]);
      expect([crash, lines.tickets()]).toEqual([crash, 0]);
    },
  );
  expect(crashes).toBeGreaterThan(40);
});

it('after a worker’s crash at any call, those behind a dead letter go on', async () => {
  await crashAtEach(
    async (lines) => {
      const first = await lines.accept('order-1');
      lines.answers.set(
        first,
        Array.from({ length: 20 }, () => 500),
      );
      return [first, await lines.accept('order-1'), await lines.accept('order-1')];
    },
    (lines, eventIds, crash) => {
      expect([crash, lines.seen()]).toEqual([crash, eventIds]);
      expect([crash, ...eventIds.map(lines.statusOf)]).toEqual([crash, 'DLQ', 'DELIVERED', 'DELIVERED']);
      expect([crash, lines.tickets()]).toEqual([crash, 0]);
    },
  );
});

it('an event that was accepted in part holds up no other of its key for ever', async () => {
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; ; nth += 1) {
      const lines = setUpLines();
      const calls = failAt(lines, when, nth);
      await lines.accept('order-1').catch(() => undefined);
      if (calls.made < nth) break;
      failAt(lines, when, 0);
      const promised = [await lines.accept('order-1'), await lines.accept('order-1')];
      await lines.run();
      const crash = `${when} call ${nth}`;
      expect([crash, lines.delivered.slice(-2)]).toEqual([crash, promised]);
      expect([crash, lines.tickets()]).toEqual([crash, 0]);
    }
  }
});

it('an event that was accepted in part while others waited is completed by its Idempotency-Key', async () => {
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; ; nth += 1) {
      const lines = setUpLines();
      const first = await lines.accept('order-1');
      const again = { idempotencyKey: 'shipped', payload: Buffer.from('{}') };
      const calls = failAt(lines, when, nth);
      await lines.accept('order-1', again).catch(() => undefined);
      if (calls.made < nth) break;
      failAt(lines, when, 0);
      // Whoever crashed does not give its lease back.
      lines.time.advance(31_000);
      const second = await lines.accept('order-1', again);
      const third = await lines.accept('order-1');
      await lines.run();
      const crash = `${when} call ${nth}`;
      expect([crash, lines.seen()]).toEqual([crash, [first, second, third]]);
      expect([crash, lines.delivered.length]).toEqual([crash, 3]);
      expect([crash, lines.tickets()]).toEqual([crash, 0]);
    }
  }
});

it('whatever message is received twice, each is posted once, in order', async () => {
  const lines = setUpLines();
  const eventIds = [
    await lines.accept('order-1'),
    await lines.accept('order-1'),
    await lines.accept('order-1'),
  ];
  lines.receiveTwice();
  await lines.run();
  expect(lines.delivered).toEqual(eventIds);
});
