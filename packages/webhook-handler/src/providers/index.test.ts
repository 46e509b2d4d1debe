import { expect, it } from '@jest/globals';
import { providerSecrets } from '../../testing/provider-secrets.ts';
import { aResendEvent } from '../../testing/resend-fixtures.ts';
import { resendRequest, twilioRequest } from '../../testing/signed-requests.ts';
import { anSmsStatus } from '../../testing/twilio-fixtures.ts';
import { createProviders } from './index.ts';

const options = { legacyTwilioStatusSignature: false, legacyResendSignature: false };
const providers = createProviders(options);

it('tells what brings messages from what reports on them', () => {
  const kinds = Object.fromEntries(Object.entries(providers).map(([route, { kind }]) => [route, kind]));
  expect(kinds).toEqual({
    whatsapp: 'message',
    sms: 'message',
    email: 'message',
    'twilio-status': 'status',
    'resend-events': 'status',
  });
});

it('allows the older scheme on the routes that were asked for only', () => {
  const older = createProviders({ ...options, legacyTwilioStatusSignature: true });
  const status = twilioRequest({ route: 'twilio-status', form: anSmsStatus('sent'), scheme: 'sha256' });
  const resend = resendRequest({ event: aResendEvent('email.sent'), scheme: 'sha256' });
  const refusal = expect.objectContaining({ name: 'SignatureError' });
  expect(() => older['twilio-status'].verify(status.callback, providerSecrets())).not.toThrow();
  expect(() => older.sms.verify(status.callback, providerSecrets())).toThrow(refusal);
  expect(() => older['resend-events'].verify(resend.callback, providerSecrets())).toThrow(refusal);
});
