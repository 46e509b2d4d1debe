import { ChangeMessageVisibilityBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { newId } from '@switchyard/core/ids';
import { aDeadLetterMessage, aDeliveryMessage, NOW } from '@switchyard/core/testing';
import { createTestDlq } from '../testing/test-dlq.ts';
import { parseDlqRequest } from './request.ts';
import { scanDeadLetters, type Visit } from './scan-dead-letters.ts';

const eventId = (n: number) => newId('evt', NOW, (size) => Buffer.alloc(size, n));
const letters = (count: number) =>
  Array.from({ length: count }, (_, index) => aDeadLetterMessage({ eventId: eventId(index) }));

function setUp(bodies: readonly unknown[], options: { remainingMs?: () => number; maxHidden?: number } = {}) {
  const dlq = createTestDlq(bodies, options);
  const context = { ...dlq, remainingMs: options.remainingMs ?? (() => 300_000) };
  const visited: string[] = [];
  return {
    dlq,
    visited,
    scan: (request: Record<string, unknown> = {}, visit: Visit = async () => 'stays') =>
      scanDeadLetters(
        context,
        parseDlqRequest({ action: 'peek', maxMessages: 1_000, ...request }),
        async (message) => {
          visited.push(message.messageId);
          return visit(message);
        },
      ),
  };
}

describe('a scan', () => {
  it('walks the whole queue, ten at a time', async () => {
    const { scan, visited, dlq } = setUp(letters(25));
    expect(await scan()).toEqual({ scanned: 25, malformed: 0, complete: true });
    expect(visited).toEqual(dlq.ids());
  });

  it('of an empty queue finds nothing', async () => {
    expect(await setUp([]).scan()).toEqual({ scanned: 0, malformed: 0, complete: true });
  });

  it('ends at the first empty answer: a long poll has asked every server', async () => {
    const { scan, dlq } = setUp(letters(2));
    expect(await scan()).toMatchObject({ complete: true });
    expect(dlq.mock.commandCalls(ReceiveMessageCommand)).toHaveLength(2);
    expect(dlq.mock.commandCalls(ReceiveMessageCommand)[1]?.args[0].input.WaitTimeSeconds).toBe(1);
  });

  it('is not complete when SQS gives out no more while others are left', async () => {
    const { scan, dlq } = setUp(letters(50), { maxHidden: 30 });
    expect(await scan()).toEqual({ scanned: 30, malformed: 0, complete: false });
    expect(dlq.hiddenIds()).toEqual([]);
  });

  it('stops in time to show again what it has hidden, however much that is', async () => {
    let left = 20_000;
    const { scan, dlq } = setUp(letters(2_000), { remainingMs: () => left });
    dlq.hooks.onReceive = () => {
      left -= 50;
    };
    const { scanned, complete } = await scan();
    expect(complete).toBe(false);
    expect(left).toBeGreaterThan(10_000 + (scanned / 200) * 100 - 50);
    expect(dlq.hiddenIds()).toEqual([]);
  });

  it('hands out what the message says and when it was sent', async () => {
    const { scan } = setUp([aDeadLetterMessage()]);
    let seen: unknown;
    await scan({}, async (message) => {
      seen = message;
      return 'stays';
    });
    expect(seen).toEqual({
      messageId: 'm0',
      receiptHandle: 'm0/1',
      sentAt: '2026-03-04T05:06:07.000Z',
      deadLetter: aDeadLetterMessage(),
    });
  });

  it('also hands out messages whose attempts crashed', async () => {
    const { scan, visited } = setUp([aDeliveryMessage()]);
    await scan();
    expect(visited).toEqual(['m0']);
  });

  it('counts malformed messages, does not hand them out and leaves them', async () => {
    const { scan, visited, dlq } = setUp(['{', aDeadLetterMessage(), '"x"']);
    expect(await scan({}, async () => 'stays')).toMatchObject({ scanned: 3, malformed: 2 });
    expect([visited, dlq.ids(), dlq.hiddenIds()]).toEqual([['m1'], ['m0', 'm1', 'm2'], []]);
  });

  it('hands out a message once though SQS gives it twice', async () => {
    const { scan, visited, dlq } = setUp(letters(1));
    const twice = { MessageId: 'm0', ReceiptHandle: 'm0/1', Body: JSON.stringify(aDeadLetterMessage()) };
    dlq.mock
      .on(ReceiveMessageCommand)
      .resolvesOnce({ Messages: [twice] })
      .resolvesOnce({ Messages: [{ ...twice, ReceiptHandle: 'm0/2' }] })
      .resolves({});
    expect(await scan()).toHaveProperty('scanned', 1);
    expect(visited).toEqual(['m0']);
  });
});

describe('a filter', () => {
  const other = eventId(9);
  const bodies = [
    aDeadLetterMessage(),
    aDeadLetterMessage({ tenantId: 'globex', reason: 'held_too_long' }),
    aDeadLetterMessage({ endpointId: 'orders' }),
    aDeadLetterMessage({ eventId: other }),
  ];
  it.each([
    ['tenant', { tenantId: 'globex' }, ['m1']],
    ['endpoint', { endpointId: 'orders' }, ['m2']],
    ['event', { eventIds: [other, eventId(8)] }, ['m3']],
    ['reason', { reason: 'held_too_long' }, ['m1']],
    ['tenant and endpoint', { tenantId: 'globex', endpointId: 'orders' }, []],
    ['nothing', {}, ['m0', 'm1', 'm2', 'm3']],
  ])('by %s hands out the messages that match', async (_, filter, ids) => {
    const { scan, visited } = setUp(bodies);
    expect(await scan(filter)).toMatchObject({ scanned: 4, complete: true });
    expect(visited).toEqual(ids);
  });
});

describe('the limit of messages', () => {
  it('ends the scan, which is then not complete', async () => {
    const { scan, visited } = setUp(letters(25));
    expect(await scan({ maxMessages: 12 })).toMatchObject({ complete: false });
    expect(visited).toHaveLength(12);
  });

  it('counts matching messages only', async () => {
    const bodies = [...letters(15), aDeadLetterMessage({ tenantId: 'globex' })];
    const { scan, visited } = setUp(bodies);
    await scan({ maxMessages: 1, tenantId: 'globex' });
    expect(visited).toEqual(['m15']);
  });
});

describe('afterwards', () => {
  it('every message that stays is visible again', async () => {
    const { scan, dlq } = setUp(letters(25));
    await scan({ maxMessages: 12 });
    expect(dlq.hiddenIds()).toEqual([]);
  });

  it('what was deleted is not shown again', async () => {
    const { scan, dlq } = setUp(letters(3));
    await scan({}, async ({ messageId }) => (messageId === 'm1' ? 'deleted' : 'stays'));
    const shown = dlq.mock
      .commandCalls(ChangeMessageVisibilityBatchCommand)
      .flatMap((call) => call.args[0].input.Entries);
    expect(shown.map((entry) => entry?.ReceiptHandle)).toEqual(['m0/1', 'm2/1']);
  });

  it('all are visible again also when a visit throws', async () => {
    const { scan, dlq } = setUp(letters(15));
    const failing = scan({}, async ({ messageId }) => {
      if (messageId === 'm12') throw new Error('bug');
      return 'stays';
    });
    await expect(failing).rejects.toThrow('bug');
    expect(dlq.hiddenIds()).toEqual([]);
  });

  it('all are visible again also when the queue stops answering', async () => {
    const { scan, dlq } = setUp(letters(15));
    let receives = 0;
    dlq.hooks.onReceive = () => {
      receives += 1;
      if (receives === 2) throw new Error('outage');
    };
    await expect(scan()).rejects.toThrow('outage');
    expect(dlq.hiddenIds()).toEqual([]);
  });

  it('one failure to show ten again neither hides the others nor what was done', async () => {
    const { scan, dlq } = setUp(letters(25));
    let batches = 0;
    dlq.hooks.onShow = () => {
      batches += 1;
      if (batches === 1) throw new Error('throttled');
    };
    expect(await scan()).toMatchObject({ scanned: 25, complete: true });
    expect(dlq.hiddenIds()).toHaveLength(10);
  });

  it('messages are hidden no longer than the function may run', async () => {
    const { scan, dlq } = setUp(letters(1));
    await scan();
    expect(dlq.mock.commandCalls(ReceiveMessageCommand)[0]?.args[0].input).toMatchObject({
      VisibilityTimeout: 300,
      MaxNumberOfMessages: 10,
    });
  });
});

describe('for lack of time', () => {
  it('the scan stops before it begins', async () => {
    const { scan, visited } = setUp(letters(1), { remainingMs: () => 10_000 });
    expect(await scan()).toEqual({ scanned: 0, malformed: 0, complete: false });
    expect(visited).toEqual([]);
  });

  it('the scan stops between two messages, shows the rest again and says so', async () => {
    let remaining = 300_000;
    const { scan, visited, dlq } = setUp(letters(9), { remainingMs: () => remaining });
    const result = await scan({}, async () => {
      remaining -= 100_000;
      return 'stays';
    });
    expect(result).toMatchObject({ complete: false });
    expect([visited, dlq.hiddenIds()]).toEqual([['m0', 'm1', 'm2'], []]);
  });

  it('a visit can end the scan, without having done anything', async () => {
    const { scan, visited, dlq } = setUp(letters(25));
    const result = await scan({}, async ({ messageId }) => (messageId === 'm3' ? 'out_of_time' : 'stays'));
    expect(result).toMatchObject({ complete: false });
    expect([visited.length, dlq.hiddenIds()]).toEqual([4, []]);
  });
});
