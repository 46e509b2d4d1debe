import { describe, expect, it } from '@jest/globals';
import { deliveryKey } from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import { receivedMessageKey } from '@switchyard/core/received-messages';
import { aDelivery, aKey, anAttempt, anEvent, EVENT_ID } from '@switchyard/core/testing';
import { aReceivedMessage, presentation } from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { eventsStory } from './story.ts';

const source = { provider: 'twilio', providerId: 'SM1' };

function stored(event = anEvent({ source, correlationId: 'request-of-SM1' })) {
  const { session, tables } = testSession({ keys: [aKey()] });
  tables.events.store({ ...eventKey('acme', EVENT_ID), ...event });
  const delivery = aDelivery({
    status: 'DELIVERED',
    nextAttempt: 2,
    attempts: [anAttempt({ statusCode: 200 })],
  });
  tables.events.store({ ...deliveryKey('acme', EVENT_ID, 'default'), ...delivery });
  return { session, tables };
}

describe('events story', () => {
  it('goes from the callback to the delivery, under one correlation id', async () => {
    const { session, tables } = stored();
    const received = aReceivedMessage('SM1', { conversationId: 'conv_1' });
    tables.events.store({ ...receivedMessageKey(received.message), ...received });
    const answer = await eventsStory.run(session, { eventId: EVENT_ID });
    expect(answer).toMatchObject({
      tenant_id: 'acme',
      status: 'DELIVERED',
      correlation_id: 'request-of-SM1',
      callback: {
        ...{ provider: 'twilio', provider_id: 'SM1', channel: 'whatsapp', conversation_id: 'conv_1' },
        ...{ request_id: 'request-of-SM1', received_at: '2026-03-01T11:30:00.000Z' },
      },
    });
    expect(answer.steps.map(({ kind }) => kind)).toEqual(['accepted', 'attempt', 'delivered']);
    expect(eventsStory.text(answer, presentation)).toMatch(
      /made of +twilio SM1\n +callback came +2026-03-01T11:30:00Z/,
    );
  });

  it('tells what it knows when the callback is gone, or was a report', async () => {
    const answer = await eventsStory.run(stored().session, { eventId: EVENT_ID, tenant: 'acme' });
    expect(answer.callback).toMatchObject({ provider_id: 'SM1', received_at: null, conversation_id: null });
  });

  it('has no callback of an event that the tenant sent, nor of one of Switchyard itself', async () => {
    const sent = await eventsStory.run(stored(anEvent()).session, { eventId: EVENT_ID });
    expect(sent.callback).toBeNull();
    const own = anEvent({ source: { provider: 'switchyard', providerId: 'x' } });
    expect((await eventsStory.run(stored(own).session, { eventId: EVENT_ID })).callback).toMatchObject({
      provider: 'switchyard',
      received_at: null,
    });
  });

  it('shows the payload as the bytes that were kept', async () => {
    const payload = Buffer.from('{"amount":1.10,"note":"\u202eevil"}');
    const answer = await eventsStory.run(stored(anEvent({ payload })).session, { eventId: EVENT_ID });
    expect([answer.payload, answer.payload_bytes]).toEqual([payload.toString(), payload.byteLength]);
    expect(eventsStory.text(answer, presentation)).not.toContain('\u202e');
  });

  it('does not find an event of nobody', async () => {
    const { session } = testSession({ keys: [aKey()] });
    await expect(eventsStory.run(session, { eventId: EVENT_ID })).rejects.toMatchObject({
      code: 'event_not_found',
    });
  });
});
