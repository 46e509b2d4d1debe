import { describe, expect, it } from '@jest/globals';
import { setUpAcceptEvent } from '../../testing/accept-event-setup.ts';
import { anEndpoint, NOW } from '../../testing/builders.ts';
import { toIso } from '../clock.ts';
import { UNFINISHED } from '../endpoints/unfinished.ts';
import { EVENT_ID_PATTERN } from '../ids/ids.ts';
import { NoEndpointError } from './accept-event.ts';
import { MAX_CARRIED_BYTES } from './carried-event.ts';
import { eventSchema } from './event.ts';

const two = [anEndpoint({ endpointId: 'a' }), anEndpoint({ endpointId: 'b' })];

describe('an event that is new', () => {
  it('is answered as PENDING, as not repeated, with the endpoints that it goes to', async () => {
    const { accept } = setUpAcceptEvent({ endpoints: two });

    expect(await accept()).toEqual({
      eventId: expect.stringMatching(EVENT_ID_PATTERN),
      status: 'PENDING',
      createdAt: '2026-03-04T05:06:07.000Z',
      endpointIds: ['a', 'b'],
      repeated: false,
    });
  });

  it.each([
    ['with a key is stored first, then queued, and only then gets its delivery item', 'order-1', true],
    ['without a key is stored, then queued, and that is all: nobody can ask what was sent', undefined, false],
  ])('%s', async (_, idempotencyKey, hasItem) => {
    const { accept, table, queue } = setUpAcceptEvent();
    const steps: string[] = [];
    table.hooks.before = ({ item }) => {
      steps.push(String(item.sk));
    };
    queue.hooks.before = () => {
      steps.push('message');
    };

    await accept({ idempotencyKey });

    expect(steps).toEqual(['EVENT', 'message', ...(hasItem ? ['DELIVERY#default'] : [])]);
  });

  it('stands in the list itself, with how many deliveries it has and its type; they do not', async () => {
    const { accept, table } = setUpAcceptEvent({ endpoints: two });

    const { eventId } = await accept({ eventType: 'order.paid' });

    expect(table.items().flatMap(({ sk, listPk, listSk }) => (listPk ? [[sk, listPk, listSk]] : []))).toEqual(
      [['EVENT', 'TENANT#acme', `2026-03-04T05:06:07.000Z#${eventId}#2:order.paid`]],
    );
  });

  it('that is too long for its message to carry is read from the table', async () => {
    const { accept, queue } = setUpAcceptEvent();

    await accept({ payload: Buffer.alloc(MAX_CARRIED_BYTES + 1, 'x') });
    await accept({ payload: Buffer.alloc(MAX_CARRIED_BYTES, 'x'), idempotencyKey: 'order-2' });

    expect(queue.messages().map(({ event }) => event !== undefined)).toEqual([false, true]);
  });

  it('fits ten times into what SQS takes at once, however long its payload', async () => {
    const { accept, queue } = setUpAcceptEvent();

    await accept({ payload: Buffer.alloc(MAX_CARRIED_BYTES, 'x'), eventType: 't'.repeat(128) });

    expect(10 * Buffer.byteLength(JSON.stringify(queue.messages()[0]))).toBeLessThan(256 * 1024);
  });

  it('is stored with the bytes that came in', async () => {
    const { accept, table } = setUpAcceptEvent();
    const payload = Buffer.from('{"n":12345678901234567890,"p":1.10}');

    await accept({ payload });

    const event = eventSchema.parse(table.items().find(({ sk }) => sk === 'EVENT'));
    expect(Buffer.from(event.payload).toString()).toBe('{"n":12345678901234567890,"p":1.10}');
  });

  it('is kept for 30 days', async () => {
    const { accept, table } = setUpAcceptEvent();

    await accept();

    expect(table.items().map(({ expiresAt }) => expiresAt)).toEqual(Array(2).fill(NOW / 1000 + 30 * 86_400));
  });

  it('asks for attempt 1 of generation 1 at each endpoint, under the tenant as message group', async () => {
    const { accept, queue } = setUpAcceptEvent({ endpoints: two });

    const { eventId } = await accept();

    const message = {
      schema: 'switchyard.delivery.v1',
      tenantId: 'acme',
      eventId,
      generation: 1,
      attempt: 1,
      event: {
        createdAt: '2026-03-04T05:06:07.000Z',
        correlationId: 'call-1',
        expiresAt: NOW / 1000 + 30 * 86_400,
        payload: Buffer.from('{"n":1}').toString('base64'),
      },
    };
    expect(queue.messages()).toEqual([
      { ...message, endpointId: 'a' },
      { ...message, endpointId: 'b' },
    ]);
  });

  it('gets a delivery item for each endpoint', async () => {
    const { accept, hasDelivery } = setUpAcceptEvent({ endpoints: two });

    const { eventId } = await accept();

    expect([hasDelivery(eventId, 'a'), hasDelivery(eventId, 'b')]).toEqual([true, true]);
  });

  it('leaves alone what a faster worker has recorded', async () => {
    const { accept, table, queue } = setUpAcceptEvent();
    queue.hooks.after = () => {
      const { pk } = table.items()[0] ?? {};
      table.store({ pk, sk: 'DELIVERY#default', status: 'DELIVERED', expiresAt: NOW / 1000 + 100 });
    };

    await accept();

    expect(table.items().find(({ sk }) => sk === 'DELIVERY#default')).toHaveProperty('status', 'DELIVERED');
  });

  it('without an idempotency key has an id of its own each time', async () => {
    const { accept } = setUpAcceptEvent();

    const first = await accept({ idempotencyKey: undefined });
    const second = await accept({ idempotencyKey: undefined });

    expect(second.eventId).not.toBe(first.eventId);
  });

  it('without an idempotency key holds no lease, since nobody can come back for it', async () => {
    const { accept, leaseOf } = setUpAcceptEvent();

    const { eventId } = await accept({ idempotencyKey: undefined });

    expect(leaseOf(eventId)).toBeUndefined();
  });

  it('with the key of another tenant is another event', async () => {
    const { accept } = setUpAcceptEvent({ endpoints: [anEndpoint(), anEndpoint({ tenantId: 'globex' })] });

    const [ours, theirs] = [await accept(), await accept({ tenantId: 'globex' })];

    expect(theirs).toMatchObject({ repeated: false, eventId: expect.not.stringMatching(ours.eventId) });
  });
});

describe('an event finds its endpoints', () => {
  const subscribed = anEndpoint({ endpointId: 'orders', eventTypes: ['order.paid', 'order.sent'] });
  const all = anEndpoint({ endpointId: 'all' });

  it('by its type', async () => {
    const { accept } = setUpAcceptEvent({ endpoints: [subscribed] });
    expect(await accept({ eventType: 'order.sent' })).toHaveProperty('endpointIds', ['orders']);
  });

  it('at those without a list of types, whatever its type', async () => {
    const { accept } = setUpAcceptEvent({ endpoints: [all, subscribed] });
    expect(await accept({ eventType: 'invoice.made' })).toHaveProperty('endpointIds', ['all']);
  });

  it('only at those without a list of types when it has none', async () => {
    const { accept } = setUpAcceptEvent({ endpoints: [all, subscribed] });
    expect(await accept({ eventType: undefined })).toHaveProperty('endpointIds', ['all']);
  });

  it.each(['PAUSED', 'DISABLED'] as const)(
    'also at a %s one, where the worker looks it up anew and holds it',
    async (status) => {
      const { accept, queue } = setUpAcceptEvent({
        endpoints: [all, anEndpoint({ endpointId: 'off', status })],
      });
      await accept();
      expect(queue.messages()).toEqual([
        expect.not.objectContaining({ fresh: true }),
        expect.objectContaining({ endpointId: 'off', fresh: true }),
      ]);
    },
  );

  it('also at a slow one, whose message tells the worker so', async () => {
    const slowSince = toIso(NOW - 1_000);
    const { accept, queue } = setUpAcceptEvent({
      endpoints: [
        all,
        anEndpoint({ endpointId: 'slow', slowSince }),
        anEndpoint({ endpointId: 'slow-and-off', slowSince, status: 'PAUSED' }),
      ],
    });
    await accept();
    const hints = queue.messages().map(({ endpointId, fresh, slow }) => [endpointId, { fresh, slow }]);
    expect(hints).toEqual([
      ['all', {}],
      ['slow', { slow: true }],
      ['slow-and-off', { fresh: true }],
    ]);
  });

  it('never at the first one of a tenant that is only being created', async () => {
    const { accept, queue } = setUpAcceptEvent({
      endpoints: [all, anEndpoint({ endpointId: 'new', status: 'DISABLED', statusReason: UNFINISHED })],
    });
    await accept();
    expect(queue.sentTo()).toEqual(['all']);
  });

  it.each([
    ['beside a good one', ['default']],
    ['as the only one', []],
  ])(
    'at one whose item cannot be read too, %s: its delivery is given up with that reason',
    async (_, good) => {
      const { accept, endpoints, queue } = setUpAcceptEvent({
        endpoints: good.map((endpointId) => anEndpoint({ endpointId })),
      });
      endpoints.store({ ...anEndpoint({ endpointId: 'broken' }), secrets: [{ secret: 'hunter2' }] });
      endpoints.store({ ...anEndpoint({ endpointId: 'off', status: 'DISABLED' }), secrets: [] });
      expect(await accept()).toMatchObject({ status: 'PENDING', repeated: false });
      expect(queue.sentTo().toSorted()).toEqual(['broken', ...good].toSorted());
    },
  );

  it('nowhere: it is stored, listed by itself and answered as UNMATCHED, and nothing is sent', async () => {
    const { accept, table, queue } = setUpAcceptEvent({ endpoints: [subscribed] });

    const { eventId, status } = await accept({ eventType: 'invoice.made' });

    expect(status).toBe('UNMATCHED');
    expect(table.items()).toEqual([
      expect.objectContaining({ sk: 'EVENT', listSk: `2026-03-04T05:06:07.000Z#${eventId}#:invoice.made` }),
    ]);
    expect(queue.messages()).toEqual([]);
  });
});

describe('a tenant without an endpoint', () => {
  it('is refused', async () => {
    const { accept } = setUpAcceptEvent({ endpoints: [] });
    await expect(accept()).rejects.toThrow(NoEndpointError);
  });

  it('is refused before anything is written or sent', async () => {
    const { accept, table, queue } = setUpAcceptEvent({ endpoints: [] });
    await accept().catch(() => undefined);
    expect([table.writes(), queue.messages()]).toEqual([[], []]);
  });

  it('is refused without a read when there is no key to look for', async () => {
    const { accept, table } = setUpAcceptEvent({ endpoints: [] });
    await accept({ idempotencyKey: undefined }).catch(() => undefined);
    expect(table.calls).toEqual([]);
  });

  it('still gets the answer to a repeat of what was accepted before', async () => {
    const { accept, replaceEndpoints } = setUpAcceptEvent();
    const first = await accept();
    replaceEndpoints([]);

    expect(await accept()).toEqual({ ...first, repeated: true });
  });
});
