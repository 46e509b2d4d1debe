import { describe, expect, it } from '@jest/globals';
import { lambdaContext } from '../../testing/api-gateway-event.ts';
import { flushAfter } from './flush-after.ts';

function setUp(handler: () => Promise<string>) {
  const steps: string[] = [];
  const metrics = { flush: (requestId: string) => void steps.push(`flush ${requestId}`) };
  const flushed = flushAfter(
    metrics,
    async (_: { readonly id: string }) => {
      steps.push('handler');
      return handler();
    },
    ({ id }) => id,
  );
  return { steps, invoke: () => flushed({ id: 'request-1' }, lambdaContext()) };
}

describe('an invocation', () => {
  it('writes its metrics once, after it is done', async () => {
    const { steps, invoke } = setUp(async () => 'done');
    expect(await invoke()).toBe('done');
    expect(steps).toEqual(['handler', 'flush request-1']);
  });

  it('writes them also when it throws, and throws the same', async () => {
    const { steps, invoke } = setUp(async () => {
      throw new Error('Throttled');
    });
    await expect(invoke()).rejects.toThrow('Throttled');
    expect(steps).toEqual(['handler', 'flush request-1']);
  });
});
