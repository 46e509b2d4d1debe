import { describe, expect, it } from '@jest/globals';
import { lambdaContext } from '../../testing/api-gateway-event.ts';
import { flushAfter } from './flush-after.ts';

function setUp(handler: () => Promise<string>) {
  const steps: string[] = [];
  const metrics = { flush: () => void steps.push('flush') };
  const flushed = flushAfter(metrics, async () => {
    steps.push('handler');
    return handler();
  });
  return { steps, invoke: () => flushed({}, lambdaContext()) };
}

describe('an invocation', () => {
  it('writes its metrics once, after it is done', async () => {
    const { steps, invoke } = setUp(async () => 'done');
    expect(await invoke()).toBe('done');
    expect(steps).toEqual(['handler', 'flush']);
  });

  it('writes them also when it throws, and throws the same', async () => {
    const { steps, invoke } = setUp(async () => {
      throw new Error('Throttled');
    });
    await expect(invoke()).rejects.toThrow('Throttled');
    expect(steps).toEqual(['handler', 'flush']);
  });
});
