import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '@switchyard/core';
import fc from 'fast-check';
import { ACCOUNT_SID, providerSecrets } from '../../testing/provider-secrets.ts';
import { RECEIVED_AT, twilioJsonRequest, twilioRequest } from '../../testing/signed-requests.ts';
import {
  anSms,
  aWhatsAppMessage,
  MESSAGE_SID,
  OUR_NUMBER,
  smsMessages,
  THEIR_NUMBER,
  whatsAppMessages,
} from '../../testing/twilio-fixtures.ts';
import { createTwilioMessageProvider } from './twilio-message.ts';

type Form = Readonly<Record<string, string>>;

const adapter = createTwilioMessageProvider();
const unreadable = expect.objectContaining({ name: 'CallbackParseError', code: 'callback_unreadable' });

async function receive(form: Form, route: 'sms' | 'whatsapp' = 'sms'): Promise<InboundMessage> {
  const { callback } = twilioRequest({ route, form });
  adapter.verify(callback, providerSecrets());
  return adapter.parse(callback);
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

describe('what Twilio does not document', () => {
  it('is kept under Twilio’s own name', async () => {
    const { details } = await receive(anSms({ BrandNewParam: '1', Empty: '' }));
    expect(details.other).toEqual({ BrandNewParam: '1' });
  });

  it('cannot reach a prototype', async () => {
    const { details, truncated } = await receive(anSms({ ['__proto__']: 'x', constructor: 'y' }));
    expect(details.other).toEqual({ constructor: 'y' });
    expect(truncated).toEqual(['other']);
  });

  it('is limited, which is said', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`New${n}`, 'x'.repeat(600)]));
    const { details, truncated } = await receive(anSms(many));
    expect(Object.keys(details.other ?? {})).toHaveLength(50);
    expect(truncated).toContain('other');
  });

  it('cuts a text that is too long, with a marker, and says so', async () => {
    const { body, truncated } = await receive(anSms({ Body: '🚀'.repeat(25_000) }));
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(64 * 1024);
    expect(body).toMatch(/🚀\n\[cut: .*\]$/u);
    expect(truncated).toEqual(['body']);
  });

  it('fits into an item however long everything is', async () => {
    const names = Object.keys({ ...anSms(), ...Object.assign({}, ...Object.values(whatsAppMessages)) });
    const long = Object.fromEntries(names.map((name) => [name, 'x'.repeat(9_000)]));
    const media = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [`MediaUrl${n}`, 'x'.repeat(1_000)]),
    );
    const { callback } = twilioRequest({
      route: 'sms',
      form: { ...long, ...media, FlowData: 'x'.repeat(99_000), From: '+1', To: '+2', MessageSid: 'SM1' },
    });
    const message = await adapter.parse(callback);
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(350_000);
    expect(message.truncated).toEqual(expect.arrayContaining(['FlowData', 'ProfileName', 'media']));
  });

  it('takes a number that is none for absent', async () => {
    const { details } = await receive(anSms({ NumSegments: 'many', Latitude: 'NaN', Longitude: '1e999' }));
    expect(details).not.toHaveProperty('num_segments');
    expect(details).not.toHaveProperty('location');
  });

  it('takes the first of a repeated parameter', async () => {
    const { callback } = twilioRequest({ route: 'sms', form: anSms() });
    const rawBody = Buffer.concat([callback.rawBody, Buffer.from('&Body=second')]);
    expect((await adapter.parse({ ...callback, rawBody })).body).toBe('Ahoy! Running 10 minutes late.');
  });

  it('is read from JSON as well', async () => {
    const { callback } = twilioJsonRequest({ route: 'sms', json: { ...anSms(), NumMedia: 0 } });
    adapter.verify(callback, providerSecrets());
    expect((await adapter.parse(callback)).body).toBe('Ahoy! Running 10 minutes late.');
  });

  it.each([
    ['no id', { MessageSid: '', SmsMessageSid: '', SmsSid: '' }],
    ['no sender', { From: '' }],
    ['a sender that cannot be a key', { From: '+1'.repeat(1_000) }],
    ['an id that cannot be a key', { MessageSid: 'ä' }],
  ])('is unreadable with %s', async (_, changes) => {
    await expect(receive(anSms(changes))).rejects.toEqual(unreadable);
  });

  it.each(['{', '[]', '"text"', ''])('is unreadable as the JSON body %s', (body) => {
    const { callback } = twilioJsonRequest({ route: 'sms', json: {} });
    expect(() => adapter.parse({ ...callback, rawBody: Buffer.from(body) })).toThrow(unreadable);
  });

  it('never breaks on any parameters, and fits into an item', async () => {
    const names = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        'Body',
        'MediaUrl0',
        'MediaUrl00',
        'MediaContentType1',
        'FlowData',
        'ProfileName',
        '__proto__',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(names, fc.string({ unit: 'grapheme', maxLength: 3_000 })),
        async (odd) => {
          const message = await receive({ ...odd, From: '+1', MessageSid: 'SM1', AccountSid: ACCOUNT_SID });
          expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(350_000);
        },
      ),
      { numRuns: 50 },
    );
  });
});

it('answers with empty TwiML as XML, because Twilio would send text to the person', () => {
  expect(adapter.answer({ kind: 'accepted' })).toEqual({
    status: 200,
    contentType: 'text/xml',
    body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
  });
});
