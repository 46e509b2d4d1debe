import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '@switchyard/core/conversations';
import fc from 'fast-check';
import { ACCOUNT_SID } from '../../../testing/provider-secrets.ts';
import { genuine, twilioJsonRequest, twilioRequest } from '../../../testing/signed-requests.ts';
import { anSms, whatsAppMessages } from '../../../testing/twilio-fixtures.ts';
import { verifiedBefore } from '../../verified-request.ts';
import { parseTwilioMessage } from './parse-message.ts';

type Form = Readonly<Record<string, string>>;

const unreadable = expect.objectContaining({ name: 'CallbackParseError', code: 'callback_unreadable' });

async function receive(form: Form, route: 'sms' | 'whatsapp' = 'sms'): Promise<InboundMessage> {
  return parseTwilioMessage(genuine(twilioRequest({ route, form })));
}

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

  const jsonOfBytes = (bytes: number) => JSON.stringify({ status: 'successful', x: 'x'.repeat(bytes - 30) });

  it('keeps JSON whole up to 32 KiB, known by its name or not', async () => {
    const AddOns = jsonOfBytes(32 * 1024);
    const Lookup = ' [{"a":1.10}]';
    const { details, truncated } = await receive(anSms({ AddOns, Lookup, FlowData: jsonOfBytes(2_000) }));
    expect(Buffer.byteLength(AddOns)).toBe(32 * 1024);
    expect(details).toMatchObject({ other: { AddOns, Lookup }, flow_data: jsonOfBytes(2_000) });
    expect(truncated).toEqual([]);
  });

  it.each([
    ['JSON that is longer', 'AddOns', jsonOfBytes(32 * 1024 + 1)],
    ['what begins like JSON and does not end', 'AddOns', `{"a":"${'x'.repeat(600)}`],
    ['JSON that is longer, under a known name', 'FlowData', jsonOfBytes(32 * 1024 + 1)],
    ['what is no JSON, under a name that has JSON', 'ChannelMetadata', '{"a":'],
  ])('leaves out %s, and says so', async (_, name, value) => {
    const { details, truncated } = await receive(anSms({ [name]: value }));
    expect(JSON.stringify(details)).not.toContain('xxx');
    expect(truncated).toEqual([name]);
  });

  it('leaves out JSON beyond 96 KiB in all', async () => {
    const many = Object.fromEntries(['A', 'B', 'C', 'D'].map((name) => [name, jsonOfBytes(32 * 1024)]));
    const { details, truncated } = await receive(anSms(many));
    expect(Object.keys(details.other ?? {})).toEqual(['A', 'B', 'C']);
    expect(truncated).toEqual(['D']);
  });

  it('keeps a short text that only begins like JSON', async () => {
    expect((await receive(anSms({ Note: '[sic' }))).details.other).toEqual({ Note: '[sic' });
  });

  it('fits into an item however long everything is', async () => {
    const names = Object.keys({ ...anSms(), ...Object.assign({}, ...Object.values(whatsAppMessages)) });
    const long = Object.fromEntries(names.map((name) => [name, 'x'.repeat(8_000)]));
    const media = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [`MediaUrl${n}`, 'x'.repeat(1_000)]),
    );
    const { callback } = twilioRequest({
      route: 'sms',
      form: { ...long, ...media, FlowData: 'x'.repeat(99_000), From: '+1', To: '+2', MessageSid: 'SM1' },
    });
    const message = await parseTwilioMessage(verifiedBefore(callback));
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
    expect((await parseTwilioMessage(verifiedBefore({ ...callback, rawBody }))).body).toBe(
      'Ahoy! Running 10 minutes late.',
    );
  });

  it('is read from JSON as well', async () => {
    const request = twilioJsonRequest({ route: 'sms', json: { ...anSms(), NumMedia: 0 } });
    expect(parseTwilioMessage(genuine(request)).body).toBe('Ahoy! Running 10 minutes late.');
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
    expect(() => parseTwilioMessage(verifiedBefore({ ...callback, rawBody: Buffer.from(body) }))).toThrow(
      unreadable,
    );
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
