import { describe, expect, it } from '@jest/globals';
import { toSeconds } from '@switchyard/core/clock';
import { putReplay } from '@switchyard/core/replays';
import { aKey } from '@switchyard/core/testing';
import type { AnsweredReplay } from '@switchyard/dlq-processor/replay-answer';
import { clock, NOW, presentation } from '../../../testing/builders.ts';
import { fakeLambda, invoked } from '../../../testing/fake-client.ts';
import { testSession } from '../../../testing/test-session.ts';
import { replaysChange } from './change.ts';
import { replaysList } from './list.ts';
import { replaysShow } from './show.ts';
import { replaysStart } from './start.ts';

const replayId = 'rpl_06dp5046w00000000000000001';
const usual = { tenant: 'acme', allTenants: false, status: 'DLQ', dryRun: false, follow: false } as const;

const aReplay = (changes: Partial<AnsweredReplay> = {}): AnsweredReplay => ({
  tenant_id: 'acme',
  replay_id: replayId,
  state: 'running',
  reason: null,
  status: 'DLQ',
  endpoint_id: null,
  event_types: [],
  since: null,
  until: '2026-03-02T09:00:00.000Z',
  limit: 1_000_000,
  rate: 10,
  dry_run: false,
  progress: 0,
  scanned: 0,
  matched: 0,
  replayed: 0,
  skipped: 0,
  failed: 0,
  created_at: '2026-03-02T09:00:00.000Z',
  updated_at: '2026-03-02T09:00:00.000Z',
  finished_at: null,
  ...changes,
});

/** A session whose dlq-processor gives these answers, one after another, and what it was asked. */
function answering(...answers: readonly object[]) {
  const left = [...answers];
  const requests: unknown[] = [];
  const { client: lambda } = fakeLambda(({ Payload }) => {
    requests.push(JSON.parse(String(Payload)));
    return invoked(left.shift() ?? {});
  });
  return { ...testSession({ deployment: { lambda } }), requests };
}

describe('replays start', () => {
  it('asks for one of a tenant, and says how to watch it', async () => {
    const { session, requests } = answering({ replays: [aReplay()] });
    const input = { ...usual, types: ['order.*'], since: '2026-03-02T07:00:00Z', rate: 50, key: 'k' };
    const answer = await replaysStart.run(session, input);
    expect(requests).toEqual([
      {
        ...{ action: 'replay_start', tenantId: 'acme', status: 'DLQ', eventTypes: ['order.*'] },
        ...{ since: input.since, rate: 50, dryRun: false, idempotencyKey: 'k' },
      },
    ]);
    expect(replaysStart.text(answer, presentation)).toContain(`replays show acme ${replayId} --follow`);
  });

  it('that is followed shows how far it comes until it stands still', async () => {
    const { session, requests, lines } = answering(
      { replays: [aReplay()] },
      { replays: [aReplay({ progress: 0.5, replayed: 30, matched: 30 })] },
      { replays: [aReplay({ state: 'done', progress: 1, replayed: 60, matched: 60 })] },
    );
    const { replays } = await replaysStart.run(session, { ...usual, follow: true });
    expect(replays).toMatchObject([{ state: 'done', replayed: 60 }]);
    expect(requests.slice(1)).toEqual(
      [1, 2].map(() => ({ action: 'replay_show', tenantId: 'acme', replayId })),
    );
    expect(lines.slice(1)).toEqual(['0 replayed', '30 replayed', '60 replayed', 'It is done']);
  });

  it('of all tenants says for whom none could be started, and fails then', async () => {
    const refused = [{ tenant_id: 'globex', code: 'too_many_replays', message: 'There are 5.' }];
    const { session, requests } = answering({ replays: [aReplay()], refused });
    const input = { ...usual, tenant: undefined, allTenants: true };
    const answer = await replaysStart.run(session, input);
    expect(requests).toEqual([{ action: 'replay_start', allTenants: true, status: 'DLQ', dryRun: false }]);
    expect(replaysStart.text(answer, presentation)).toContain('None of tenant globex: There are 5.');
    expect(replaysStart.exitCode?.(answer, input)).toBe(1);
  });

  it.each([
    { ...usual, allTenants: true },
    { ...usual, tenant: undefined },
    { ...usual, tenant: undefined, allTenants: true, follow: true },
  ])('is refused with %j', async (input) => {
    await expect(replaysStart.run(answering().session, input)).rejects.toMatchObject({ name: 'UsageError' });
  });
});

it('a replay that is watched again goes on from where it is', async () => {
  const { session, lines } = answering(
    { replays: [aReplay({ progress: 0.9, replayed: 90 })] },
    { replays: [aReplay({ state: 'failed', reason: 'endpoint_deleted', progress: 0.9, replayed: 90 })] },
  );
  const answer = await replaysShow.run(session, { tenantId: 'acme', replayId, follow: true });
  expect(lines.at(-1)).toBe('It is failed');
  expect(replaysShow.text(answer, presentation)).toContain('is failed (endpoint_deleted)');
  expect(replaysShow.exitCode?.(answer, { tenantId: 'acme', replayId, follow: true })).toBe(1);
});

it.each(['pause', 'resume', 'cancel'])('replays %s asks for it', async (action) => {
  const { session, requests } = answering({ replays: [aReplay({ state: 'paused' })] });
  const command = replaysChange.find(({ name }) => name === `replays ${action}`);
  expect(await command?.run(session, { tenantId: 'acme', replayId })).toMatchObject({ state: 'paused' });
  expect(requests).toEqual([{ action: `replay_${action}`, tenantId: 'acme', replayId }]);
});

it('replays list shows a page, and says when there are more', async () => {
  const { session, requests } = answering({ replays: [aReplay({ dry_run: true })], next: 'x' });
  const answer = await replaysList.run(session, { tenantId: 'acme', max: 1 });
  expect(requests).toEqual([{ action: 'replay_list', tenantId: 'acme', limit: 1 }]);
  expect(replaysList.text(answer, presentation)).toMatch(/DLQ, dry run.*There are more/s);
});

it('replays list without a tenant shows those of all, newest first', async () => {
  const { session, tables } = testSession({ keys: [aKey(), aKey({ tenantId: 'beta', keyId: 'key_2' })] });
  const stored = (tenantId: string, id: string, createdAt: string) =>
    putReplay(
      { documents: tables.documents, eventsTable: 'Events', clock },
      {
        ...{ tenantId, replayId: `rpl_06dp5046w0000000000000000${id}`, createdAt, updatedAt: createdAt },
        ...{ filter: { status: 'DLQ', until: createdAt }, limit: 10, rate: 10, dryRun: false, request: '' },
        ...{ state: 'done', run: 'r', step: 1, scanned: 1, matched: 1, replayed: 1, skipped: 0, failed: 0 },
        expiresAt: toSeconds(NOW) + 1_000,
      },
    );
  await stored('acme', '1', '2026-03-01T08:00:00.000Z');
  await stored('beta', '2', '2026-03-01T09:00:00.000Z');
  await stored('acme', '3', '2026-03-01T10:00:00.000Z');
  const answer = await replaysList.run(session, { max: 2 });
  expect(answer.replays.map(({ tenant_id, replay_id }) => [tenant_id, replay_id.at(-1)])).toEqual([
    ['acme', '3'],
    ['beta', '2'],
  ]);
  expect(answer.complete).toBe(false);
});
