import { describe, expect, it } from '@jest/globals';
import { controlMessageSchema } from '@switchyard/core/control-message';
import { CONTROL_MESSAGE } from '@switchyard/core/deliveries';
import { enableEndpoint } from '@switchyard/core/endpoints/set-status';
import { DAY_MS } from '@switchyard/core/testing';
import { setUpLines, type TestLines } from '../testing/run-lines.ts';
import { keepLine } from './keep-line.ts';

const HOUR_MS = 3_600_000;

/** Time passes, and the hourly schedule looks at what is held. */
async function pass(lines: TestLines, days: number): Promise<void> {
  const end = lines.time.clock() + days * DAY_MS;
  while (lines.time.clock() < end) {
    lines.time.advance(12 * HOUR_MS);
    const message = controlMessageSchema.parse({ schema: CONTROL_MESSAGE, kind: 'expire_held' });
    lines.queue.control.push({ message, delaySeconds: undefined });
    await lines.run(0);
    // DynamoDB takes what has expired.
    for (const { pk, sk, expiresAt } of lines.table.items())
      if (Number(expiresAt) * 1_000 <= lines.time.clock()) lines.table.remove({ pk, sk });
  }
}

async function enable(lines: TestLines): Promise<void> {
  await enableEndpoint(lines.context, lines.endpoint());
  await lines.run();
}

describe('events that wait behind one that is held', () => {
  it('live as long as it does, and follow it', async () => {
    const lines = setUpLines({ endpoint: { status: 'PAUSED' }, heldRetentionMs: 100 * DAY_MS });
    const head = await lines.accept('order-1');
    await lines.run();
    const behind: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      behind.push(await lines.accept('order-1'));
      await pass(lines, 5);
    }
    await pass(lines, 75);
    expect(lines.statusOf(head)).toBe('HELD');
    await enable(lines);
    expect(lines.delivered).toEqual([head, ...behind]);
    expect(lines.deadLetters).toEqual([]);
    expect(lines.tickets()).toBe(0);
  });

  it('are kept so many at a time, each once in weeks, and those that are over not at all', async () => {
    const lines = setUpLines({ endpoint: { status: 'PAUSED' }, heldRetentionMs: 100 * DAY_MS });
    for (let n = 0; n < 5; n += 1) await lines.accept('order-1');
    await lines.run();
    const [held] = lines.deliveries();
    if (held === undefined) throw new Error('None is held.');
    lines.time.advance(16 * DAY_MS);
    const keep = () => keepLine(lines.context, held, 2);
    expect([await keep(), await keep(), await keep(), await keep()]).toEqual([2, 2, 1, 0]);
    lines.time.advance(10 * DAY_MS);
    expect(await keep()).toBe(0);
  });

  it('cost nothing where none has a key', async () => {
    const lines = setUpLines({ endpoint: { status: 'PAUSED' }, heldRetentionMs: 100 * DAY_MS });
    await lines.accept();
    await lines.run();
    const [held] = lines.deliveries();
    if (held === undefined) throw new Error('None is held.');
    const before = lines.table.calls.length;
    expect(await keepLine(lines.context, held, 2)).toBe(0);
    expect(lines.table.calls).toHaveLength(before);
  });
});
