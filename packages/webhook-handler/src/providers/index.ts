import type { CallbackRoute } from '../callback-request.ts';
import type { MessageProvider, StatusProvider } from './provider-kinds.ts';
import { createResendEventProvider } from './resend-event.ts';
import { createSendGridMailProvider } from './sendgrid-mail.ts';
import { createTwilioMessageProvider } from './twilio-message.ts';
import { createTwilioStatusProvider } from './twilio-status.ts';

export type ProvidersOptions = {
  /** Also accept `sha256=<hex HMAC-SHA256 of the body>` in X-Twilio-Signature of status callbacks. */
  readonly legacyTwilioStatusSignature: boolean;
  /** Also accept `sha256=<hex HMAC-SHA256 of the body>` in Resend-Signature. */
  readonly legacyResendSignature: boolean;
};

export type Providers = {
  readonly [Route in CallbackRoute]: Route extends 'twilio-status' | 'resend-events'
    ? StatusProvider
    : MessageProvider;
};

/** What speaks each route's protocol; `kind` tells what parsing brings. */
export function createProviders(options: ProvidersOptions): Providers {
  const twilioMessage = createTwilioMessageProvider();
  return {
    whatsapp: twilioMessage,
    sms: twilioMessage,
    email: createSendGridMailProvider(),
    'twilio-status': createTwilioStatusProvider({ legacySignature: options.legacyTwilioStatusSignature }),
    'resend-events': createResendEventProvider({ legacySignature: options.legacyResendSignature }),
  };
}
