import { expect, it } from '@jest/globals';
import { CALLBACKS, callbackRouteSchema, PROVIDERS } from '@switchyard/core/providers';
import { providerSecrets } from '../../testing/provider-secrets.ts';
import { aResendEvent } from '../../testing/resend-fixtures.ts';
import { resendRequest, twilioRequest } from '../../testing/signed-requests.ts';
import { anSmsStatus } from '../../testing/twilio-fixtures.ts';
import { callbackCode, keptHeaders } from './index.ts';

it.each(callbackRouteSchema.options)('%s has code that brings what is said of it', (route) => {
  expect(callbackCode(route).brings).toBe(CALLBACKS[route].brings);
});

it.each(callbackRouteSchema.options)('%s keeps the headers by which it is proven', (route) => {
  const { signatureHeaders } = PROVIDERS[CALLBACKS[route].provider];
  expect(keptHeaders(route)).toEqual(expect.arrayContaining([...signatureHeaders]));
});

it('allows the older scheme on the routes that were asked for only', () => {
  const options = { secrets: providerSecrets(), legacySignatureRoutes: ['twilio-status'] } as const;
  const status = twilioRequest({ route: 'twilio-status', form: anSmsStatus('sent'), scheme: 'sha256' });
  const resend = resendRequest({ event: aResendEvent('email.sent'), scheme: 'sha256' });
  const refusal = expect.objectContaining({ name: 'SignatureError' });
  const verify = callbackCode('twilio-status').verify;

  expect(() => verify(status.callback, options)).not.toThrow();
  expect(() => verify({ ...status.callback, route: 'sms' }, options)).toThrow(refusal);
  expect(() => callbackCode('resend-events').verify(resend.callback, options)).toThrow(refusal);
});
