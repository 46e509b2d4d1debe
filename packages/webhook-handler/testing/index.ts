/** Genuinely signed callbacks of each provider, for flow tests and the demo. */

export { toSpoolMessage } from '../src/spool/spool-message.ts';
export { aMail, aMailWithFiles, aRawMail, envelope, OUR_MAILBOX } from './mail-fixtures.ts';
export type { MultipartPart } from './multipart.ts';
export {
  ACCOUNT_SID,
  AUTH_TOKEN,
  createSendGridKeys,
  RESEND_SECRET,
  SENDGRID_EVENT_KEYS,
  SENDGRID_KEYS,
} from './provider-secrets.ts';
export { aResendEvent } from './resend-fixtures.ts';
export { aSendGridEvent } from './sendgrid-fixtures.ts';
export {
  resendRequest,
  type SignedRequest,
  sendGridEventsRequest,
  sendGridRequest,
  tampered,
  twilioRequest,
} from './signed-requests.ts';
export {
  anSms,
  anSmsStatus,
  aWhatsAppMessage,
  aWhatsAppStatus,
  OUR_NUMBER,
  THEIR_NUMBER,
  whatsAppMessages,
} from './twilio-fixtures.ts';
