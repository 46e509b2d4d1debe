import type { CallbackRoute } from '@switchyard/core/providers';
import { aMail, envelope } from '../testing/mail-fixtures.ts';
import { aResendEvent } from '../testing/resend-fixtures.ts';
import { aSendGridEvent } from '../testing/sendgrid-fixtures.ts';
import {
  type RequestOptions,
  resendRequest,
  type SignedRequest,
  sendGridEventsRequest,
  sendGridRequest,
  twilioRequest,
} from '../testing/signed-requests.ts';
import { anSms, anSmsStatus, aWhatsAppMessage } from '../testing/twilio-fixtures.ts';

/** A callback as its provider makes it, and one that is genuine and lacks what it must have. */
type Example = { readonly usual: SignedRequest; readonly unreadable: SignedRequest };

/** One for each callback that there is. */
export const callbackExamples = (options: RequestOptions): Readonly<Record<CallbackRoute, Example>> => ({
  whatsapp: ofTwilio('whatsapp', aWhatsAppMessage(), options),
  sms: ofTwilio('sms', anSms(), options),
  email: {
    usual: sendGridRequest({ ...options, parts: aMail() }),
    unreadable: sendGridRequest({
      ...options,
      parts: aMail({ envelope: envelope('x'.repeat(400)), from: '' }),
    }),
  },
  'sendgrid-events': {
    usual: sendGridEventsRequest({
      ...options,
      events: [aSendGridEvent('delivered', { sg_event_id: 'ZGVsaXZlcmVkLTAtMTIzNDU2Nzg' })],
    }),
    unreadable: sendGridEventsRequest({ ...options, events: ['no event'] }),
  },
  'twilio-status': ofTwilio('twilio-status', anSmsStatus('delivered'), options),
  'resend-events': {
    usual: resendRequest({ ...options, event: aResendEvent('email.bounced') }),
    unreadable: resendRequest({ ...options, event: ['no event'] }),
  },
});

const ofTwilio = (
  route: 'whatsapp' | 'sms' | 'twilio-status',
  form: Readonly<Record<string, string>>,
  options: RequestOptions,
): Example => ({
  usual: twilioRequest({ ...options, route, form }),
  unreadable: twilioRequest({ ...options, route, form: { AccountSid: String(form.AccountSid) } }),
});
