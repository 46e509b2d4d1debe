import { describe, expect, it } from '@jest/globals';
import { deliveryKey } from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import {
  aDeadLetterMessage,
  aDelivery,
  aDeliveryMessage,
  anEvent,
  createTestContext,
  ENDPOINT_ID,
  EVENT_ID,
  TENANT_ID,
} from '@switchyard/core/testing';
import { createTestDlq } from '../testing/test-dlq.ts';
import { peek } from './peek.ts';
import { parseDlqRequest } from './request.ts';

function setUp(bodies: readonly unknown[]) {
  const dlq = createTestDlq(bodies);
  const { context, table } = createTestContext();
  return {
    dlq,
    table,
    store: (changes: Parameters<typeof aDelivery>[0]): void => {
      table.store({ ...eventKey(TENANT_ID, EVENT_ID), ...anEvent() });
      table.store({ ...deliveryKey(TENANT_ID, EVENT_ID, ENDPOINT_ID), ...aDelivery(changes) });
    },
    peek: (request: Record<string, unknown> = {}) =>
      peek(
        { ...context, ...dlq, remainingMs: () => 300_000 },
        parseDlqRequest({ action: 'peek', ...request }),
      ),
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

  it('tells a message whose attempt was never begun from one whose attempts crashed', async () => {
    const { peek, store } = setUp([aDeliveryMessage({ attempt: 3 })]);
    store({ status: 'FAILED', nextAttempt: 3 });
    expect(await peek()).toHaveProperty('messages', [
      expect.objectContaining({ reason: 'never_tried', attempts: 2 }),
    ]);
    store({ status: 'FAILED', nextAttempt: 3, repeats: 1 });
    expect(await peek()).toHaveProperty('messages', [expect.objectContaining({ reason: 'worker_crashed' })]);
  });

  it('shows a message also when the table does not answer', async () => {
    const { peek, table } = setUp([aDeliveryMessage()]);
    table.hooks.before = () => {
      throw new Error('outage');
    };
    expect(await peek()).toHaveProperty('matched', 1);
  });

  it('leaves everything where it is, and visible', async () => {
    const { peek, dlq } = setUp([aDeadLetterMessage(), 'nonsense']);
    await peek();
    expect([dlq.ids(), dlq.hiddenIds()]).toEqual([['m0', 'm1'], []]);
  });
});
