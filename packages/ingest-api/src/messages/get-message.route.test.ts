import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { aMessageItem, aTimelineEntry, NOW } from '@switchyard/core/testing';
import * as z from 'zod';
import { createTestApi, type RequestParts } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';

/** A message that did not arrive, and was opened nevertheless. */
function createGet() {
  const api = createTestApi();
  api.storeMessage(aMessageItem({ externalId: 'SM1', status: 'undelivered', statusAt: toIso(NOW + 5_000) }), [
    aTimelineEntry(),
    aTimelineEntry({
      eventId: 'SM1:undelivered:30008',
      status: 'undelivered',
      rawStatus: 'undelivered',
      errorCode: '30008',
      details: '{"reason":"unknown","hops":[1,{"n":2}]}',
      emittedAt: toIso(NOW),
    }),
    aTimelineEntry({ eventId: 'msg_1', kind: 'open', status: undefined, rawStatus: 'email.opened' }),
  ]);
  return {
    api,
    get: (id = 'order-1', parts: RequestParts = {}) => api.send({ path: `/v1/messages/${id}`, ...parts }),
  };
}

describe('a message', () => {
  it('is shown with its status and its timeline', async () => {
    const { status, json } = await createGet().get();

    expect(status).toBe(200);
    expect(json).toEqual({
      message_id: 'order-1',
      channel: 'sms',
      provider: 'twilio',
      recipient: '+436601234567',
      external_id: 'SM1',
      sent_at: toIso(NOW),
      status: 'undelivered',
      status_at: toIso(NOW + 5_000),
      reference: expect.any(String),
      opens: 1,
      clicks: 0,
      timeline: [
        {
          provider: 'twilio',
          provider_id: 'SM1:sent',
          kind: 'status',
          status: 'sent',
          raw_status: 'sent',
          occurred_at: toIso(NOW),
          received_at: toIso(NOW),
          details: {},
        },
        {
          provider: 'twilio',
          provider_id: 'SM1:undelivered:30008',
          kind: 'status',
          status: 'undelivered',
          raw_status: 'undelivered',
          occurred_at: toIso(NOW),
          received_at: toIso(NOW),
          error_code: '30008',
          details: { reason: 'unknown', hops: [1, { n: 2 }] },
        },
        {
          provider: 'twilio',
          provider_id: 'msg_1',
          kind: 'open',
          raw_status: 'email.opened',
          occurred_at: toIso(NOW),
          received_at: toIso(NOW),
          details: {},
        },
      ],
      next_token: null,
    });
  });

  it('has its timeline in pages, whose tokens are of this message only', async () => {
    const { api, get } = createGet();
    api.storeMessage(aMessageItem({ messageId: 'order-2' }));
    const first = await get('order-1', { query: { limit: '2' } });
    const { next_token } = z.object({ next_token: z.string() }).parse(first.json);

    expect(first).toMatchObject({ json: { opens: 1, timeline: { length: 2 } } });
    expect(await get('order-1', { query: { limit: '2', next_token } })).toMatchObject({
      json: { opens: 1, status: 'undelivered', timeline: [{ kind: 'open' }], next_token: null },
    });
    const invalid = problem(400, 'next_token_invalid');
    expect(await get('order-2', { query: { next_token } })).toEqual(invalid);
    expect(await get('order-1', { query: { next_token }, tenantId: 'globex' })).toMatchObject({
      status: 400,
    });
    expect(await get('order-1', { query: { next_token: 'x' } })).toEqual(invalid);
    expect(await get('order-1', { query: { limit: '201' } })).toEqual(problem(400, 'querystring_invalid'));
  });

  it('is looked for under the tenant that the authorizer proved', async () => {
    const { api, get } = createGet();
    api.storeMessage(aMessageItem({ tenantId: 'globex', messageId: 'a:b' }));

    expect(await get('a%3Ab', { tenantId: 'globex' })).toMatchObject({ json: { message_id: 'a:b' } });
    expect(await get('a%3Ab')).toEqual(problem(404, 'message_not_found'));
  });
});

describe('the answer', () => {
  it('is 404 when there is none', async () => {
    expect(await createGet().get('order-2')).toEqual(problem(404, 'message_not_found'));
  });

  it('is 503 when the store does not answer', async () => {
    const { api, get } = createGet();
    api.takeDown();

    expect(await get()).toEqual(problem(503, 'unavailable'));
  });

  it('is 400 when the id is none', async () => {
    expect(await createGet().get('a%20b')).toEqual(problem(400, 'params_invalid'));
  });
});
