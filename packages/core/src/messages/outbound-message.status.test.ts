import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advance, isFinal, type MessageStatus, messageStatusSchema, rankOf } from './outbound-message.ts';

const statuses = messageStatusSchema.options;
const FINAL: readonly MessageStatus[] = ['undelivered', 'bounced', 'suppressed', 'canceled', 'failed'];
const statusOf = (reports: readonly MessageStatus[]) => reports.reduce(advance, 'registered');

describe('rankOf', () => {
  it('orders the steps of a delivery', () => {
    const steps: MessageStatus[] = [
      'registered',
      'accepted',
      'queued',
      'sending',
      'sent',
      'delayed',
      'delivered',
      'read',
      'complained',
    ];
    const ranks = steps.map(rankOf);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });

  it('gives no two statuses the same rank', () => {
    expect(new Set(statuses.map(rankOf)).size).toBe(statuses.length);
  });
});

describe('isFinal', () => {
  it('is true of the failures, and of nothing else', () => {
    expect(statuses.filter(isFinal)).toEqual(FINAL);
  });
});

describe('advance', () => {
  it.each<[MessageStatus, MessageStatus, MessageStatus]>([
    ['sent', 'delivered', 'delivered'],
    ['delivered', 'sent', 'delivered'],
    ['delivered', 'delivered', 'delivered'],
    ['delivered', 'complained', 'complained'],
    ['complained', 'delivered', 'complained'],
    ['delivered', 'bounced', 'bounced'],
    ['undelivered', 'sent', 'undelivered'],
    ['failed', 'read', 'failed'],
  ])('from %s by %s comes to %s', (current, next, expected) => {
    expect(advance(current, next)).toBe(expected);
  });

  it('comes to the same in any order, however often each report comes', () => {
    const reports = fc.array(fc.constantFrom(...statuses), { maxLength: 12 });
    const order = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(reports, order, (inOrder, keys) => {
        const shuffled = inOrder
          .map((status, index) => ({ status, key: keys[index] ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ status }) => status);
        expect(statusOf([...shuffled, ...inOrder])).toBe(statusOf(inOrder));
      }),
    );
  });

  it('never moves down, and never out of a failure', () => {
    fc.assert(
      fc.property(fc.constantFrom(...statuses), fc.constantFrom(...statuses), (current, next) => {
        const reached = advance(current, next);
        expect(rankOf(reached)).toBeGreaterThanOrEqual(rankOf(current));
        if (isFinal(current)) expect(isFinal(reached)).toBe(true);
      }),
    );
  });
});
