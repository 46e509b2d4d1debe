import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { eventIdOf, type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

const pageSchema = z.object({
  events: z.array(z.object({ event_id: z.string(), status: z.string() })),
  next_token: z.string().nullable(),
});

async function list({ hooks }: FlowTenant, query: Record<string, string>) {
  const { status, body } = await hooks.call('GET', `/v1/events?${new URLSearchParams(query)}`);
  expect(status).toBe(200);
  return pageSchema.parse(body);
}

describe('a list of events', () => {
  it('is walked page by page, newest first, each event once', async () => {
    const tenant = await flow.createTenant();
    const posted: string[] = [];
    for (let n = 0; n < 25; n += 1) posted.push(await tenant.post({ n }));

    const first = await list(tenant, { limit: '10' });
    const second = await list(tenant, { limit: '10', next_token: first.next_token ?? '' });
    const third = await list(tenant, { limit: '10', next_token: second.next_token ?? '' });
    const pages = [first, second, third];
    expect(pages.map(({ events }) => events.length)).toEqual([10, 10, 5]);
    expect(third.next_token).toBeNull();
    expect(pages.flatMap(({ events }) => events.map(({ event_id: id }) => id))).toEqual(posted.toReversed());
  });

  it('is filtered by status', async () => {
    const tenant = await flow.createTenant();
    const fine = await tenant.post();
    await tenant.waitFor(fine, 'DELIVERED');
    tenant.endpoint.answer(500);
    const dead = await tenant.post();
    await tenant.waitFor(dead, 'DLQ');
    const ids = async (status: string) =>
      (await list(tenant, { status })).events.map(({ event_id: id }) => id);
    expect(await ids('DLQ')).toEqual([dead]);
    expect(await ids('DELIVERED')).toEqual([fine]);
    expect(await ids('PURGED')).toEqual([]);
  });

  it('is filtered by type, endpoint, time and idempotency key', async () => {
    const tenant = await flow.createTenant();
    const before = new Date().toISOString();
    const paid = await tenant.post({ type: 'order.paid' });
    const { body } = await tenant.hooks.postEvent('{"type":"order.sent"}', 'sent-1');
    const sent = eventIdOf(body);
    const other = await tenant.post({ type: 'invoice.made' });
    await Promise.all([paid, sent, other].map((eventId) => tenant.waitFor(eventId, 'DELIVERED')));
    const ids = async (query: Record<string, string>) =>
      (await list(tenant, query)).events.map(({ event_id: id }) => id);

    expect(await ids({ type: 'order.*', endpoint_id: 'default', since: before })).toEqual([sent, paid]);
    expect(await ids({ type: 'order.paid', status: 'DELIVERED' })).toEqual([paid]);
    expect(await ids({ idempotency_key: 'sent-1', type: 'order.sent' })).toEqual([sent]);
    expect(await ids({ until: before })).toEqual([]);
    expect(await ids({ endpoint_id: 'other' })).toEqual([]);
    const { status, body: refused } = await tenant.hooks.call(
      'GET',
      '/v1/events?since=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z',
    );
    expect({ status, refused }).toMatchObject({ status: 400, refused: { code: 'event_filter_invalid' } });
  });

  it('holds no other tenant’s events', async () => {
    const [one, other] = await Promise.all([flow.createTenant(), flow.createTenant()]);
    await other.post();
    const eventId = await one.post();
    expect((await list(one, {})).events.map(({ event_id: id }) => id)).toEqual([eventId]);
  });

  it('takes no next_token that it did not give to this tenant for this list', async () => {
    const [one, other] = await Promise.all([flow.createTenant(), flow.createTenant()]);
    for (let n = 0; n < 2; n += 1) await one.post();
    const { next_token: token } = await list(one, { limit: '1' });
    const forged = Buffer.from(
      Buffer.from(token ?? '', 'base64url')
        .toString()
        .replace(/\d{4}-/, '2001-'),
    ).toString('base64url');
    const refused = async ({ hooks }: FlowTenant, query: string) =>
      hooks.call('GET', `/v1/events?limit=1&${query}`);
    for (const answer of [
      await refused(one, `next_token=${forged}`),
      await refused(one, 'next_token=nonsense'),
      await refused(other, `next_token=${token}`),
      await refused(one, `next_token=${token}&status=DELIVERED`),
    ]) {
      expect(answer).toMatchObject({ status: 400, body: { code: 'next_token_invalid' } });
    }
  });
});

describe('the attempts of an event', () => {
  const attemptsSchema = z.object({
    attempts: z.array(
      z.object({ endpoint_id: z.string(), attempt: z.number(), status_code: z.number().optional() }),
    ),
    gone: z.array(z.unknown()),
    next_token: z.string().nullable(),
  });

  it('are all there, oldest first, in pages', async () => {
    const tenant = await flow.createTenant();
    tenant.endpoint.answer(500);
    const eventId = await tenant.post();
    await tenant.waitFor(eventId, 'DLQ');
    const read = async (query: Record<string, string>) => {
      const path = `/v1/events/${eventId}/attempts?${new URLSearchParams(query)}`;
      const { status, body } = await tenant.hooks.call('GET', path);
      expect(status).toBe(200);
      return attemptsSchema.parse(body);
    };

    const first = await read({ limit: '3' });
    const second = await read({ limit: '3', next_token: first.next_token ?? '' });
    expect([...first.attempts, ...second.attempts].map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5]);
    expect(second).toMatchObject({ gone: [], next_token: null, attempts: [{ status_code: 500 }, {}] });
    expect((await read({ endpoint_id: 'default' })).attempts).toHaveLength(5);
    const path = `/v1/events/${eventId}/attempts?endpoint_id=other`;
    expect(await tenant.hooks.call('GET', path)).toMatchObject({
      status: 404,
      body: { code: 'delivery_not_found' },
    });
  });
});
