import { describe, expect, it } from '@jest/globals';
import { aDeadLetterMessage, aDeliveryMessage } from '@switchyard/core/testing';
import { createTestDlq } from '../testing/test-dlq.ts';
import { peek } from './peek.ts';
import { parseDlqRequest } from './request.ts';

function setUp(bodies: readonly unknown[]) {
  const dlq = createTestDlq(bodies);
  return {
    dlq,
    peek: (request: Record<string, unknown> = {}) =>
      peek({ ...dlq, remainingMs: () => 300_000 }, parseDlqRequest({ action: 'peek', ...request })),
  };
}

describe('a peek', () => {
  it('shows what matches, with its reason, and counts the rest', async () => {
    const { peek } = setUp([
      aDeadLetterMessage({ reason: 'endpoint_gone' }),
      aDeadLetterMessage({ tenantId: 'globex' }),
      'nonsense',
    ]);
    expect(await peek({ tenantId: 'acme' })).toEqual({
      action: 'peek',
      matched: 1,
      scanned: 3,
      malformed: 1,
      complete: true,
      messages: [
        {
          messageId: 'm0',
          sentAt: '2026-03-04T05:06:07.000Z',
          ...aDeadLetterMessage({ reason: 'endpoint_gone' }),
        },
      ],
    });
  });

  it('shows a message whose attempts crashed', async () => {
    const { peek } = setUp([aDeliveryMessage({ attempt: 3 })]);
    expect(await peek()).toHaveProperty('messages', [
      expect.objectContaining({ reason: 'worker_crashed', attempts: 2 }),
    ]);
  });

  it('leaves everything where it is, and visible', async () => {
    const { peek, dlq } = setUp([aDeadLetterMessage(), 'nonsense']);
    await peek();
    expect([dlq.ids(), dlq.hiddenIds()]).toEqual([['m0', 'm1'], []]);
  });
});
