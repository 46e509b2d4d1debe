import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { type EventStatus, newDelivery } from '@switchyard/core/deliveries';
import { newId } from '@switchyard/core/ids';
import { anEvent, EVENT_ID, NOW } from '@switchyard/core/testing';
import { createTestApi, type RequestParts } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';
import { encodeNextToken } from '../next-token.ts';

const STATUSES = ['PENDING', 'FAILED', 'DELIVERED', 'DLQ', 'HELD', 'PURGED', 'UNMATCHED'] as const;
const POSITION = `${toIso(NOW)}#${EVENT_ID}`;

/** An API with an event in each of these statuses, each a second older than the one before. */
function createList(statuses: readonly EventStatus[] = []) {
  const api = createTestApi();
  const events = statuses.map((status, age) => {
    const at = NOW - age * 1000;
    const endpointIds = status === 'UNMATCHED' ? [] : ['default'];
    const event = anEvent({ eventId: newId('evt', at), createdAt: toIso(at), endpointIds });
    api.storeEvent(event);
    if (status !== 'UNMATCHED') api.storeDelivery({ ...newDelivery(event, 'default'), status });
    return event;
  });
  return { api, events, list: (query: RequestParts['query'] = {}) => api.send({ query }) };
}

const shown = (events: readonly { readonly eventId: string }[]) => ({
  status: 200,
  json: { events: events.map(({ eventId }) => ({ event_id: eventId })) },
});

describe('the query of a list', () => {
  const many = Array.from({ length: 101 }, () => 'DELIVERED' as const);

  it('asks for 20 events of any status, from the newest, unless it says otherwise', async () => {
    const { events, list } = createList([...STATUSES, ...many]);

    expect(await list()).toMatchObject(shown(events.slice(0, 20)));
  });

  it.each(['1', '100'])('may ask for %s events', async (limit) => {
    const { events, list } = createList(many);

    expect(await list({ limit })).toMatchObject(shown(events.slice(0, Number(limit))));
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

  it.each(STATUSES)('may ask for status %s', async (status) => {
    const { events, list } = createList(STATUSES);

    expect(await list({ status })).toMatchObject(shown(events.slice(STATUSES.indexOf(status)).slice(0, 1)));
  });

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
    const { events, list } = createList(['DELIVERED', 'FAILED']);
    const [newer, older] = events;
    const next_token = encodeNextToken(
      { tenantId: 'acme', filter: undefined },
      `${newer?.createdAt}#${newer?.eventId}`,
    );

    expect((await list({ limit: '1' })).json).toMatchObject({
      events: [{ event_id: newer?.eventId }],
      next_token,
    });
    expect((await list({ limit: '1', next_token })).json).toMatchObject({
      events: [{ event_id: older?.eventId }],
      next_token: null,
    });
  });

  const given = encodeNextToken({ tenantId: 'acme', filter: undefined }, POSITION);
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
    ['made of another key', encodeNextToken({ tenantId: 'acme', filter: undefined }, 'RECEIVER')],
    ['made of an empty position', encodeNextToken({ tenantId: 'acme', filter: undefined }, '')],
    ["another tenant's", encodeNextToken({ tenantId: 'globex', filter: undefined }, POSITION)],
  ])('is refused when it is %s', async (_, next_token) => {
    const { api, list } = createList();

    const answer = await list({ next_token });

    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(api.table.calls).toEqual([]);
  });

  it.each<[EventStatus | undefined, string]>([
    ['DLQ', 'HELD'],
    [undefined, 'DLQ'],
  ])('of status %s is refused with status %s, and told why', async (tokenStatus, status) => {
    const next_token = encodeNextToken({ tenantId: 'acme', filter: tokenStatus }, POSITION);

    const answer = await createList().list({ next_token, status });

    expect(answer).toEqual(problem(400, 'next_token_invalid'));
    expect(answer.body).toContain(`not ${status}`);
  });

  it('is refused without the status that it was given with', async () => {
    const next_token = encodeNextToken({ tenantId: 'acme', filter: 'DLQ' }, POSITION);

    expect(await createList().list({ next_token })).toEqual(problem(400, 'next_token_invalid'));
  });
});

it('a list that cannot be read is 503', async () => {
  const { api, list } = createList();
  api.takeDown();

  expect(await list()).toEqual(problem(503, 'unavailable'));
});

describe('the filters of a list', () => {
  it.each([
    [{ since: 'yesterday' }, 'since', 'must be a time such as 2026-03-02T09:00:00Z, not "yesterday"'],
    [{ type: 'x'.repeat(129) }, 'type', 'must be an event type of 1 to 128 characters'],
    [{ endpoint_id: 'No!' }, 'endpoint_id', expect.stringContaining('an endpoint id has')],
    [{ idempotency_key: '' }, 'idempotency_key', 'must be 1 to 255 printable ASCII characters'],
  ])('are checked: %j', async (query, path, message) => {
    const answer = await createList().list(query);

    expect(answer).toEqual(problem(400, 'querystring_invalid'));
    expect(answer.json).toMatchObject({ errors: [{ path, message }] });
  });

  it.each([
    [{ since: '2026-03-02T09:00:00Z', until: '2026-03-01T09:00:00Z' }],
    [{ status: 'UNMATCHED', endpoint_id: 'default' }],
  ])('that exclude each other are refused: %j', async (query) => {
    expect(await createList().list(query)).toEqual(problem(400, 'event_filter_invalid'));
  });

  it('stay the same while paging, in any order, or the token is refused', async () => {
    const { events, list } = createList(['DELIVERED', 'DELIVERED']);
    const query = { since: '2026-01-01T00:00:00Z', endpoint_id: 'default', limit: '1' };
    const { json } = await list(query);
    const token = String(new Map(Object.entries(Object(json))).get('next_token'));

    expect(await list({ ...query, next_token: token })).toMatchObject(shown(events.slice(1)));
    for (const other of [{ type: 'a' }, { endpoint_id: 'b' }, { since: '2026-01-02T00:00:00Z' }])
      expect(await list({ ...query, ...other, next_token: token })).toEqual(
        problem(400, 'next_token_invalid'),
      );
  });
});
