import { describe, expect, it } from '@jest/globals';
import { encodeMessageReference } from '@switchyard/core/messages';
import { type ProviderSecrets, providerSecretsSchema } from '@switchyard/core/providers';
import { aMail } from '../../testing/mail-fixtures.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  createSendGridKeys,
  providerSecrets,
  RESEND_SECRET,
  SENDGRID_KEYS,
} from '../../testing/provider-secrets.ts';
import { aResendEvent } from '../../testing/resend-fixtures.ts';
import { resendRequest, sendGridRequest, twilioRequest } from '../../testing/signed-requests.ts';
import { anSms, anSmsStatus } from '../../testing/twilio-fixtures.ts';
import type { CallbackRequest } from '../callback-request.ts';
import { verifiedBefore } from '../verified-request.ts';
import { callbackCode } from './index.ts';
import { parseSendGridMail } from './sendgrid/parse-mail.ts';
import { parseTwilioStatus } from './twilio/parse-status.ts';

const verify = (request: CallbackRequest, secrets: ProviderSecrets) =>
  callbackCode(request.route).verify(request, { secrets, legacySignatureRoutes: [] });
const mismatch = expect.objectContaining({ code: 'signature_mismatch' });

const OTHER_SID = `AC${'b'.repeat(32)}`;
const OTHER_TOKEN = 'f'.repeat(32);
const OTHER_RESEND_SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
const OTHER_KEYS = createSendGridKeys();

const ours = providerSecrets();
const tenants = { default: ['globex'], [ACCOUNT_SID]: ['globex'], other: ['acme'], [OTHER_SID]: ['acme'] };
const SECRETS = providerSecretsSchema.parse({
  twilio: { accounts: { [ACCOUNT_SID]: [AUTH_TOKEN], [OTHER_SID]: [OTHER_TOKEN] }, tenants },
  resend: {
    signingSecrets: [RESEND_SECRET],
    accounts: { other: { signingSecrets: [OTHER_RESEND_SECRET] } },
    tenants,
  },
  sendgrid: {
    publicKeys: [SENDGRID_KEYS.publicKey],
    accounts: { other: { publicKeys: [OTHER_KEYS.publicKey] }, unsigned: { basicAuth: ['user:password'] } },
    tenants,
  },
});

const fromOther = {
  twilio: () =>
    twilioRequest({ route: 'sms', form: anSms({ AccountSid: OTHER_SID }), authToken: OTHER_TOKEN }),
  resend: () => resendRequest({ event: aResendEvent('email.sent'), secrets: [OTHER_RESEND_SECRET] }),
  sendgrid: () => sendGridRequest({ parts: aMail(), privateKey: OTHER_KEYS.privateKey }),
};
const fromOurs = {
  twilio: () => twilioRequest({ route: 'sms', form: anSms() }),
  resend: () => resendRequest({ event: aResendEvent('email.sent') }),
  sendgrid: () => sendGridRequest({ parts: aMail() }),
};

describe.each(['twilio', 'resend', 'sendgrid'] as const)('a callback of %s', (provider) => {
  it('proves which of several accounts it is from, and for whom that one speaks', () => {
    const { callback } = fromOther[provider]();
    const id = provider === 'twilio' ? OTHER_SID : 'other';
    expect(verify(callback, SECRETS)).toEqual({ id, tenants: ['acme'] });
    expect(verify(fromOurs[provider]().callback, SECRETS)).toMatchObject({ tenants: ['globex'] });
  });

  it('speaks for all where nothing else is said', () => {
    const account = verify(fromOurs[provider]().callback, ours);
    expect(account).toEqual({ id: provider === 'twilio' ? ACCOUNT_SID : 'default' });
  });

  it('of an account that is not configured is refused', () => {
    expect(() => verify(fromOther[provider]().callback, ours)).toThrow(mismatch);
  });
});

describe('a Twilio request that names no account', () => {
  const { AccountSid: _, ...form } = anSms();
  const { callback } = twilioRequest({ route: 'sms', form });

  it('is from the one that is configured', () => {
    const secrets = { twilio: { accounts: { [ACCOUNT_SID]: [AUTH_TOKEN] } } };
    expect(verify(callback, secrets)).toEqual({ id: ACCOUNT_SID });
  });

  it('is from none of several', () => {
    expect(() => verify(callback, SECRETS)).toThrow(mismatch);
  });
});

describe('a SendGrid account without a public key', () => {
  it('is proven by its own basic auth, beside accounts whose mail is signed', () => {
    const request = (basicAuth: string) =>
      sendGridRequest({ parts: aMail(), privateKey: undefined, basicAuth }).callback;
    expect(verify(request('user:password'), SECRETS)).toEqual({ id: 'unsigned' });
    expect(() => verify(request('user:wrong'), SECRETS)).toThrow(mismatch);
  });
});

describe('what no signature covers', () => {
  it('splits no mail: a boundary in the content type that is not the body’s own', async () => {
    const text = [
      '',
      '--mine',
      'Content-Disposition: form-data; name="envelope"',
      '',
      '{"to":["a@b.c"]}',
      '--mine--',
      '',
    ];
    const { callback } = sendGridRequest({ parts: aMail({ text: text.join('\r\n') }) });
    const headers = { ...callback.headers, 'content-type': 'multipart/form-data; boundary=mine' };
    expect(() => parseSendGridMail(verifiedBefore({ ...callback, headers }))).toThrow('another boundary');
  });

  it('names no message: the query of a status that is signed by the older scheme', () => {
    const query = `message_id=${encodeMessageReference({ tenantId: 'acme', messageId: 'order-1' })}`;
    const hintOf = (scheme: 'twilio' | 'sha256') => {
      const options = { route: 'twilio-status', form: anSmsStatus('sent'), query, scheme } as const;
      return parseTwilioStatus(verifiedBefore(twilioRequest(options).callback)).messageIdHint;
    };
    expect(hintOf('sha256')).toBeUndefined();
    expect(hintOf('twilio')).toBeDefined();
  });
});
