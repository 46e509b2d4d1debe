import { describe, expect, it } from '@jest/globals';
import { aMail } from '../../testing/mail-fixtures.ts';
import { aResendEvent } from '../../testing/resend-fixtures.ts';
import { resendRequest, sendGridRequest, twilioRequest } from '../../testing/signed-requests.ts';
import { anSms } from '../../testing/twilio-fixtures.ts';
import { carriesSignature } from './index.ts';

const twilio = twilioRequest({ route: 'sms', form: anSms() }).callback;
const resend = resendRequest({ event: aResendEvent('email.opened') }).callback;
const signedMail = sendGridRequest({ parts: aMail() }).callback;
const mail = { ...signedMail, headers: {} };
const HEX = 'ab'.repeat(32);

describe('what carries a signature', () => {
  it.each([
    ['of Twilio', twilio],
    [
      'of Twilio, by whatever secret',
      twilioRequest({ route: 'sms', form: anSms(), authToken: 'other' }).callback,
    ],
    ['of Twilio, in the older scheme', { ...twilio, headers: { 'x-twilio-signature': `sha256=${HEX}` } }],
    ['of Resend', resend],
    [
      'of Resend, of several secrets',
      resendRequest({
        event: aResendEvent('email.opened'),
        secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'],
      }).callback,
    ],
    ['of Resend, in the older scheme', { ...resend, headers: { 'resend-signature': `sha256=${HEX}` } }],
    ['of SendGrid', signedMail],
    ['of SendGrid, by a path segment', { ...mail, pathSegment: 'segment-segment-segment' }],
    ['of SendGrid, by basic auth', { ...mail, headers: { authorization: 'Basic dXNlcjpwYXNz' } }],
  ])('%s', (_, callback) => {
    expect(carriesSignature(callback)).toBe(true);
  });

  it.each([
    ['nothing', { ...twilio, headers: {} }],
    ['a word', { ...twilio, headers: { 'x-twilio-signature': 'forged' } }],
    ['another provider’s', { ...twilio, headers: resend.headers }],
    ['too long a text', { ...twilio, headers: { 'x-twilio-signature': 'a'.repeat(1_000) } }],
    [
      'a signature without its id',
      { ...resend, headers: { 'svix-signature': resend.headers['svix-signature'] ?? '' } },
    ],
    ['one of another version', { ...resend, headers: { ...resend.headers, 'svix-signature': 'v2,forged' } }],
    ['a mail with a bearer token', { ...mail, headers: { authorization: 'Bearer dXNlcjpwYXNz' } }],
  ])('is not what carries %s', (_, callback) => {
    expect(carriesSignature(callback)).toBe(false);
  });
});
