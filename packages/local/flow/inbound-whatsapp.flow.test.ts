import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  aWhatsAppMessage,
  OUR_NUMBER,
  twilioRequest,
  whatsAppMessages,
} from '@switchyard/webhook-handler/testing';
import {
  eventsAbout,
  type InboundFlow,
  newNumber,
  newSid,
  openInboundFlow,
  TWIML,
  waitForEvent,
} from '../testing/inbound-flow.ts';
import type { InboundQueue } from '../testing/inbound-queue.ts';

let flow: InboundFlow;
let replies: InboundQueue;
let handoff: InboundQueue;
beforeAll(async () => {
  flow = await openInboundFlow();
  replies = flow.queue('whatsapp-replies');
  handoff = flow.queue('whatsapp-handoff');
});
afterAll(() => flow.close());

function whatsApp(from: string, MessageSid: string, changes: Record<string, string> = {}) {
  const form = aWhatsAppMessage({ From: `whatsapp:${from}`, MessageSid, ...changes });
  return twilioRequest({ route: 'whatsapp', baseUrl: flow.hooksUrl, form });
}

describe('a WhatsApp reply', () => {
  it('becomes part of the conversation, one context object after the delay, and an event of the tenant', async () => {
    const tenant = await flow.createTenant();
    const [from, sid] = [newNumber(), newSid()];
    const { conversation_id: id } = await flow.cli(
      ...['conversations', 'create', '--channel', 'whatsapp', '--address', from],
      ...[
        '--tenant',
        tenant.tenantId,
        '--company-id',
        'c-7',
        '--company-name',
        'Acme',
        '--project-id',
        'p-9',
      ],
      ...['--credentials-reference', 'vault/acme', '--thread-id', 'thread-3'],
    );
    const startedAt = Date.now();
    const reply = await flow.post(whatsApp(from, sid));
    expect(reply).toMatchObject(TWIML);

    const { context, groupId, sentAt, takenAt } = await replies.take(sid);
    expect(takenAt - sentAt).toBeGreaterThanOrEqual(1_000);
    expect(groupId).toBe(id);
    expect(context).toEqual({
      meta: {
        request_id: reply.requestId,
        channel_type: 'whatsapp',
        timestamp: context.processing.processing_timestamps.queued,
        version: '1.1',
      },
      conversation: {
        conversation_id: id,
        primary_channel: from,
        channel_type: 'whatsapp',
        conversation_status: 'user_reply_received',
        hand_off_to_human: false,
        thread_id: 'thread-3',
      },
      message: {
        from,
        to: OUR_NUMBER,
        body: 'Grüße 👋 — see you at 5€?',
        message_id: sid,
        timestamp: context.processing.processing_timestamps.received,
        media: [],
        details: expect.objectContaining({ profile_name: 'Zoë Łukasz 李' }),
        stored_at: null,
        truncated: [],
        subject: null,
        authentication: null,
        recipient: OUR_NUMBER,
        matched_by: null,
      },
      company: {
        company_id: 'c-7',
        project_id: 'p-9',
        company_name: 'Acme',
        credentials_reference: 'vault/acme',
      },
      processing: {
        validation_status: 'valid',
        ai_response: null,
        sent_response: null,
        processing_timestamps: expect.anything(),
      },
    });
    const { received, validated, queued } = context.processing.processing_timestamps;
    expect([received, validated, queued].toSorted()).toEqual([received, validated, queued]);
    expect(Date.parse(received)).toBeGreaterThanOrEqual(startedAt);

    expect(await flow.cli('conversations', 'show', String(id))).toMatchObject({
      status: 'user_reply_received',
      last_user_message_at: received,
      last_activity_at: received,
      messages: [{ message_id: sid, from, body: 'Grüße 👋 — see you at 5€?', request_id: reply.requestId }],
    });

    const { eventId, event } = await waitForEvent(tenant, 'message.received', sid);
    expect(event).toEqual({
      type: 'message.received',
      version: '1.0',
      timestamp: received,
      data: {
        channel: 'whatsapp',
        from,
        to: OUR_NUMBER,
        body: 'Grüße 👋 — see you at 5€?',
        media: [],
        message_id: sid,
        conversation_id: id,
        subject: null,
        details: expect.objectContaining({ profile_name: 'Zoë Łukasz 李' }),
        authentication: null,
        recipient: OUR_NUMBER,
        matched_by: null,
        truncated: [],
      },
    });
    await tenant.waitFor(eventId, 'DELIVERED');
    expect((await tenant.hooks.call('GET', `/v1/events/${eventId}`)).body).toMatchObject({
      correlation_id: reply.requestId,
      source: { provider: 'twilio', provider_id: sid },
      deliveries: [{ status: 'DELIVERED', attempts: [{ attempt: 1 }] }],
    });
    await flow.logged(
      'the attempt under the callback’s request id',
      (json) => json.correlationId === reply.requestId && json.eventId === eventId && json.attempt === 1,
    );
  });

  it('that comes five times at once, and again later, is one message and one event', async () => {
    const tenant = await flow.createTenant();
    const [from, sid] = [newNumber(), newSid()];
    const id = await flow.putConversation('whatsapp', from, { tenantId: tenant.tenantId });
    const request = whatsApp(from, sid);
    const replied = await Promise.all([1, 2, 3, 4, 5].map(() => flow.post(request)));
    const again = await flow.post(request);
    for (const reply of [...replied, again]) expect(reply).toMatchObject(TWIML);
    await waitForEvent(tenant, 'message.received', sid);

    expect(await replies.count(sid)).toBe(1);
    expect(await flow.cli('conversations', 'show', id)).toMatchObject({ messages: [{ message_id: sid }] });
    expect((await tenant.hooks.call('GET', '/v1/events')).body).toMatchObject({
      events: [expect.anything()],
    });
    expect(eventsAbout(tenant, sid)).toHaveLength(1);
  });

  it('goes to the conversation with the newest activity', async () => {
    const [from, sid] = [newNumber(), newSid()];
    await flow.putConversation('whatsapp', from, { lastActivityAt: '2026-01-01T00:00:00.000Z' });
    const newer = await flow.putConversation('whatsapp', from, {
      lastActivityAt: '2026-02-01T00:00:00.000Z',
    });
    await flow.putConversation('sms', from);
    await flow.post(whatsApp(from, sid));
    expect((await replies.take(sid)).context.conversation.conversation_id).toBe(newer);
  });

  it('goes to a person without delay once the conversation is handed over', async () => {
    const [from, sid] = [newNumber(), newSid()];
    const id = await flow.putConversation('whatsapp', from);
    await flow.cli('conversations', 'handoff', id);
    await flow.calls(sid);
    expect(await flow.post(whatsApp(from, sid))).toMatchObject(TWIML);
    const { context } = await handoff.take(sid);
    expect(context.conversation).toMatchObject({ conversation_id: id, hand_off_to_human: true });
    expect(await flow.delaysOf(sid)).toEqual([0]);
    expect(await replies.count(sid)).toBe(0);
  });

  it('keeps what people send besides text, in the order of their arrival', async () => {
    const from = newNumber();
    const id = await flow.putConversation('whatsapp', from, { handOffToHuman: true });
    const { media, contact, location, button, listReply } = whatsAppMessages;
    const sent: { readonly sid: string; readonly form: Readonly<Record<string, string>> }[] = [
      { sid: newSid(), form: media },
      { sid: newSid(), form: contact },
      { sid: newSid(), form: location },
      { sid: newSid(), form: button },
      { sid: newSid(), form: listReply },
      { sid: newSid(), form: aWhatsAppMessage({ Body: '👩‍👩‍👧‍👦🏳️‍🌈' }) },
      { sid: newSid(), form: aWhatsAppMessage({ Body: '' }) },
    ];
    for (const { sid, form } of sent) {
      const own = { ...form, From: `whatsapp:${from}`, MessageSid: sid };
      const request = twilioRequest({ route: 'whatsapp', baseUrl: flow.hooksUrl, form: own });
      expect(await flow.post(request)).toMatchObject(TWIML);
    }
    const contexts = [];
    for (const { sid } of sent) contexts.push((await handoff.take(sid)).context.message);
    expect(contexts).toMatchObject([
      { body: '', media: [{ content_type: 'image/jpeg', url: expect.stringMatching(/ME0$/) }] },
      { body: '', media: [{ content_type: 'text/vcard' }] },
      { body: '', details: { location: { latitude: 51.51322977399644, label: 'The Harrow Club' } } },
      { body: 'Confirm', details: { button: { payload: 'confirm:42' } } },
      { body: 'Large', details: { list: { id: 'size-l' } } },
      { body: '👩‍👩‍👧‍👦🏳️‍🌈', media: [] },
      { body: '', media: [], truncated: [] },
    ]);
    const { messages } = await flow.cli('conversations', 'show', id);
    const shown = Array.isArray(messages) ? messages.map(({ message_id: sid }) => sid) : [];
    expect([sent.map(({ sid }) => sid), sent.map(({ sid }) => sid).toReversed()]).toContainEqual(shown);
  });
});
