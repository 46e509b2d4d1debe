import { describe, expect, it, jest } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import type { EventStatus } from '@switchyard/core/deliveries';
import { UnavailableError } from '@switchyard/core/errors';
import { EVENT_ID, NOW } from '@switchyard/core/testing';
import type { RequestParts } from '../../testing/api-gateway-event.ts';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';
import type { EventPage, ListEventsInput } from './list-events.ts';
import { encodeNextToken } from './next-token.ts';

const POSITION = `${toIso(NOW)}#${EVENT_ID}`;

function createList(page: EventPage = { events: [], next: undefined }) {
  const listEvents = jest.fn(async (_input: ListEventsInput) => page);
  const { send } = createTestApi({ listEvents });
  return { listEvents, list: (query: RequestParts['query'] = {}) => send({ query }) };
}

describe('the query of a list', () => {
  it('asks for 20 events of any status, from the newest, unless it says otherwise', async () => {
    const { listEvents, list } = createList();
    await list();

    expect(listEvents).toHaveBeenCalledWith({
      tenantId: 'acme',
      status: undefined,
      limit: 20,
      after: undefined,
    });
  });

  it.each(['1', '100'])('may ask for %s events', async (limit) => {
    const { listEvents, list } = createList();
    await list({ limit });

    expect(listEvents).toHaveBeenCalledWith(expect.objectContaining({ limit: Number(limit) }));
  });

  it.each(['0', '101', '-1', 'abc', '1.5', '', 'Infinity', '1e9'])(
    'is refused with limit "%s"',
    async (limit) => {
      const answer = await createList().list({ limit });

      expect(answer).toEqual(problem(400, 'querystring_invalid'));
      expect(answer.json).toMatchObject({
        errors: [{ path: 'limit', message: 'must be a whole number from 1 to 100' }],
      });
    },
  );

  it('is refused with two limits', async () => {
    expect(await createList().list({ limit: ['5', '6'] })).toEqual(problem(400, 'querystring_invalid'));
  });

  it.each(['PENDING', 'FAILED', 'DELIVERED', 'DLQ', 'HELD', 'PURGED', 'UNMATCHED'])(
    'may ask for status %s',
    async (status) => {
      const { listEvents, list } = createList();
      await list({ status });

      expect(listEvents).toHaveBeenCalledWith(expect.objectContaining({ status }));
    },
  );

  it.each(['pending', 'LOST', ''])(
    'is refused with status "%s", and told which there are',
    async (status) => {
      const answer = await createList().list({ status });

      expect(answer).toEqual(problem(400, 'querystring_invalid'));
      expect(answer.body).toContain('UNMATCHED');
    },
  );

  it.each(['page', 'next-token', 'tenant_id'])('is refused with the unknown parameter %s', async (name) => {
    const answer = await createList().list({ [name]: '1' });

    expect(answer).toEqual(problem(400, 'querystring_invalid'));
    expect(answer.body).toContain(name);
  });
});

describe('the next_token of a list', () => {
  it('is null at the end', async () => {
    expect((await createList().list()).json).toEqual({ events: [], next_token: null });
  });

  it('leads to where the page ended', async () => {
    const next_token = encodeNextToken('acme', undefined, POSITION);
    expect((await createList({ events: [], next: POSITION }).list()).json).toEqual({
      events: [],
      next_token,
    });

    const { listEvents, list } = createList();
    await list({ next_token });

    expect(listEvents).toHaveBeenCalledWith(expect.objectContaining({ after: POSITION }));
  });

  const given = encodeNextToken('acme', undefined, POSITION);
  const forged = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const [, , digest = ''] = Buffer.from(given, 'base64url').toString().split('","');
  const later = `${toIso(NOW + 1)}#${EVENT_ID}`;

  it.each([
    ['empty', ''],
    ['garbage', 'garbage'],
    ['not base64', '%%%'],
    ['JSON that is no token', forged({ position: POSITION })],
    ['longer than any', 'x'.repeat(1025)],
    ['cut off', given.slice(0, -1)],
    ['padded with characters that base64 ignores', `${given}!`],
    ['forged to another position', forged([later, null, digest])],
    ['forged without a digest', forged([POSITION, null])],
    ['forged to a status that there is not', forged([POSITION, 'LOST', digest])],
    ['made of another key', encodeNextToken('acme', undefined, 'RECEIVER')],
    ['made of an empty position', encodeNextToken('acme', undefined, '')],
    ["another tenant's", encodeNextToken('globex', undefined, POSITION)],
  ])('is refused when it is %s', async (_, next_token) => {
    const { listEvents, list } = createList();

    const answer = await list({ next_token });

    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(listEvents).not.toHaveBeenCalled();
  });

  it.each<[EventStatus | undefined, string]>([
    ['DLQ', 'HELD'],
    [undefined, 'DLQ'],
  ])('of status %s is refused with status %s, and told why', async (tokenStatus, status) => {
    const next_token = encodeNextToken('acme', tokenStatus, POSITION);

    const answer = await createList().list({ next_token, status });

    expect(answer).toEqual(problem(400, 'next_token_invalid'));
    expect(answer.body).toContain(`not ${status}`);
  });

  it('is refused without the status that it was given with', async () => {
    const next_token = encodeNextToken('acme', 'DLQ', POSITION);

    expect(await createList().list({ next_token })).toEqual(problem(400, 'next_token_invalid'));
  });
});

it('a list that cannot be read is 503', async () => {
  const { send } = createTestApi({
    listEvents: async () => {
      throw new UnavailableError('The event store did not answer.');
    },
  });

  expect(await send({})).toEqual(problem(503, 'unavailable'));
});
