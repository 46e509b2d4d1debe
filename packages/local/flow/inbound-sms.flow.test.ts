import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  anSms,
  OUR_NUMBER,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import {
  type InboundFlow,
  newNumber,
  newSid,
  openInboundFlow,
  TWIML,
  waitForEvent,
} from '../testing/inbound-flow.ts';
import { REFUSED } from '../testing/inbound-provider-api.ts';
import type { InboundQueue } from '../testing/inbound-queue.ts';
import { PREVIOUS_TOKEN } from '../testing/inbound-secrets.ts';

let flow: InboundFlow;
let replies: InboundQueue;
let handoff: InboundQueue;
beforeAll(async () => {
  flow = await openInboundFlow();
  replies = flow.queue('sms-replies');
  handoff = flow.queue('sms-handoff');
});
afterAll(() => flow.close());

type Changes = Readonly<Record<string, string>>;

const sms = (From: string, MessageSid: string, changes: Changes = {}, authToken = AUTH_TOKEN) =>
  twilioRequest({
    route: 'sms',
    baseUrl: flow.hooksUrl,
    form: anSms({ From, MessageSid, ...changes }),
    authToken,
  });

describe('an SMS', () => {
  it('waits for those that follow, or goes to a person at once', async () => {
    const [from, sid, later] = [newNumber(), newSid(), newSid()];
    const id = await flow.putConversation('sms', from);
    expect(await flow.post(sms(from, sid))).toMatchObject(TWIML);
    await flow.cli('conversations', 'handoff', id);
    await flow.calls(later);
    expect(await flow.post(sms(from, later))).toMatchObject(TWIML);

    await handoff.take(later);
    expect(await flow.delaysOf(later)).toEqual([0]);
    const patient = await replies.take(sid);
    expect(patient.takenAt - patient.sentAt).toBeGreaterThanOrEqual(1_000);
    expect(patient.context).toMatchObject({
      meta: { channel_type: 'sms' },
      message: { from, to: OUR_NUMBER },
    });
  });

  it('counts under the token of before, as long as both are configured', async () => {
    const from = newNumber();
    await flow.putConversation('sms', from, { handOffToHuman: true });
    const [old, current] = [newSid(), newSid()];
    expect(await flow.post(sms(from, old, {}, PREVIOUS_TOKEN))).toMatchObject(TWIML);
    expect(await flow.post(sms(from, current))).toMatchObject(TWIML);
    await handoff.take(old);
    await handoff.take(current);
  });

  it('has parameters that are empty, new to us, or in the query', async () => {
    const [from, sid] = [newNumber(), newSid()];
    await flow.putConversation('sms', from, { handOffToHuman: true });
    const form = anSms({ From: from, MessageSid: sid, Body: 'a+b & c=d', FromCity: '', Brand: 'neu' });
    const query = 'site=a%20b&empty=';
    const reply = await flow.post(twilioRequest({ route: 'sms', baseUrl: flow.hooksUrl, form, query }));
    expect(reply).toMatchObject(TWIML);
    const { message } = (await handoff.take(sid)).context;
    expect(message).toMatchObject({ body: 'a+b & c=d', details: { other: { Brand: 'neu' } } });
  });
});

describe('a sender whom nobody knows', () => {
  it('is told so once a day, by the number that was written to', async () => {
    const from = newNumber();
    const sids = [newSid(), newSid()];
    for (const sid of sids) expect(await flow.post(sms(from, sid))).toMatchObject(TWIML);
    const encoded = encodeURIComponent(from);
    const [sent, ...more] = await flow.sent(encoded);
    expect(more).toEqual([]);
    expect(sent).toMatchObject({
      path: `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`,
      authorization: `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`,
    });
    expect(Object.fromEntries(new URLSearchParams(sent?.body))).toEqual({
      From: OUR_NUMBER,
      To: from,
      Body: 'Nobody reads sms messages here.',
    });
    for (const sid of sids) expect(await replies.count(sid)).toBe(0);
  });

  it('is told so on each channel', async () => {
    const from = newNumber();
    await flow.post(sms(from, newSid()));
    await flow.post(sms(`whatsapp:${from}`, newSid(), { To: `whatsapp:${OUR_NUMBER}` }));
    const sent = await flow.sent(encodeURIComponent(from));
    expect(sent.map(({ body }) => new URLSearchParams(body).get('To'))).toEqual([from, `whatsapp:${from}`]);
  });

  it.each(['STOP', 'help', 'opt out', 'Arrêt.', 'please stop!'])(
    'who says %s is told nothing: Twilio does',
    async (Body) => {
      const from = newNumber();
      expect(await flow.post(sms(from, newSid(), { Body }))).toMatchObject(TWIML);
      expect(await flow.sent(encodeURIComponent(from))).toEqual([]);
    },
  );

  it.each(['ACME', '72345'])('who is %s cannot be told, which is counted and logged', async (From) => {
    const sid = newSid();
    const { requestId } = await flow.post(sms(From, sid));
    await flow.logged(
      'what stood against it',
      (json) => json.msg === 'fallback' && json.requestId === requestId && json.cause === 'unreachable',
    );
    expect(await flow.sent(`To=${From}`)).toEqual([]);
  });

  it('on RCS is told so on RCS', async () => {
    const from = newNumber();
    await flow.post(sms(`rcs:${from}`, newSid(), { To: 'rcs:acme_agent' }));
    const [sent] = await flow.sent(encodeURIComponent(from));
    expect(Object.fromEntries(new URLSearchParams(sent?.body))).toMatchObject({
      From: 'rcs:acme_agent',
      To: `rcs:${from}`,
    });
  });

  it('gets the callback answered also when the provider’s API fails, and no second try', async () => {
    const from = `+1401${REFUSED}${newNumber().slice(-2)}`;
    const sids = [newSid(), newSid()];
    for (const sid of sids) expect(await flow.post(sms(from, sid))).toMatchObject(TWIML);
    expect(await flow.sent(encodeURIComponent(from))).toHaveLength(1);
    await flow.logged('the failure', (json) => json.msg === 'fallback' && json.outcome === 'failed');
  });

  it('writes to a number that belongs to a tenant, which gets an event', async () => {
    const tenant = await flow.createTenant();
    const [from, to, sid] = [newNumber(), newNumber(), newSid()];
    await flow.assignAddress(tenant.tenantId, 'sms', to);
    await flow.post(sms(from, sid, { To: to, Latitude: '48.2', Longitude: '16.37' }));
    const { data } = await waitForEvent(tenant, 'message.received', sid);
    expect(data).toMatchObject({
      ...{ from, to, recipient: to, conversation_id: null, authentication: null },
      details: { location: { latitude: 48.2, longitude: 16.37 } },
    });
  });
});
