import { describe, expect, it } from '@jest/globals';
import { attentionKey, deliveryKey } from '@switchyard/core/deliveries';
import { aDelivery, anEndpoint, createTestContext, ENDPOINT_ID, EVENT_ID } from '@switchyard/core/testing';
import { replay } from './replay.ts';
import { isReplayAction, replayRequestSchema } from './replay-request.ts';
import { parseRequest } from './request.ts';

/** Tenants with an endpoint and a dead letter each; the last one has none. */
function setUp(tenantIds: readonly string[], remainingMs = () => 300_000) {
  const endpoints = tenantIds.map((tenantId) => anEndpoint({ tenantId }));
  const test = createTestContext({ endpoints });
  for (const tenantId of tenantIds.slice(0, -1)) {
    const delivery = aDelivery({ tenantId, status: 'DLQ' });
    test.table.store({
      ...deliveryKey(tenantId, EVENT_ID, ENDPOINT_ID),
      ...attentionKey(delivery, 'DLQ'),
      ...delivery,
    });
  }
  const act = (request: object) =>
    replay({ ...test.context, remainingMs }, parseRequest(replayRequestSchema, request));
  return { ...test, act };
}

describe('an operator', () => {
  it('starts, lists, shows, pauses, resumes and cancels a tenant’s replay', async () => {
    const { act } = setUp(['acme', 'globex']);
    const { replays } = await act({ action: 'replay_start', tenantId: 'acme', status: 'DLQ' });
    const [{ replay_id: replayId } = { replay_id: '' }] = replays;
    const one = { tenantId: 'acme', replayId };
    expect(await act({ action: 'replay_list', tenantId: 'acme' })).toMatchObject({ replays });
    for (const [action, state] of [
      ['replay_show', 'running'],
      ['replay_pause', 'paused'],
      ['replay_resume', 'running'],
      ['replay_cancel', 'cancelled'],
    ])
      expect(await act({ action, ...one })).toMatchObject({ replays: [{ tenant_id: 'acme', state }] });
    await expect(act({ action: 'replay_resume', ...one })).rejects.toMatchObject({ code: 'replay_finished' });
    await expect(act({ action: 'replay_show', tenantId: 'globex', replayId })).rejects.toMatchObject({
      code: 'replay_not_found',
    });
  });

  it('starts one for each tenant that has any, which a repeat with the same key does not double', async () => {
    const { act, queue } = setUp(['acme', 'globex', 'initech']);
    const request = { action: 'replay_start', allTenants: true, status: 'DLQ', idempotencyKey: 'outage' };
    const first = await act(request);
    expect(first).toMatchObject({
      replays: [{ tenant_id: 'acme' }, { tenant_id: 'globex' }],
      refused: [],
      complete: true,
    });
    expect(await act(request)).toEqual(first);
    expect(queue.control.map(({ message }) => 'tenantId' in message && message.tenantId)).toEqual([
      'acme',
      'globex',
    ]);
    expect((await act({ action: 'replay_list', tenantId: 'initech' })).replays).toEqual([]);
  });

  it('is told for whom none could be started, and the others are', async () => {
    const { act } = setUp(['acme', 'globex', 'initech']);
    for (let n = 0; n < 5; n += 1) await act({ action: 'replay_start', tenantId: 'acme', status: 'DLQ' });
    expect(await act({ action: 'replay_start', allTenants: true, status: 'DLQ' })).toMatchObject({
      replays: [{ tenant_id: 'globex' }],
      refused: [{ tenant_id: 'acme', code: 'too_many_replays' }],
    });
  });

  it('is told when there was no time for all', async () => {
    let left = 30_000;
    const { act } = setUp(['acme', 'globex', 'initech'], () => {
      left -= 12_000;
      return left;
    });
    expect(await act({ action: 'replay_start', allTenants: true, status: 'DLQ' })).toMatchObject({
      replays: [{ tenant_id: 'acme' }],
      complete: false,
    });
  });

  it.each([
    [{ action: 'replay_start', status: 'DLQ' }, 'tenantId: give it, or allTenants'],
    [{ action: 'replay_start', status: 'DLQ', tenantId: 'acme', allTenants: true }, 'tenantId: give it'],
    [{ action: 'replay_start', tenantId: 'acme', status: 'DLQ', rate: 0 }, 'rate: '],
    [{ action: 'replay_show', tenantId: 'acme', replayId: 'x' }, 'replayId: a replay id looks like'],
    [{ action: 'replay_show', tenantId: 'acme', replayId: `rpl_${'0'.repeat(26)}`, force: 1 }, 'force'],
  ])('is refused with %j, in words', (request, words) => {
    expect(isReplayAction(request)).toBe(true);
    expect(() => parseRequest(replayRequestSchema, request)).toThrow(words);
  });
});
