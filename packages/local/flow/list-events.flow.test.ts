import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';

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
