import { describe, expect, it } from '@jest/globals';
import { createTraceCollector } from './delivery-trace.ts';

const never = new AbortController().signal;

const line = (json: Record<string, unknown>) => ({ functionName: 'f', shortName: 's', text: '', json });
const accepted = (durationMs: number, eventId = 'evt_1') =>
  line({ eventId, outcome: 'accepted', durationMs });
const delivered = (startedAt: number, fields: Record<string, unknown> = {}) =>
  line({
    eventId: 'evt_1',
    msg: 'delivery',
    outcome: 'delivered',
    status: 200,
    durationMs: 20,
    sinceAcceptedMs: startedAt + 20,
    ...fields,
  });

const stepsOf = async (...lines: ReturnType<typeof line>[]) => {
  const collector = createTraceCollector();
  const trace = collector.trace('evt_1', never);
  for (const each of lines) collector.observe(each);
  return (await trace).map(({ name, atMs }) => [name, atMs]);
};

describe('a trace', () => {
  it('has the four stations of an event', async () => {
    expect(await stepsOf(accepted(70), delivered(100))).toEqual([
      ['accepted', 0],
      ['queued', 70],
      ['signed', 100],
      ['delivered', 120],
    ]);
  });

  it('never goes back in time, though the worker may be faster than the answer to the caller', async () => {
    expect(await stepsOf(delivered(60), accepted(90))).toEqual([
      ['accepted', 0],
      ['queued', 60],
      ['signed', 60],
      ['delivered', 80],
    ]);
  });

  it('shows an attempt that failed', async () => {
    const steps = await stepsOf(accepted(1), delivered(2, { outcome: 'retry', status: 503 }));
    expect(steps.at(-1)).toEqual(['failed', 22]);
  });

  it('passes over other events, and over messages that asked for no request', async () => {
    const ignored = line({ eventId: 'evt_1', msg: 'delivery', outcome: 'ignored' });
    const steps = await stepsOf(accepted(1, 'evt_2'), ignored, accepted(2), delivered(3));
    expect(steps.map(([, ms]) => ms)).toEqual([0, 2, 3, 23]);
  });

  it('is known at once when the lines came first', async () => {
    const collector = createTraceCollector();
    collector.observe(accepted(1));
    collector.observe(delivered(2));
    expect(await collector.trace('evt_1', never)).toHaveLength(4);
  });

  it('ends when it is not waited for any longer', async () => {
    const collector = createTraceCollector();
    const waiting = new AbortController();
    const trace = collector.trace('evt_1', waiting.signal);
    waiting.abort(new Error('enough'));
    await expect(trace).rejects.toThrow('enough');
    await expect(collector.trace('evt_1', waiting.signal)).rejects.toThrow('enough');
  });
});
