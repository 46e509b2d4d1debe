import { describe, expect, it } from '@jest/globals';
import { ACCEPT_LEASE_MS, type AcceptEventInput, acceptEvent } from '@switchyard/core/accept-event';
import { toIso } from '@switchyard/core/clock';
import { type EmittedEvent, emittedEventSchema } from '@switchyard/core/emitted-event';
import type { Endpoint } from '@switchyard/core/endpoints';
import { eventSchema } from '@switchyard/core/events';
import { anEndpoint, collectLogs, createTestContext, NOW } from '@switchyard/core/testing';
import { type EmitEventInput, emitEvent } from './emit-event.ts';

function setUp(endpoints: readonly Endpoint[] = [anEndpoint(), anEndpoint({ tenantId: 'other' })]) {
  const { context, time, table, queue } = createTestContext({ endpoints });
  const logs = collectLogs();
  const events = () =>
    table
      .items()
      .filter(({ sk }) => sk === 'EVENT')
      .map((item) => eventSchema.parse(item));
  return {
    time,
    table,
    queue,
    logs,
    events,
    accept: (input: AcceptEventInput) => acceptEvent(context, input),
    emit: (input: EmitEventInput) => emitEvent({ ...context, logger: logs.logger }, input),
  };
}

const RECEIVED: EmittedEvent = {
  type: 'message.received',
  version: '1.0',
  timestamp: toIso(NOW),
  data: {
    channel: 'sms',
    from: '+14017122661',
    to: '+15558675310',
    body: 'Grüße 🚀',
    media: [],
    message_id: 'SM1',
    conversation_id: null,
  },
};
const READ: EmittedEvent = {
  type: 'message.read',
  version: '1.0',
  timestamp: toIso(NOW),
  data: {
    message_id: 'order-1',
    external_id: 'SM1',
    channel: 'sms',
    status: 'read',
    occurred_at: toIso(NOW),
    error_code: null,
    details: {},
  },
};

function anInput(changes: Partial<EmitEventInput> = {}): EmitEventInput {
  return {
    tenantId: 'acme',
    event: RECEIVED,
    correlationId: 'request-1',
    source: { provider: 'twilio', providerId: 'SM1' },
    ...changes,
  };
}

describe('an event made of a callback', () => {
  it('says what happened and when, as its published schema describes', async () => {
    const { emit, events } = setUp();
    await emit(anInput());
    const payloads = events().map(({ payload }) => JSON.parse(Buffer.from(payload).toString()));

    expect(payloads).toEqual([RECEIVED]);
    expect(payloads.map((payload) => emittedEventSchema.parse(payload))).toEqual(payloads);
  });

  it('shows where it came from, and its correlation id', async () => {
    const { emit, events } = setUp();
    await emit(anInput());

    expect(events()).toMatchObject([
      {
        eventType: 'message.received',
        correlationId: 'request-1',
        source: { provider: 'twilio', providerId: 'SM1' },
      },
    ]);
  });

  it('is queued for each endpoint that wants its type', async () => {
    const { emit, queue } = setUp([
      anEndpoint(),
      anEndpoint({ endpointId: 'other', eventTypes: ['email.bounced'] }),
    ]);
    await emit(anInput());

    expect(queue.sentTo()).toEqual(['default']);
  });

  it('is one event however often the callback comes', async () => {
    const { emit, events, queue } = setUp();
    await emit(anInput());
    await emit(anInput({ correlationId: 'request-2' }));

    expect(events()).toMatchObject([{ correlationId: 'request-1' }]);
    expect(queue.sentTo()).toEqual(['default']);
  });

  it.each([
    ['type', { event: READ }],
    ['provider', { source: { provider: 'resend', providerId: 'SM1' } }],
    ['provider’s id', { source: { provider: 'twilio', providerId: 'SM2' } }],
    ['tenant', { tenantId: 'other' }],
  ] as const)('is another event for another %s', async (_, changes) => {
    const { emit, events } = setUp();
    await emit(anInput());
    await emit(anInput(changes));

    expect(events()).toHaveLength(2);
  });

  it('is not taken for one that a tenant sent under the same idempotency key', async () => {
    const { accept, emit, events } = setUp();
    for (const idempotencyKey of ['SM1', 'callback twilio SM1 message.received']) {
      await accept({
        tenantId: 'acme',
        payload: Buffer.from('{}'),
        eventType: undefined,
        idempotencyKey,
        correlationId: 'r',
      });
    }
    await emit(anInput());

    expect(events()).toHaveLength(3);
  });

  it('is no event when the tenant has no endpoint, and that is fine', async () => {
    const { emit, events, logs } = setUp([]);

    await emit(anInput());
    expect(events()).toEqual([]);
    expect(logs.text()).toContain('no_enabled_endpoint');
  });

  it('is an event also when all endpoints are disabled: it is held for them', async () => {
    const { emit, events } = setUp([anEndpoint({ status: 'DISABLED' })]);

    await emit(anInput());
    expect(events()).toHaveLength(1);
  });

  it('stays as it was first made', async () => {
    const { emit, events } = setUp();
    await emit(anInput());
    await emit(
      anInput({ event: { ...RECEIVED, timestamp: toIso(NOW + 1) }, correlationId: 'another-request' }),
    );

    expect(events().map(({ payload }) => Buffer.from(payload).toString())).toEqual([
      expect.stringContaining(toIso(NOW)),
    ]);
  });

  it('that a version before stored, and did not queue, is completed as it was stored', async () => {
    const { emit, events, queue, time } = setUp();
    queue.hooks.before = () => {
      throw new Error('Throttled');
    };
    await expect(emit(anInput())).rejects.toMatchObject({ code: 'unavailable' });
    queue.hooks.before = () => undefined;
    time.advance(ACCEPT_LEASE_MS);
    await emit(anInput({ event: { ...RECEIVED, data: { ...RECEIVED.data, subject: null } } }));

    expect(queue.sentTo()).toEqual(['default']);
    expect(events().map(({ payload }) => JSON.parse(Buffer.from(payload).toString()))).toEqual([RECEIVED]);
  });

  it.each([
    ['the table', ({ table }: ReturnType<typeof setUp>) => table.hooks],
    ['the queue', ({ queue }: ReturnType<typeof setUp>) => queue.hooks],
  ])('that %s does not take must come back', async (_, hooksOf) => {
    const setup = setUp();
    hooksOf(setup).before = () => {
      throw new Error('Throttled');
    };
    await expect(setup.emit(anInput())).rejects.toMatchObject({ code: 'unavailable' });

    hooksOf(setup).before = () => undefined;
    setup.time.advance(ACCEPT_LEASE_MS);
    await setup.emit(anInput());
    expect(setup.events()).toHaveLength(1);
    expect(setup.queue.sentTo()).toEqual(['default']);
  });
});
