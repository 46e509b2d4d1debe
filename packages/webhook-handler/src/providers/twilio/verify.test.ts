import { describe, expect, it } from '@jest/globals';
import type { ProviderSecrets } from '@switchyard/core/providers';
import type { SignatureErrorCode } from '@switchyard/core/signatures';
import { costRatio } from '@switchyard/core/testing';
import fc from 'fast-check';
import { ACCOUNT_SID, AUTH_TOKEN, providerSecrets } from '../../../testing/provider-secrets.ts';
import {
  BASE_URL,
  type SignedRequest,
  tampered,
  twilioJsonRequest,
  twilioRequest,
} from '../../../testing/signed-requests.ts';
import { anSms } from '../../../testing/twilio-fixtures.ts';
import type { CallbackRequest } from '../../callback-request.ts';
import { verifyTwilio } from './verify.ts';

const OTHER_SID = 'ACffffffffffffffffffffffffffffffff';
const OTHER_TOKEN = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

const refusal = (code: SignatureErrorCode) => expect.objectContaining({ name: 'SignatureError', code });
const accounts = (byAccount: Record<string, string[]>): ProviderSecrets => ({
  twilio: { accounts: byAccount },
});
const verify = (request: CallbackRequest, secrets: ProviderSecrets) =>
  verifyTwilio(request, { secrets, legacySignatureRoutes: [] });
const anSmsRequest = (changes: Partial<Parameters<typeof twilioRequest>[0]> = {}): SignedRequest =>
  twilioRequest({ route: 'sms', form: anSms(), ...changes });
const accept = (request: CallbackRequest, secrets = providerSecrets()) =>
  expect(() => verify(request, secrets)).not.toThrow();
const refuse = (request: CallbackRequest, code: SignatureErrorCode, secrets = providerSecrets()) =>
  expect(() => verify(request, secrets)).toThrow(refusal(code));

describe('the public URL', () => {
  it.each([
    ['behind the stage path', 'https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod'],
    ['behind a custom domain', 'https://hooks.example.com'],
    ['behind a mapping path', 'https://hooks.example.com/v1'],
    ['with the standard port', 'https://hooks.example.com:443'],
    ['with another port', 'https://hooks.example.com:8443'],
    ['without TLS, on a laptop', 'http://127.0.0.1:4000/local'],
  ])('is accepted %s', (_, baseUrl) => {
    accept(anSmsRequest({ baseUrl }).callback);
  });

  it('may be any of those that are known', () => {
    const { callback } = anSmsRequest({ baseUrl: 'https://a1.execute-api.us-east-1.amazonaws.com/prod' });
    accept({ ...callback, publicUrls: [`${BASE_URL}/sms`, ...callback.publicUrls] });
  });

  it.each([
    ['without the stage', `https://a1.execute-api.us-east-1.amazonaws.com/sms`],
    ['with a trailing slash', `${BASE_URL}/sms/`],
    ['with another scheme', 'http://hooks.example.com/sms'],
    ['on another host', 'https://evil.example.com/sms'],
    ['on another route', `${BASE_URL}/whatsapp`],
  ])('is refused %s', (_, publicUrl) => {
    refuse({ ...anSmsRequest().callback, publicUrls: [publicUrl] }, 'signature_mismatch');
  });

  it('is never taken from Host or X-Forwarded-Host', () => {
    const { callback } = anSmsRequest({ baseUrl: 'https://evil.example.com' });
    const headers = { ...callback.headers, host: 'evil.example.com', 'x-forwarded-host': 'evil.example.com' };
    refuse({ ...callback, headers, publicUrls: [`${BASE_URL}/sms`] }, 'signature_mismatch');
  });

  it('is named in the refusal, so that an operator sees what to correct', () => {
    const { callback } = anSmsRequest();
    expect(() => verify({ ...callback, publicUrls: ['https://h.example/sms'] }, providerSecrets())).toThrow(
      'https://h.example/sms',
    );
  });
});

describe('the query', () => {
  it.each([
    ['one parameter', 'message_id=order-1'],
    ['a value with reserved characters as typed', 'message_id=msg:1@eu,2/3'],
    ['a value percent-encoded', 'message_id=msg%3A1%402'],
    ['a space as %20', 'name=acme%20ltd'],
    ['a space as +', 'name=acme+ltd'],
    ['a form-encoded value', 'name=it%27s+100%25+%28ok%29%21'],
    ['unicode', 'name=Z%C3%BCrich%20%F0%9F%9A%80'],
    ['an empty value', 'flag=&x=1'],
    ['a name alone', 'flag'],
    ['a repeated name', 'tag=b&tag=a'],
    ['names with and without =, mixed', 'b=&c&a=1'],
    ['names with and without =, mixed otherwise', 'b&c='],
    ['escapes in lower case', 'cb=https%3a%2f%2fexample.org%2fa%3fb%3d1&name=acme%20ltd'],
    ['escapes in lower case beside +', 'name=Z%c3%bcrich+%f0%9f%9a%80'],
    ['escapes in lower case and a name alone', 'name=Z%c3%bcrich&flag'],
    ['an encoded URL', 'cb=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1'],
  ])('is accepted with %s', (_, query) => {
    accept(anSmsRequest({ query }).callback);
  });

  it('is accepted in any order of up to 4 parameters, because API Gateway does not keep it', () => {
    const { callback } = anSmsRequest({ query: 'tenant=b&route=a&z=1&message_id=m:1' });
    const orders = fc.shuffledSubarray([...callback.query], { minLength: 4 });
    fc.assert(
      fc.property(orders, (query) => accept({ ...callback, query })),
      { numRuns: 24 },
    );
  });

  it('is accepted with more parameters in the order of signing only', () => {
    const { callback } = anSmsRequest({ query: 'a=1&b=2&c=3&d=4&e=5' });
    accept(callback);
    refuse({ ...callback, query: callback.query.toReversed() }, 'signature_mismatch');
  });

  it('is accepted with any one parameter, however odd', () => {
    const unit = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(unit, unit, (name, value) => {
        const query = new URLSearchParams([[name, value]]).toString();
        accept(anSmsRequest({ query }).callback);
      }),
      { numRuns: 50 },
    );
  });

  it('is refused when a value was changed', () => {
    const { callback } = anSmsRequest({ query: 'message_id=1' });
    refuse({ ...callback, query: [['message_id', '2']] }, 'signature_mismatch');
  });
});

describe('the account', () => {
  it('has several tokens during a rotation', () => {
    const secrets = accounts({ [ACCOUNT_SID]: [OTHER_TOKEN, AUTH_TOKEN] });
    accept(anSmsRequest().callback, secrets);
    accept(anSmsRequest({ authToken: OTHER_TOKEN }).callback, secrets);
  });

  it('is verified by its own token among several accounts', () => {
    const secrets = accounts({ [OTHER_SID]: [OTHER_TOKEN], [ACCOUNT_SID]: [AUTH_TOKEN] });
    accept(anSmsRequest().callback, secrets);
    accept(
      anSmsRequest({ form: anSms({ AccountSid: OTHER_SID }), authToken: OTHER_TOKEN }).callback,
      secrets,
    );
  });

  it('is not spoken for by another configured account', () => {
    const secrets = accounts({ [OTHER_SID]: [OTHER_TOKEN], [ACCOUNT_SID]: [AUTH_TOKEN] });
    refuse(anSmsRequest({ authToken: OTHER_TOKEN }).callback, 'signature_mismatch', secrets);
  });

  it.each([OTHER_SID, 'constructor', '__proto__', ''])('"%s" is refused when it is not configured', (sid) => {
    refuse(anSmsRequest({ form: anSms({ AccountSid: sid }) }).callback, 'signature_mismatch');
  });

  it('is refused with the wrong token', () => {
    refuse(anSmsRequest({ authToken: OTHER_TOKEN }).callback, 'signature_mismatch');
  });

  it('counts as our fault when none is configured', () => {
    refuse(anSmsRequest().callback, 'no_secret', {});
  });

  it('counts as our fault when a token is blank', () => {
    refuse(anSmsRequest().callback, 'secret_malformed', accounts({ [ACCOUNT_SID]: [' '] }));
  });
});

describe('the request', () => {
  it('is refused without the header', () => {
    const { callback } = anSmsRequest();
    refuse(
      { ...callback, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      'header_missing',
    );
  });

  it('is refused with another body', () => {
    refuse(tampered(anSmsRequest(), Buffer.from('Body=other')).callback, 'signature_mismatch');
  });

  it('is accepted as JSON, whose hash is in the URL', () => {
    accept(twilioJsonRequest({ route: 'sms', json: { ...anSms() }, query: 'tenant=acme' }).callback);
  });

  it('is refused as JSON with another body', () => {
    const request = twilioJsonRequest({ route: 'sms', json: { ...anSms() } });
    refuse(
      tampered(request, Buffer.from(JSON.stringify(anSms({ Body: 'x' })))).callback,
      'body_hash_mismatch',
    );
  });

  it('is refused at little cost when it is made to be expensive', async () => {
    const form = (length: number) => Object.fromEntries(Array.from({ length }, (_, n) => [`p${n}`, '']));
    const expensive = anSmsRequest({ form: form(20_000), query: 'a=1&b=2&c=3&d=4' });
    const usual = anSmsRequest({ form: form(50), query: 'a=1&b=2&c=3&d=4', authToken: OTHER_TOKEN });
    expect(await costRatio(refusing(expensive), refusing(usual), 40)).toBeLessThan(40);
  });

  it('is refused at bounded cost with the most parameters that are let in', async () => {
    const most = Object.fromEntries(Array.from({ length: 250 }, (_, n) => [`p${n}`, 'x'.repeat(500)]));
    const form = anSms(most);
    const expensive = anSmsRequest({ form, query: 'a=1&b=2&c=3&d=4', authToken: OTHER_TOKEN });
    const signOften = () => {
      for (let n = 0; n < 100; n += 1) anSmsRequest({ form });
    };
    expect(await costRatio(refusing(expensive), signOften, 20)).toBeLessThan(20);
  });
});

const refusing =
  ({ callback }: SignedRequest) =>
  () =>
    refuse(callback, 'signature_mismatch');
