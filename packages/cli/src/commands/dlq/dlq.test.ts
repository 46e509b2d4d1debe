import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { NOW, presentation } from '../../../testing/builders.ts';
import { fakeLambda, invoked } from '../../../testing/fake-client.ts';
import { testSession } from '../../../testing/test-session.ts';
import { dlqPeek } from './peek.ts';
import { dlqPurge } from './purge.ts';
import { dlqRequeue } from './requeue.ts';

const requestSchema = z.looseObject({ maxMessages: z.number(), dryRun: z.boolean().default(false) });
type Request = z.infer<typeof requestSchema>;

const scan = { scanned: 3, malformed: 0, complete: true };

/** A session whose dlq-processor answers so, and what it was asked. */
function answering(answer: (request: Request) => object, confirm?: (question: string) => Promise<boolean>) {
  const requests: unknown[] = [];
  const { client: lambda } = fakeLambda(({ Payload }) => {
    const request: unknown = JSON.parse(String(Payload));
    requests.push(request);
    return invoked(answer(requestSchema.parse(request)));
  });
  const options = confirm === undefined ? {} : { confirm };
  return { ...testSession({ deployment: { lambda }, ...options }), requests };
}

describe('dlq peek', () => {
  const message = {
    messageId: 'm1',
    tenantId: 'acme',
    eventId: 'evt_1',
    endpointId: 'default',
    generation: 2,
    reason: 'attempts_exhausted',
    attempts: 5,
    deadAt: new Date(NOW - 3 * 3_600_000).toISOString(),
  };
  const peek = (overrides: object = {}) =>
    dlqPeek.run(
      answering(() => ({ action: 'peek', ...scan, matched: 1, messages: [message], ...overrides })).session,
      { max: 10 },
    );

  it('shows event, endpoint, tenant, reason, attempts and age', async () => {
    const [, row] = dlqPeek.text(await peek(), presentation).split('\n');
    expect(row).toMatch(/^evt_1 +default +acme +attempts_exhausted +5 +3h$/);
  });

  it('has snake_case keys', async () => {
    expect((await peek()).messages[0]).toMatchObject({ event_id: 'evt_1', generation: 2 });
  });

  it('says when there may be more and when messages are not ours', async () => {
    const text = dlqPeek.text(await peek({ complete: false, malformed: 2 }), presentation);
    expect(text).toContain('1 dead letter, and there may be more: raise --max.');
    expect(text).toContain("2 messages in the queue are not Switchyard's; left alone.");
  });
});

describe('dlq requeue', () => {
  const requeueing = (failed = 0) =>
    answering(({ maxMessages, dryRun }) => {
      const matched = Math.min(maxMessages, 30);
      const counts = { requeued: dryRun ? 0 : matched - failed, superseded: 0, event_gone: 0 };
      return { action: 'requeue', ...scan, matched, ...counts, failed: dryRun ? 0 : failed, complete: false };
    });

  it('counts first, then requeues that many in slices', async () => {
    const { session, requests, lines } = requeueing();
    const answer = await dlqRequeue.run(session, { tenant: 'acme', max: 100, rate: 50, dryRun: false });
    expect(requests).toEqual([
      { action: 'requeue', tenantId: 'acme', maxMessages: 100, dryRun: true },
      { action: 'requeue', tenantId: 'acme', maxMessages: 25, ratePerSecond: 50 },
      { action: 'requeue', tenantId: 'acme', maxMessages: 5, ratePerSecond: 50 },
    ]);
    expect(answer).toMatchObject({ matched: 30, requeued: 30, dry_run: false });
    expect(lines).toEqual([
      'Counting dead letters',
      '30 dead letters found',
      'Requeueing',
      '25 of 30',
      '30 of 30',
      'Done',
    ]);
  });

  it('only counts in a dry run', async () => {
    const { session, requests } = requeueing();
    const answer = await dlqRequeue.run(session, { max: 100, dryRun: true });
    expect(requests).toHaveLength(1);
    expect(dlqRequeue.text(answer, presentation)).toContain('Dry run: 30 dead letters would be requeued.');
  });

  it('counts a failure once although the next slice meets it again, and fails', async () => {
    const input = { max: 30, dryRun: false };
    const answer = await dlqRequeue.run(requeueing(2).session, input);
    expect(answer).toMatchObject({ requeued: 28, failed: 2 });
    expect(dlqRequeue.text(answer, presentation)).toContain('2 failed and stay as they are');
    expect(dlqRequeue.exitCode?.(answer, input)).toBe(1);
  });
});

describe('dlq purge', () => {
  const purging = (agreed: boolean) => {
    const questions: string[] = [];
    const test = answering(
      ({ maxMessages, dryRun }) => {
        const matched = Math.min(maxMessages, dryRun ? 3 : 100);
        return { action: 'purge', ...scan, matched, purged: dryRun ? 0 : matched, failed: 0 };
      },
      async (question) => {
        questions.push(question);
        return agreed;
      },
    );
    return { ...test, questions };
  };
  const input = { max: 100, dryRun: false, yes: false };

  it('asks with the number, and purges no more than that although more came in meanwhile', async () => {
    const { session, questions } = purging(true);
    const answer = await dlqPurge.run(session, input);
    expect(questions).toEqual(['Purge 3 dead letters for good? Their events will not be delivered.']);
    expect(answer).toMatchObject({ matched: 3, purged: 3 });
    expect(dlqPurge.text(answer, presentation)).toBe('Purged 3 dead letters.');
  });

  it('purges nothing when the answer is no', async () => {
    const { session, requests } = purging(false);
    await expect(dlqPurge.run(session, input)).rejects.toMatchObject({ code: 'cancelled' });
    expect(requests).toMatchObject([{ dryRun: true }]);
  });

  it('does not ask with --yes, nor in a dry run', async () => {
    const { session, questions } = purging(false);
    expect(await dlqPurge.run(session, { ...input, yes: true })).toMatchObject({ purged: 3 });
    const dryRun = await dlqPurge.run(session, { ...input, dryRun: true });
    expect(dlqPurge.text(dryRun, presentation)).toContain('would be purged');
    expect(questions).toEqual([]);
  });
});

describe('with --held', () => {
  const held = {
    tenantId: 'acme',
    eventId: 'evt_1',
    endpointId: 'default',
    generation: 1,
    reason: 'endpoint_paused',
    attempts: 0,
    heldSince: new Date(NOW - 3 * 3_600_000).toISOString(),
  };

  it('what is held is shown, with its reason and for how long', async () => {
    const { session, requests } = answering(() => ({
      action: 'peek',
      ...scan,
      matched: 2,
      messages: [held, held],
    }));
    const answer = await dlqPeek.run(session, {
      tenant: 'acme',
      held: true,
      reason: 'endpoint_paused',
      max: 10,
    });
    expect(requests).toEqual([
      { action: 'peek', tenantId: 'acme', held: true, reason: 'endpoint_paused', maxMessages: 10 },
    ]);
    const lines = dlqPeek.text(answer, presentation).split('\n');
    expect(lines[1]).toMatch(/^evt_1 +default +acme +endpoint_paused +0 +3h$/);
    expect(lines.at(-1)).toBe('2 held deliveries.');
  });

  it('what is held is requeued', async () => {
    const counts = { superseded: 0, event_gone: 0, failed: 0, matched: 1 };
    const { session, requests, lines } = answering(({ dryRun }) => ({
      action: 'requeue',
      ...scan,
      ...counts,
      requeued: dryRun ? 0 : 1,
    }));
    const answer = await dlqRequeue.run(session, { held: true, max: 100, dryRun: false });
    expect(requests).toMatchObject([
      { held: true, dryRun: true },
      { held: true, maxMessages: 1 },
    ]);
    expect(lines.slice(0, 2)).toEqual(['Counting held deliveries', '1 held delivery found']);
    expect(dlqRequeue.text(answer, presentation)).toBe('Requeued 1 held delivery.');
  });

  it('what is held is purged', async () => {
    const { session, requests } = answering(({ dryRun }) => ({
      action: 'purge',
      ...scan,
      matched: 2,
      purged: dryRun ? 0 : 2,
      failed: 0,
    }));
    const answer = await dlqPurge.run(session, { held: true, max: 100, dryRun: false, yes: true });
    expect(requests).toMatchObject([{ held: true, dryRun: true }, { held: true }]);
    expect(dlqPurge.text(answer, presentation)).toBe('Purged 2 held deliveries.');
  });
});
