import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '@switchyard/core/conversations';
import { ACCOUNT_SID } from '../../../testing/provider-secrets.ts';
import { genuine, RECEIVED_AT, twilioRequest } from '../../../testing/signed-requests.ts';
import {
  anSms,
  aWhatsAppMessage,
  MESSAGE_SID,
  OUR_NUMBER,
  smsMessages,
  THEIR_NUMBER,
  whatsAppMessages,
} from '../../../testing/twilio-fixtures.ts';
import { callbackCode } from '../index.ts';
import { parseTwilioMessage } from './parse-message.ts';

type Form = Readonly<Record<string, string>>;

async function receive(form: Form, route: 'sms' | 'whatsapp' = 'sms'): Promise<InboundMessage> {
  return parseTwilioMessage(genuine(twilioRequest({ route, form })));
}
const receiveWhatsApp = (form: Form) => receive(form, 'whatsapp');

describe('an SMS', () => {
  it('becomes a message', async () => {
    expect(await receive(anSms())).toEqual({
      provider: 'twilio',
      providerId: MESSAGE_SID,
      channel: 'sms',
      from: THEIR_NUMBER,
      to: OUR_NUMBER,
      body: 'Ahoy! Running 10 minutes late.',
      media: [],
      receivedAt: RECEIVED_AT,
      details: {
        account_sid: ACCOUNT_SID,
        num_segments: 1,
        from_geography: { city: 'SAN FRANCISCO', state: 'CA', zip: '94103', country: 'US' },
        to_geography: { city: 'SAUSALITO', state: 'CA', zip: '94965', country: 'US' },
      },
      truncated: [],
    });
  });

  it('has its media in Twilio’s order', async () => {
    const { media } = await receive(smsMessages.twoMedia);
    expect(media).toEqual([
      { url: expect.stringContaining('/ME0'), content_type: 'image/jpeg' },
      { url: expect.stringContaining('/ME1'), content_type: 'application/pdf' },
    ]);
  });

  it('has ten media by number, not by name', async () => {
    const urls = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`MediaUrl${n}`, `https://m/${n}`]));
    const { media } = await receive(anSms({ ...urls, NumMedia: '11' }));
    expect(media.map(({ url }) => url)).toEqual(Object.values(urls));
  });

  it('keeps an opt-out, after which nobody may answer', async () => {
    const { details, body } = await receive(smsMessages.optOut);
    expect(body).toBe('Stop');
    expect(details).toMatchObject({
      opt_out_type: 'STOP',
      messaging_service_sid: 'MG0123456789abcdef0123456789abcdef',
    });
  });

  it('tells its segments', async () => {
    expect((await receive(smsMessages.threeSegments)).details).toMatchObject({ num_segments: 3 });
  });

  it('keeps white space and emoji of the text', async () => {
    const body = '  two\r\nlines 🚀 ';
    expect((await receive(anSms({ Body: body }))).body).toBe(body);
  });

  it.each(['', '   '])('may have no text but "%s"', async (body) => {
    expect((await receive(anSms({ Body: body }))).body).toBe(body);
  });

  it('leaves out a geography that is empty', async () => {
    const empty = Object.fromEntries(
      ['FromCity', 'FromState', 'FromZip', 'FromCountry'].map((name) => [name, '']),
    );
    expect((await receive(anSms(empty))).details).not.toHaveProperty('from_geography');
  });

  it('is the same message under the id’s older names', async () => {
    const { MessageSid: _, ...form } = anSms();
    expect((await receive(form)).providerId).toBe(MESSAGE_SID);
  });
});

describe('a WhatsApp message', () => {
  it('becomes a message', async () => {
    expect(await receiveWhatsApp(aWhatsAppMessage())).toMatchObject({
      channel: 'whatsapp',
      from: THEIR_NUMBER,
      to: OUR_NUMBER,
      body: 'Grüße 👋 — see you at 5€?',
      details: { profile_name: 'Zoë Łukasz 李', wa_id: '14017122661', message_type: 'text' },
    });
  });

  it.each([
    [
      'a location',
      whatsAppMessages.location,
      {
        location: {
          latitude: 51.51322977399644,
          longitude: -0.2197976373036567,
          address: '187 Freston Road, London, Greater London W10 6TH',
          label: 'The Harrow Club',
        },
      },
    ],
    [
      'a button and what it answers',
      whatsAppMessages.button,
      {
        button: { text: 'Confirm', payload: 'confirm:42', type: 'REPLY' },
        reply_context: { message_sid: 'MM0123456789abcdef0123456789abcdef', sender: OUR_NUMBER },
      },
    ],
    [
      'a choice from a list',
      whatsAppMessages.listReply,
      {
        list: { id: 'size-l', title: 'Large' },
        interactive_data: '{"type":"list_reply","list_reply":{"id":"size-l","title":"Large"}}',
      },
    ],
    [
      'a Flow, its JSON as it was sent',
      whatsAppMessages.flow,
      { flow_data: expect.stringContaining('90071992547409931'), channel_metadata: expect.any(String) },
    ],
    [
      'the advertisement it came from',
      whatsAppMessages.fromAdvertisement,
      { referral: expect.objectContaining({ headline: 'New shoes', source_type: 'ad' }) },
    ],
    ['that it was forwarded', whatsAppMessages.forwarded, { forwarded: true, frequently_forwarded: true }],
  ])('has %s', async (_, form, details) => {
    expect((await receiveWhatsApp(form)).details).toMatchObject(details);
  });

  it('may be only a picture', async () => {
    const { body, media } = await receiveWhatsApp(whatsAppMessages.media);
    expect({ body, types: media.map(({ content_type }) => content_type) }).toEqual({
      body: '',
      types: ['image/jpeg'],
    });
  });

  it('has a contact as a vCard among its media', async () => {
    const { media, details } = await receiveWhatsApp(whatsAppMessages.contact);
    expect(media).toEqual([expect.objectContaining({ content_type: 'text/vcard' })]);
    expect(details).toMatchObject({ message_type: 'contacts' });
  });

  it('has no referral when only its count of media is said', async () => {
    expect((await receiveWhatsApp(aWhatsAppMessage())).details).not.toHaveProperty('referral');
  });
});

describe('the channel', () => {
  it.each([
    ['whatsapp', 'sms', `whatsapp:${THEIR_NUMBER}`],
    ['whatsapp', 'whatsapp', `WhatsApp:${THEIR_NUMBER}`],
    ['sms', 'whatsapp', THEIR_NUMBER],
    ['sms', 'whatsapp', '12345'],
    ['sms', 'sms', `rcs:${THEIR_NUMBER}`],
    ['whatsapp', 'whatsapp', `rcs:${THEIR_NUMBER}`],
  ] as const)('is %s on /%s from %s', async (channel, route, From) => {
    expect((await receive(anSms({ From }), route)).channel).toBe(channel);
  });
});

it('remembers a prefix that the channel does not say, for an answer to have it again', async () => {
  const rcs = await receive(anSms({ From: `rcs:${THEIR_NUMBER}`, To: 'RCS:acme_agent' }), 'sms');
  expect(rcs).toMatchObject({
    from: THEIR_NUMBER,
    to: 'acme_agent',
    details: { from_prefix: 'rcs', to_prefix: 'rcs' },
  });
  for (const message of [anSms(), aWhatsAppMessage()])
    expect((await receive(message, 'sms')).details).not.toHaveProperty('from_prefix');
});

it('answers with empty TwiML as XML, because Twilio would send text to the person', () => {
  expect(callbackCode('sms').answer({ kind: 'accepted' }, { requestId: 'req-1' })).toEqual({
    status: 200,
    contentType: 'text/xml',
    body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
  });
});
