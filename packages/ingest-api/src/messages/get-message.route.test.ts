import { describe, expect, it, jest } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { NotFoundError, UnavailableError } from '@switchyard/core/errors';
import { aMessageItem, aTimelineEntry, NOW } from '@switchyard/core/testing';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';
import type { MessageWithTimeline } from './read-message.ts';

const found: MessageWithTimeline = {
  message: {
    ...aMessageItem({ externalId: 'SM1', status: 'undelivered', statusAt: toIso(NOW + 5_000) }),
    opens: 2,
    clicks: 1,
  },
  timeline: [
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
  ],
};

function createGet(result: MessageWithTimeline | Error = found) {
  const readMessage = jest.fn(async (_tenantId: string, _messageId: string) => {
    if (result instanceof Error) throw result;
    return result;
  });
  const { send } = createTestApi({ readMessage });
  return { readMessage, get: (id = 'order-1', parts = {}) => send({ path: `/v1/messages/${id}`, ...parts }) };
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
      opens: 2,
      clicks: 1,
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
    });
  });

  it('is looked for under the tenant that the authorizer proved', async () => {
    const { get, readMessage } = createGet();
    await get('a%3Ab', { tenantId: 'globex' });

    expect(readMessage).toHaveBeenCalledWith('globex', 'a:b');
  });
});

it.each([
  ['404 when there is none', 'order-1', new NotFoundError('message', 'order-1'), 404, 'message_not_found'],
  ['503 when the store does not answer', 'order-1', new UnavailableError('Try again.'), 503, 'unavailable'],
  ['400 when the id is none', 'a%20b', found, 400, 'params_invalid'],
])('the answer is %s', async (_, id, result, status, code) => {
  expect(await createGet(result).get(id)).toEqual(problem(status, code));
});
