import { describe, expect, it } from '@jest/globals';
import { ACCEPT_LEASE_MS } from '@switchyard/core/accept-event';
import { toIso } from '@switchyard/core/clock';
import { eventSchema } from '@switchyard/core/events';
import { timelineKey } from '@switchyard/core/messages';
import { aMessageItem, anEndpoint, crashAtEachCall, NOW } from '@switchyard/core/testing';
import { callsBesidesEvents } from '../../testing/message-setup.ts';
import { aStatusReport, type StatusSetup, setUpStatuses } from '../../testing/status-setup.ts';

async function setUp(endpoints = [anEndpoint()]) {
  const setup = setUpStatuses({ endpoints });
  await setup.register();
  setup.table.calls.length = 0;
  return setup;
}

const entry = ({ table }: Pick<StatusSetup, 'table'>, eventId = 'SM1:delivered:') =>
  table.item(timelineKey('acme', 'order-1', eventId));
const events = ({ table }: Pick<StatusSetup, 'table'>) =>
  table
    .items()
    .filter(({ sk }) => sk === 'EVENT')
    .map((item) => eventSchema.parse(item));

describe('a report on a tenant’s message', () => {
  it('becomes an event of that tenant', async () => {
    const { receiveStatus, emitted } = await setUp();
    const report = aStatusReport({ errorCode: '30008', details: { reason: 'unknown' } });

    expect(await receiveStatus(report, 'request-1')).toEqual({ kind: 'accepted' });
    expect(emitted()).toEqual([
      {
        tenantId: 'acme',
        correlationId: 'request-1',
        source: { provider: 'twilio', providerId: 'SM1:delivered:' },
        event: {
          type: 'message.delivered',
          version: '1.0',
          timestamp: report.occurredAt,
          data: {
            message_id: 'order-1',
            external_id: 'SM1',
            channel: 'sms',
            status: 'delivered',
            occurred_at: report.occurredAt,
            error_code: '30008',
            details: { reason: 'unknown' },
          },
        },
      },
    ]);
  });

  it('costs two reads and three writes besides its event', async () => {
    const setup = await setUp();

    await setup.receiveStatus(aStatusReport(), 'request-1');

    expect(callsBesidesEvents(setup.table).map(({ operation }) => operation)).toEqual([
      'get',
      'get',
      'put',
      'update',
      'update',
    ]);
    expect(entry(setup)).toMatchObject({ emittedAt: toIso(NOW) });
  });

  it('becomes an event also when it came too late to change the status', async () => {
    const { receiveStatus, emitted } = await setUp();
    const read = aStatusReport({ status: 'read', rawStatus: 'read', eventId: 'SM1:read:' });
    await receiveStatus(read, 'request-1');
    await receiveStatus(aStatusReport(), 'request-2');

    expect(emitted().map(({ event }) => event.type)).toEqual(['message.read', 'message.delivered']);
  });

  it('has null for what it does not say', async () => {
    const { receiveStatus, emitted } = await setUp();
    await receiveStatus(aStatusReport({ kind: 'open', status: undefined }), 'request-1');

    expect(emitted()).toMatchObject([
      { event: { type: 'email.opened', data: { status: null, error_code: null, details: {} } } },
    ]);
  });

  it('that came before becomes no second event', async () => {
    const { receiveStatus, emitted } = await setUp();
    await receiveStatus(aStatusReport(), 'request-1');

    expect(await receiveStatus(aStatusReport(), 'request-2')).toEqual({ kind: 'duplicate' });
    expect(emitted()).toHaveLength(1);
  });

  it('that is a step on the way becomes none', async () => {
    const setup = await setUp();
    await setup.receiveStatus(aStatusReport({ status: 'sent', rawStatus: 'sent' }), 'request-1');

    expect(setup.emitted()).toEqual([]);
    expect(entry(setup)).not.toHaveProperty('emittedAt');
  });
});

describe('a report on nobody’s message', () => {
  const unknown = { externalId: 'SM2' };

  it.each(['status', 'open', 'click'] as const)('is no match when it is of kind %s', async (kind) => {
    const { receiveStatus, emitted } = await setUp();

    expect(await receiveStatus(aStatusReport({ ...unknown, kind }), 'r')).toEqual({ kind: 'no_match' });
    expect(emitted()).toEqual([]);
  });

  it('is accepted when it tells nothing about a delivery', async () => {
    const { receiveStatus } = await setUp();

    const report = aStatusReport({ ...unknown, kind: 'other', rawStatus: 'contact.created' });
    expect(await receiveStatus(report, 'r')).toEqual({ kind: 'accepted' });
  });
});

describe('an event that could not be made', () => {
  it('is made by the repeat, with the same bytes', async () => {
    const { receiveStatus, emitted, queue, table } = await setUp();
    queue.hooks.before = () => {
      throw new Error('Out of reach');
    };
    const first = aStatusReport({ details: { z: 1, a: { y: [2], b: 3 } } });
    await expect(receiveStatus(first, 'request-1')).rejects.toMatchObject({ code: 'unavailable' });
    expect(entry({ table })).not.toHaveProperty('emittedAt');
    queue.hooks.before = () => undefined;

    const again = aStatusReport({ occurredAt: toIso(NOW + 9_000), details: { a: { b: 3, y: [2] }, z: 1 } });
    await receiveStatus(again, 'request-2');

    const [one, two] = emitted().map(({ event }) => JSON.stringify(event));
    expect(two).toBe(one);
    expect(entry({ table })).toHaveProperty('emittedAt');
  });

  it('is one event in the end, and queued, after a crash at any point and a repeat', async () => {
    const crashes = await crashAtEachCall(
      () => setUp(),
      async ({ receiveStatus, time }) => {
        // Until then a function that was stopped may still be at work on the event.
        time.advance(ACCEPT_LEASE_MS);
        await receiveStatus(aStatusReport(), 'request-1');
      },
      (setup, crash) => {
        expect({ crash, events: events(setup).map(({ eventType }) => eventType) }).toEqual({
          crash,
          events: ['message.delivered'],
        });
        expect(setup.queue.sentTo()).toContain('default');
        expect(entry(setup)).toHaveProperty('emittedAt');
      },
    );
    expect(crashes).toBeGreaterThanOrEqual(14);
  });

  it('is not made when the tenant has no endpoint, and the callback is done all the same', async () => {
    const setup = await setUp([]);

    expect(await setup.receiveStatus(aStatusReport(), 'request-1')).toEqual({ kind: 'accepted' });
    expect(events(setup)).toEqual([]);
    expect(entry(setup)).toHaveProperty('emittedAt');
  });
});

it('an entry that expired while its event was made does not come back as a fragment', async () => {
  const { markEmitted, table } = await setUp();
  await markEmitted(aMessageItem(), 'gone');

  expect(entry({ table }, 'gone')).toBeUndefined();
});
