import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { newDelivery } from '@switchyard/core/deliveries';
import { newId } from '@switchyard/core/ids';
import { anEndpoint, anEvent, NOW } from '@switchyard/core/testing';
import { createTestApi, type RequestParts } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';

/** So many dead letters of `acme`, each a second older than the one before. */
function setUp(dead = 3, options: Parameters<typeof createTestApi>[0] = {}) {
  const api = createTestApi(options);
  for (let age = 0; age < dead; age += 1) {
    const at = NOW - age * 1_000;
    const event = anEvent({ eventId: newId('evt', at), createdAt: toIso(at), eventType: 'order.paid' });
    api.storeEvent(event);
    api.storeDelivery({ ...newDelivery(event, 'default'), status: 'DLQ', nextAttempt: 6 });
  }
  const post = (body: object, { headers, ...parts }: RequestParts = {}) =>
    api.send({
      ...parts,
      method: 'POST',
      path: '/v1/replays',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const act = (replayId: unknown, action = '', parts: RequestParts = {}) =>
    api.send({
      ...parts,
      method: action === '' ? 'GET' : 'POST',
      path: `/v1/replays/${replayId}${action}`,
    });
  return { ...api, post, act };
}

const idOf = ({ json }: { readonly json: unknown }): unknown => Object(json).replay_id;

describe('starting a replay', () => {
  it('answers the replay, with what was left out as it is, and sends its first step', async () => {
    const { post, act, queue } = setUp();
    const started = await post({ status: 'DLQ' });
    expect(started).toMatchObject({
      status: 201,
      json: {
        ...{ state: 'running', reason: null, status: 'DLQ', endpoint_id: null, event_types: [] },
        ...{ since: null, until: toIso(NOW), limit: 1_000_000, rate: 10, dry_run: false, progress: 0 },
        ...{ scanned: 0, matched: 0, replayed: 0, skipped: 0, failed: 0, finished_at: null },
      },
    });
    expect(queue.control).toMatchObject([{ message: { kind: 'replay', step: 1 }, delaySeconds: 1 }]);
    expect(await act(idOf(started))).toMatchObject({ status: 200, json: started.json });
  });

  it('that is dry is counted at once, and starts none', async () => {
    const { post, queue } = setUp();
    expect(await post({ status: 'DLQ', dry_run: true, until: toIso(NOW - 500) })).toMatchObject({
      json: { state: 'done', reason: null, scanned: 2, matched: 2, replayed: 0, progress: 1 },
    });
    expect([queue.control, queue.messages()]).toEqual([[], []]);
  });

  it('says so at once when nothing matches', async () => {
    const { post, queue } = setUp();
    const answer = await post({ status: 'DLQ', event_types: ['order.refunded'] });
    expect(answer).toMatchObject({
      json: { state: 'done', reason: 'nothing_matched', scanned: 3, matched: 0, finished_at: toIso(NOW) },
    });
    expect(queue.control).toEqual([]);
  });

  it('is safe to repeat with an Idempotency-Key, with the same body only', async () => {
    const { post, queue, send } = setUp();
    const headers = { 'idempotency-key': 'after-the-outage' };
    const [first, second] = [
      await post({ status: 'DLQ' }, { headers }),
      await post({ status: 'DLQ' }, { headers }),
    ];
    expect(second).toMatchObject({
      status: 201,
      json: first.json,
      headers: { 'idempotent-replayed': 'true' },
    });
    expect(queue.control).toHaveLength(1);
    expect(await post({ status: 'HELD', endpoint_id: 'default' }, { headers })).toEqual(
      problem(409, 'idempotency_conflict'),
    );
    const { json } = await send({ path: '/v1/replays' });
    expect(json).toMatchObject({ replays: [first.json], next_token: null });
  });

  it('makes none when its first step cannot be sent, and the repeat does', async () => {
    const { post, queue, send } = setUp();
    queue.hooks.before = () => {
      throw new Error('outage');
    };
    const headers = { 'idempotency-key': 'after-the-outage' };
    expect(await post({ status: 'DLQ' }, { headers })).toEqual(problem(503));
    expect((await send({ path: '/v1/replays' })).json).toMatchObject({ replays: [] });
    queue.hooks.before = () => undefined;
    expect(await post({ status: 'DLQ' }, { headers })).toMatchObject({ status: 201 });
  });

  it('is refused beyond five that are unfinished, also when they come at once', async () => {
    const { post, act } = setUp();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post({ status: 'DLQ' })));
    const started = answers.filter(({ status }) => status === 201);
    expect(started).toHaveLength(5);
    expect(answers.filter(({ status }) => status !== 201)).toEqual(
      [1, 2, 3].map(() => problem(409, 'too_many_replays')),
    );
    expect(await act(idOf(started[0] ?? { json: {} }), '/pause')).toMatchObject({ status: 200 });
    expect(await post({ status: 'DLQ' })).toEqual(problem(409, 'too_many_replays'));
    expect(await act(idOf(started[0] ?? { json: {} }), '/cancel')).toMatchObject({ status: 200 });
    expect(await post({ status: 'DLQ' })).toMatchObject({ status: 201 });
    // Another tenant has its own.
    expect(await post({ status: 'DLQ' }, { tenantId: 'globex' })).toMatchObject({ status: 201 });
  });

  it.each([
    [{}, 'status: must be FAILED, DELIVERED, DLQ, HELD, PURGED, MISSING, not left out'],
    [{ status: 'PENDING' }, 'not "PENDING"'],
    [{ status: 'DLQ', rate: 0 }, 'rate: must be a number from 0.1 to 200, not 0'],
    [{ status: 'DLQ', rate: '5' }, 'rate: must be a number from 0.1 to 200, not "5"'],
    [{ status: 'DLQ', limit: 0 }, 'limit: must be a whole number from 1 to 1000000, not 0'],
    [{ status: 'DLQ', limit: 1.5 }, 'limit: must be a whole number from 1 to 1000000, not 1.5'],
    [
      { status: 'DLQ', since: 'yesterday' },
      'since: must be a time such as 2026-03-02T09:00:00Z, not "yesterday"',
    ],
    [{ status: 'DLQ', dry_run: 1 }, 'dry_run: must be true or false, not 1'],
    [{ status: 'DLQ', event_types: ['a b'] }, 'event_types.0: '],
    [{ status: 'DLQ', endpoint_id: 'No' }, 'endpoint_id: '],
    [{ status: 'DLQ', pace: 1 }, 'pace'],
  ])('is refused with %j, in words', async (body, words) => {
    const answer = await setUp().post(body);
    expect(answer).toEqual(problem(422, 'body_invalid'));
    expect(answer.body).toContain(JSON.stringify(words).slice(1, -1));
  });

  it.each([
    [{ status: 'HELD' }, 'endpoint_id: is needed for the status HELD'],
    [{ status: 'MISSING' }, 'endpoint_id: is needed for the status MISSING'],
    [
      { status: 'DLQ', since: '2030-01-01T00:00:00Z' },
      'since: 2030-01-01T00:00:00.000Z must not be later than',
    ],
  ])('is refused with %j, which goes together badly', async (body, words) => {
    const answer = await setUp().post(body);
    expect(answer).toEqual(problem(422, 'replay_invalid'));
    expect(answer.body).toContain(words);
    const [path = '', message = ''] = words.split(': ');
    expect(answer.json).toMatchObject({ errors: [{ path, message: expect.stringContaining(message) }] });
  });

  it('of another tenant’s endpoint is 404, of one that holds what is held is 409', async () => {
    const { post } = setUp(0, {
      endpoints: [anEndpoint({ status: 'PAUSED' }), anEndpoint({ tenantId: 'globex', endpointId: 'theirs' })],
    });
    expect(await post({ status: 'DLQ', endpoint_id: 'theirs' })).toEqual(problem(404, 'endpoint_not_found'));
    expect(await post({ status: 'HELD', endpoint_id: 'default' })).toEqual(problem(409, 'endpoint_holds'));
  });
});

describe('a replay', () => {
  it('of another tenant is 404, whatever is asked', async () => {
    const { post, act, send } = setUp();
    const id = idOf(await post({ status: 'DLQ' }));
    for (const action of ['', '/pause', '/resume', '/cancel'])
      expect(await act(id, action, { tenantId: 'globex' })).toEqual(problem(404, 'replay_not_found'));
    expect((await send({ path: '/v1/replays', tenantId: 'globex' })).json).toMatchObject({ replays: [] });
    expect((await act(id)).json).toMatchObject({ state: 'running' });
  });

  it('that has ended can be neither paused, resumed nor cancelled', async () => {
    const { post, act } = setUp(0);
    const id = idOf(await post({ status: 'DLQ' }));
    for (const action of ['/pause', '/resume', '/cancel'])
      expect(await act(id, action)).toEqual(problem(409, 'replay_finished'));
  });

  it('that was cancelled may be cancelled again, as its repeat would', async () => {
    const { post, act } = setUp();
    const id = idOf(await post({ status: 'DLQ' }));
    const cancelled = await act(id, '/cancel');
    expect(cancelled).toMatchObject({ json: { state: 'cancelled', finished_at: expect.any(String) } });
    expect(await act(id, '/cancel')).toMatchObject({ status: 200, json: cancelled.json });
    expect(await act(id, '/resume')).toEqual(problem(409, 'replay_finished'));
  });
});

describe('the list of replays', () => {
  it('has pages, newest first, and takes no forged token', async () => {
    const { post, send, time } = setUp(0);
    const ids: unknown[] = [];
    for (let n = 0; n < 5; n += 1) {
      ids.unshift(idOf(await post({ status: 'DLQ' })));
      time.advance(1_000);
    }
    const pageAfter = async (token?: string, tenantId?: string) => {
      const query = { limit: '2', ...(token === undefined ? {} : { next_token: token }) };
      return send({ path: '/v1/replays', query, ...(tenantId === undefined ? {} : { tenantId }) });
    };
    const read: unknown[] = [];
    let token: string | undefined;
    do {
      const { json } = await pageAfter(token);
      const page: { replays: { replay_id: string }[]; next_token: string | null } = Object(json);
      read.push(...page.replays.map(({ replay_id }) => replay_id));
      token = page.next_token ?? undefined;
      if (token !== undefined)
        expect(await pageAfter(token, 'globex')).toEqual(problem(400, 'next_token_invalid'));
    } while (token !== undefined);
    expect(read).toEqual(ids);
    for (const forged of ['x', Buffer.from('["2026","replays","x"]').toString('base64url')])
      expect(await send({ path: '/v1/replays', query: { next_token: forged } })).toEqual(
        problem(400, 'next_token_invalid'),
      );
  });
});

describe('an event that a replay sent to an endpoint that was made later', () => {
  it('shows that delivery, in its own page and in the list', async () => {
    const { storeEvent, storeDelivery, send } = setUp(0);
    const event = anEvent({ endpointIds: [] });
    storeEvent(event);
    storeDelivery({ ...newDelivery(event, 'late'), status: 'DELIVERED' });
    const shown = { status: 'DELIVERED', deliveries: [{ endpoint_id: 'late', status: 'DELIVERED' }] };
    expect((await send({ path: `/v1/events/${event.eventId}` })).json).toMatchObject(shown);
    expect((await send({ path: '/v1/events' })).json).toMatchObject({ events: [shown] });
  });
});
