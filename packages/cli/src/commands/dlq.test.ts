import { describe, expect, it } from '@jest/globals';
import { NOW } from '../../testing/builders.ts';
import type { DlqRequest } from '../dlq-processor.ts';
import { createDlqPeek, dlqPeekText } from './dlq-peek.ts';
import { createDlqPurge, dlqPurgeText } from './dlq-purge.ts';
import { createDlqRequeue, dlqRequeueText } from './dlq-requeue.ts';

const scan = { scanned: 3, malformed: 0, complete: true };
const time = { clock: () => 0, sleep: async () => undefined };

function recordedProgress() {
  const lines: string[] = [];
  const push = (line: string) => lines.push(line);
  const progress = (label: string) => {
    push(label);
    return {
      advance: (_step: number, message: string) => push(message),
      stop: push,
      fail: push,
    };
  };
  return { output: { progress }, lines };
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
  const peekOf = (messages: (typeof message)[], complete = true, malformed = 0) =>
    createDlqPeek({
      dlqProcessor: {
        peek: async () => ({
          action: 'peek',
          ...scan,
          matched: messages.length,
          complete,
          malformed,
          messages,
        }),
      },
    })({ filter: {}, max: 10 });

  it('shows event, endpoint, tenant, reason, attempts and age', async () => {
    const [, row] = dlqPeekText(await peekOf([message]), NOW).split('\n');
    expect(row).toMatch(/^evt_1 +default +acme +attempts_exhausted +5 +3h$/);
  });

  it('has snake_case keys', async () => {
    expect((await peekOf([message])).messages[0]).toMatchObject({ event_id: 'evt_1', generation: 2 });
  });

  it('says when there may be more and when messages are not ours', async () => {
    const text = dlqPeekText(await peekOf([message], false, 2), NOW);
    expect(text).toContain('1 dead letter, and there may be more: raise --max.');
    expect(text).toContain("2 messages in the queue are not Switchyard's; left alone.");
  });
});

describe('dlq requeue', () => {
  const requeueing = (failed = 0) => {
    const requests: DlqRequest[] = [];
    const { output, lines } = recordedProgress();
    const requeue = createDlqRequeue({
      ...time,
      output,
      dlqProcessor: {
        requeue: async (request) => {
          requests.push(request);
          const matched = Math.min(request.maxMessages, 30);
          const requeued = request.dryRun ? 0 : matched - failed;
          const counts = { requeued, superseded: 0, event_gone: 0, failed: request.dryRun ? 0 : failed };
          return { action: 'requeue', ...scan, matched, ...counts, complete: false };
        },
      },
    });
    return { requeue, requests, lines };
  };

  it('counts first, then requeues that many in slices', async () => {
    const { requeue, requests, lines } = requeueing();
    const filter = { tenantId: 'acme' };
    const result = await requeue({ filter, max: 100, ratePerSecond: 50, dryRun: false });
    expect(requests).toEqual([
      { tenantId: 'acme', maxMessages: 100, dryRun: true },
      { tenantId: 'acme', maxMessages: 25, ratePerSecond: 50 },
      { tenantId: 'acme', maxMessages: 5, ratePerSecond: 50 },
    ]);
    expect(result).toMatchObject({ matched: 30, requeued: 30, dry_run: false });
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
    const { requeue, requests } = requeueing();
    const result = await requeue({ filter: {}, max: 100, dryRun: true });
    expect(requests).toHaveLength(1);
    expect(dlqRequeueText(result)).toContain('Dry run: 30 dead letters would be requeued.');
  });

  it('counts a failure once although the next slice meets it again', async () => {
    const { requeue } = requeueing(2);
    const result = await requeue({ filter: {}, max: 30, dryRun: false });
    expect(result).toMatchObject({ requeued: 28, failed: 2 });
    expect(dlqRequeueText(result)).toContain('2 failed and stay in the queue');
  });
});

describe('dlq purge', () => {
  const purging = (agreed: boolean) => {
    const requests: DlqRequest[] = [];
    const questions: string[] = [];
    const purge = createDlqPurge({
      ...time,
      output: recordedProgress().output,
      confirm: async (question) => {
        questions.push(question);
        return agreed;
      },
      dlqProcessor: {
        purge: async (request) => {
          requests.push(request);
          const matched = Math.min(request.maxMessages, request.dryRun ? 3 : 100);
          return { action: 'purge', ...scan, matched, purged: request.dryRun ? 0 : matched, failed: 0 };
        },
      },
    });
    return { purge, requests, questions };
  };
  const input = { filter: {}, max: 100, dryRun: false, yes: false };

  it('asks with the number, and purges no more than that although more came in meanwhile', async () => {
    const { purge, questions } = purging(true);
    const result = await purge(input);
    expect(questions).toEqual(['Purge 3 dead letters for good? Their events will not be delivered.']);
    expect(result).toMatchObject({ matched: 3, purged: 3 });
    expect(dlqPurgeText(result)).toBe('Purged 3 dead letters.');
  });

  it('purges nothing when the answer is no', async () => {
    const { purge, requests } = purging(false);
    await expect(purge(input)).rejects.toMatchObject({ code: 'cancelled' });
    expect(requests).toMatchObject([{ dryRun: true }]);
  });

  it('does not ask with --yes, nor in a dry run', async () => {
    const { purge, questions } = purging(false);
    expect(await purge({ ...input, yes: true })).toMatchObject({ purged: 3 });
    expect(dlqPurgeText(await purge({ ...input, dryRun: true }))).toContain('would be purged');
    expect(questions).toEqual([]);
  });
});
