import { describe, expect, it } from '@jest/globals';
import {
  type Delivery,
  deliveryKey,
  deliverySchema,
  MAX_KEPT_ATTEMPTS,
  type Outcome,
} from '@switchyard/core/deliveries';
import { aDelivery, anAttempt, createTestContext, NOW } from '@switchyard/core/testing';
import { answered, failed, made } from '../testing/builders.ts';
import type { PostResult } from './decide-outcome.ts';
import { recordOutcome } from './record-outcome.ts';

const LATER = NOW + 5_000;
const LATER_ISO = '2026-03-04T05:06:12.000Z';

const waiting = aDelivery({
  status: 'FAILED',
  nextAttempt: 2,
  nextAttemptAt: '2026-03-04T05:06:07.000Z',
  outbox: { kind: 'attempt', notBefore: NOW },
  attempts: [anAttempt()],
});
function setUp(delivery: Delivery = waiting) {
  const { context, table } = createTestContext({ now: LATER });
  const key = deliveryKey(delivery.tenantId, delivery.eventId, delivery.endpointId);
  table.store({ ...key, ...delivery });
  return { context, table, key };
}
const record = (outcome: Outcome, result: PostResult = answered(200), delivery = waiting) =>
  recordOutcome(setUp(delivery).context, delivery, made(result), outcome);

describe('a delivery that was delivered', () => {
  it('is DELIVERED, and when', async () => {
    expect(await record({ kind: 'delivered' })).toMatchObject({
      status: 'DELIVERED',
      deliveredAt: LATER_ISO,
      updatedAt: LATER_ISO,
      nextAttempt: 3,
    });
  });

  it.each(['outbox', 'nextAttemptAt', 'reason'])('has no %s any more', async (name) => {
    const delivery = { ...waiting, reason: 'target_refused' as const };
    expect(await record({ kind: 'delivered' }, answered(200), delivery)).not.toHaveProperty(name);
  });
});

describe('a delivery that is retried', () => {
  it('is FAILED, and says when it is tried again', async () => {
    expect(await record({ kind: 'retry', afterMs: 60_000 }, answered(503))).toMatchObject({
      status: 'FAILED',
      nextAttempt: 3,
      nextAttemptAt: '2026-03-04T05:07:12.000Z',
    });
  });

  it('holds the message that is to be sent', async () => {
    expect(await record({ kind: 'retry', afterMs: 60_000 }, answered(503))).toHaveProperty('outbox', {
      kind: 'attempt',
      notBefore: LATER + 60_000,
    });
  });
});

describe('a delivery that is dead', () => {
  it('is DLQ, says why and holds the dead letter that is to be sent', async () => {
    const next = await record({ kind: 'dead', reason: 'attempts_exhausted' }, failed('timeout'));
    expect(next).toMatchObject({
      status: 'DLQ',
      reason: 'attempts_exhausted',
      outbox: { kind: 'dead_letter', reason: 'attempts_exhausted' },
    });
    expect(next).not.toHaveProperty('nextAttemptAt');
  });

  it('without a request has no attempt more, but has used up its message', async () => {
    const next = await recordOutcome(setUp().context, waiting, undefined, {
      kind: 'dead',
      reason: 'endpoint_disabled',
    });
    expect(next).toMatchObject({ attempts: waiting.attempts, nextAttempt: 3 });
  });
});

describe('the attempt that is recorded', () => {
  it('of an answer has its status and the beginning of its body', async () => {
    const next = await record({ kind: 'retry', afterMs: 1 }, answered(500, { responseBody: 'oops' }));
    expect(next?.attempts.at(-1)).toEqual({
      attempt: 2,
      generation: 1,
      startedAt: '2026-03-04T05:06:07.000Z',
      durationMs: 12,
      statusCode: 500,
      responseBody: 'oops',
    });
  });

  it('without an answer has the error', async () => {
    const next = await record({ kind: 'retry', afterMs: 1 }, failed('dns'));
    expect(next?.attempts.at(-1)).toEqual({
      attempt: 2,
      generation: 1,
      startedAt: '2026-03-04T05:06:07.000Z',
      durationMs: 12,
      error: 'dns',
      errorCode: expect.any(String),
    });
  });

  it('comes after the earlier ones', async () => {
    const next = await record({ kind: 'delivered' });
    expect(next?.attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('displaces the oldest when there are many, and counts it', async () => {
    const attempts = Array.from({ length: MAX_KEPT_ATTEMPTS }, (_, index) =>
      anAttempt({ attempt: index + 1 }),
    );
    const delivery = aDelivery({ status: 'FAILED', nextAttempt: MAX_KEPT_ATTEMPTS + 1, attempts });
    const next = await record({ kind: 'delivered' }, answered(200), delivery);
    expect(next?.attempts.map(({ attempt }) => attempt)).toEqual(
      Array.from({ length: MAX_KEPT_ATTEMPTS }, (_, index) => index + 2),
    );
    expect(next?.attemptsGone).toBe(1);
    const again = await record({ kind: 'delivered' }, answered(200), { ...delivery, attemptsGone: 7 });
    expect(again?.attemptsGone).toBe(8);
  });
});

describe('recording', () => {
  it('writes what it gives', async () => {
    const { context, table, key } = setUp();
    const next = await recordOutcome(context, waiting, made(answered(200)), { kind: 'delivered' });
    expect(deliverySchema.parse(table.item(key))).toEqual(next);
  });

  it('gives nothing when another worker was faster, and leaves its record', async () => {
    const { context, table, key } = setUp(aDelivery({ status: 'DELIVERED', nextAttempt: 3 }));
    const before = table.item(key);
    const next = await recordOutcome(context, waiting, made(answered(200)), { kind: 'delivered' });
    expect([next, table.item(key)]).toEqual([undefined, before]);
  });

  it('keeps generation, expiry and when it was made', async () => {
    const delivery = aDelivery({ generation: 4, expiresAt: 99, createdAt: '2026-01-01T00:00:00.000Z' });
    expect(await record({ kind: 'delivered' }, answered(200), delivery)).toMatchObject({
      generation: 4,
      expiresAt: 99,
      createdAt: '2026-01-01T00:00:00.000Z',
    });
  });
});
