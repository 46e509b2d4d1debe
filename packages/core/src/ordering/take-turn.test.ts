import { describe, expect, it } from '@jest/globals';
import { ENDPOINT_ID, NOW, TENANT_ID } from '../../testing/builders.ts';
import { createTestContext } from '../../testing/test-context.ts';
import { newId } from '../ids/ids.ts';
import { lineOf, readFirst, readLast, removeTicket } from './line.ts';
import { takeTurn } from './take-turn.ts';

const [first = '', second = '', third = ''] = [1, 2, 3].map((n) =>
  newId('evt', NOW, (size) => Buffer.alloc(size, n)),
);
const line = lineOf({ tenantId: TENANT_ID, endpointId: ENDPOINT_ID, orderingKey: 'order-1' });

function setUp() {
  const { context, table } = createTestContext();
  return { context, table, take: (eventId: string) => takeTurn(context, line, { eventId, generation: 1 }) };
}

describe('taking a turn', () => {
  it('is the first where nobody is, and behind the first where somebody is', async () => {
    const { context, take } = setUp();
    expect([await take(first), await take(second), await take(third)]).toEqual([undefined, first, first]);
    expect(await readLast(context, line)).toMatchObject({ eventId: third, behind: second, turn: 3 });
  });

  it('again has the turn that it has', async () => {
    const { take, table } = setUp();
    await take(first);
    expect(await take(first)).toBeUndefined();
    expect(table.items()).toHaveLength(1);
  });

  it('is the first when those before have left without having seen it', async () => {
    const { context, table, take } = setUp();
    await take(first);
    const ticket = await readFirst(context, line);
    if (ticket === undefined) throw new Error('There is no ticket.');
    table.hooks.before = async ({ operation }) => {
      if (operation !== 'put') return;
      table.hooks.before = () => undefined;
      await removeTicket(context, line, ticket);
    };
    expect(await take(second)).toBeUndefined();
    // So whoever would send it on finds that it has a message of its own.
    expect(await readFirst(context, line)).not.toHaveProperty('behind');
  });

  it('at the same moment has different turns, and one of them is the first', async () => {
    const { take, table } = setUp();
    const eventIds = Array.from({ length: 60 }, (_, n) => newId('evt', NOW, (size) => Buffer.alloc(size, n)));
    const turns = await Promise.all(eventIds.map(take));
    expect(turns.filter((turn) => turn === undefined)).toHaveLength(1);
    expect(table.items()).toHaveLength(60);
  });

  it('is not taken away by the end of another event that had its number', async () => {
    const { context, take } = setUp();
    await take(first);
    await removeTicket(context, line, { eventId: second, turn: 1, generation: 1, expiresAt: 0 });
    expect(await readFirst(context, line)).toMatchObject({ eventId: first });
  });
});

it('keys, tenants and endpoints have lines of their own, and no key stands in an item’s key', () => {
  const of = (changes: object) =>
    Object.values(lineOf({ tenantId: 'acme', endpointId: 'e', orderingKey: 'a#b', ...changes })).join('/');
  const all = [of({}), of({ orderingKey: 'a' }), of({ endpointId: 'f' }), of({ tenantId: 'bcme' })];
  expect(new Set(all).size).toBe(4);
  expect(all.join()).not.toContain('a#b');
});
