/** Genuinely signed callbacks of each provider, for flow tests and the demo. */
export { aMail } from './mail-fixtures.ts';
export {
  ACCOUNT_SID,
  AUTH_TOKEN,
  createSendGridKeys,
  RESEND_SECRET,
  SENDGRID_KEYS,
} from './provider-secrets.ts';
export { aResendEvent } from './resend-fixtures.ts';
export { resendRequest, type SignedRequest, sendGridRequest, twilioRequest } from './signed-requests.ts';
export { anSms, aWhatsAppMessage, THEIR_NUMBER } from './twilio-fixtures.ts';
