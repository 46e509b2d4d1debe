import { describe, expect, it } from '@jest/globals';
import { setUpAcceptEvent } from '../../testing/accept-event-setup.ts';
import { EVENT_ID, TENANT_ID } from '../../testing/builders.ts';
import { createTestContext } from '../../testing/test-context.ts';
import { acceptBatch } from '../batches/accept-batch.ts';
import { acceptEvent } from '../events/accept-event.ts';
import { createPayloadChecks, SCHEMA_CACHE_MS } from './payload-checks.ts';
import { createSeenTypes } from './seen-types.ts';
import { listTypes, MAX_EVENT_TYPES, readType, registerType, unregisterType } from './type-store.ts';

const forever = (): Promise<void> => new Promise(() => undefined);

describe('seen types', () => {
  function setUp() {
    const setup = createTestContext();
    const seen = createSeenTypes({ ...setup.context, sleep: forever });
    return {
      ...setup,
      note: (eventType: string, tenantId = TENANT_ID, eventId = EVENT_ID) =>
        seen.note({ tenantId, eventType, eventId }),
      countOf: async (eventType: string) =>
        (await readType(setup.context, { tenantId: TENANT_ID, eventType })).seen?.count,
      writes: () => setup.table.inputs('update').length,
    };
  }

  it('are written at once, and then once in a minute', async () => {
    const { note, countOf, writes, time } = setUp();
    for (let n = 0; n < 100; n += 1) await note('order.paid');
    expect([await countOf('order.paid'), writes()]).toEqual([1, 1]);
    time.advance(60_000);
    await note('order.paid');
    expect([await countOf('order.paid'), writes()]).toEqual([101, 2]);
  });

  it('of a tenant that sends another one each time are written 20 in a minute, and take nothing from others', async () => {
    const { note, writes, countOf } = setUp();
    for (let n = 0; n < 100; n += 1) await note(`type-${n}`, 'globex');
    expect(writes()).toBe(20);
    await note('order.paid');
    expect(await countOf('order.paid')).toBe(1);
  });

  it('count once what was written without an answer', async () => {
    const { note, countOf, time, table } = setUp();
    let isLost = true;
    table.hooks.after = () => {
      if (isLost) throw new Error('socket hang up');
    };
    await note('order.paid');
    isLost = false;
    for (const _ of [1, 2]) {
      time.advance(60_000);
      await note('order.paid');
    }
    expect(await countOf('order.paid')).toBe(3);
  });

  it('never fail', async () => {
    const { note, table } = setUp();
    table.hooks.before = () => {
      throw new Error('connect ECONNREFUSED');
    };
    await expect(note('order.paid')).resolves.toBeUndefined();
  });
});

describe('registered types', () => {
  const register = (setup: ReturnType<typeof createTestContext>, eventType: string, more: object = {}) =>
    registerType(setup.context, { tenantId: TENANT_ID, eventType, ...more });

  it('are listed with those that were seen, in pages, each once', async () => {
    const setup = createTestContext();
    for (const type of ['b', 'd', 'é']) await register(setup, type, { schema: { type: 'object' } });
    const { note } = createSeenTypes({ ...setup.context, sleep: forever });
    for (const eventType of ['a', 'b', 'c', '\u{1f600}'])
      await note({ tenantId: TENANT_ID, eventType, eventId: EVENT_ID });
    const pages: string[][] = [];
    let after: string | undefined;
    do {
      const { types, next } = await listTypes(setup.context, { tenantId: TENANT_ID, limit: 2, after });
      pages.push(types.map(({ eventType }) => eventType));
      after = next;
    } while (after !== undefined);
    expect(pages).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['é', '\u{1f600}'],
    ]);
    expect(await readType(setup.context, { tenantId: TENANT_ID, eventType: 'b' })).toMatchObject({
      registered: { schema: '{"type":"object"}', validate: false },
      seen: { count: 1, exampleId: EVENT_ID },
    });
  });

  it('are as many as there may be', async () => {
    const setup = createTestContext();
    for (let n = 0; n < MAX_EVENT_TYPES; n += 1) await register(setup, `type-${n}`);
    await expect(register(setup, 'more')).rejects.toMatchObject({ code: 'too_many_event_types' });
    expect(await register(setup, 'type-0', { description: 'again' })).toMatchObject({ description: 'again' });
  });

  it('need a schema to be checked by', async () => {
    await expect(register(createTestContext(), 'a', { validate: true })).rejects.toThrow(
      'there is no schema',
    );
  });

  it('are of one tenant, and forgotten once they are deleted', async () => {
    const setup = createTestContext();
    await register(setup, 'a');
    const unknown = { code: 'event_type_not_found' };
    await expect(readType(setup.context, { tenantId: 'globex', eventType: 'a' })).rejects.toMatchObject(
      unknown,
    );
    await unregisterType(setup.context, { tenantId: TENANT_ID, eventType: 'a' });
    const again = unregisterType(setup.context, { tenantId: TENANT_ID, eventType: 'a' });
    await expect(again).rejects.toMatchObject(unknown);
  });
});

describe('an event of a type that is checked', () => {
  const eventType = 'order.paid';
  const bad = { eventType, payload: Buffer.from('{"n":"1"}') };
  const schema = { properties: { n: { type: 'integer' } } };

  function setUp() {
    const setup = setUpAcceptEvent();
    const context = { ...setup.context, payloadChecks: createPayloadChecks(setup.context) };
    const input = { tenantId: TENANT_ID, correlationId: 'c', payload: Buffer.from('{"n":1}') };
    return {
      ...setup,
      context,
      register: (more: object = {}) =>
        registerType(context, { tenantId: TENANT_ID, eventType, schema, validate: true, ...more }),
      accept: (changes: {
        eventType: string;
        payload?: Uint8Array;
        tenantId?: string;
        idempotencyKey?: string;
      }) => acceptEvent(context, { ...input, idempotencyKey: undefined, ...changes }),
    };
  }

  it('is refused when it does not match, with its path, and nothing is stored', async () => {
    const { register, accept, table, queue } = setUp();
    await register();
    const before = table.items().length;
    await expect(accept(bad)).rejects.toMatchObject({
      code: 'event_invalid',
      errors: [{ path: '/n', message: expect.stringContaining('Expected "integer"') }],
    });
    expect([table.items().length, queue.messages()]).toEqual([before, []]);
  });

  it('is accepted when it matches, is of another type, or validate is off', async () => {
    const { register, accept } = setUp();
    await register();
    await accept({ eventType });
    await accept({ ...bad, eventType: 'order.sent' });
    await register({ validate: false });
    const { accept: elsewhere } = setUp();
    await elsewhere(bad);
  });

  it('is checked by what was registered a minute ago at most', async () => {
    const { register, accept, time } = setUp();
    await register();
    await expect(accept(bad)).rejects.toMatchObject({ code: 'event_invalid' });
    await register({ validate: false });
    time.advance(SCHEMA_CACHE_MS);
    await expect(accept(bad)).resolves.toMatchObject({ status: 'PENDING' });
  });

  it('that was accepted before the schema was made is answered the same again', async () => {
    const { register, accept } = setUp();
    const first = await accept({ ...bad, idempotencyKey: 'k' });
    await register();
    expect(await accept({ ...bad, idempotencyKey: 'k' })).toMatchObject({
      eventId: first.eventId,
      repeated: true,
    });
  });

  it.each([undefined, 'k'])(
    'is checked in a batch too, each line for itself: key %s',
    async (idempotencyKey) => {
      const { register, context } = setUp();
      await register();
      const fine = { eventType, payload: Buffer.from('{"n":1}') };
      const request = {
        tenantId: TENANT_ID,
        correlationId: 'c',
        body: Buffer.from('b'),
        idempotencyKey: undefined,
      };
      const lines = [fine, bad, { ...fine, idempotencyKey }];
      expect(await acceptBatch(context, { ...request, lines })).toMatchObject([
        { status: 'PENDING' },
        { code: 'event_invalid', errors: [{ path: '/n' }] },
        { status: 'PENDING' },
      ]);
    },
  );

  it('of a tenant that checks nothing costs no read more', async () => {
    const { accept, table } = setUp();
    await accept(bad);
    expect(table.inputs('get')).toEqual([]);
  });
});
