export { constantTimeEqual } from './constant-time-equal.ts';
export {
  SENDGRID_SIGNATURE_HEADER,
  SENDGRID_TIMESTAMP_HEADER,
  type VerifiedSendGrid,
  type VerifySendGridInput,
  verifySendGrid,
} from './sendgrid-signature.ts';
export { SignatureError, type SignatureErrorCode } from './signature-error.ts';
export {
  type SignStandardWebhooksInput,
  type StandardWebhooksHeaders,
  signStandardWebhooks,
  type VerifiedStandardWebhook,
  type VerifyStandardWebhooksInput,
  verifyStandardWebhooks,
} from './standard-webhooks.ts';
export {
  type SignStripeInput,
  signStripe,
  type VerifiedStripe,
  type VerifyStripeInput,
  verifyStripe,
} from './stripe-signature.ts';
export {
  signTwilio,
  type VerifyTwilioInput,
  verifyTwilioForm,
  verifyTwilioJson,
} from './twilio-signature.ts';
export { twilioSignedUrl } from './twilio-signed-url.ts';
export {
  createSecretOf,
  createWebhookSecret,
  decodeStrictBase64,
  decodeTenantSecret,
  decodeWebhookPrivateKey,
  decodeWebhookSecret,
  publicKeyOf,
  SIGNATURE_KINDS,
  type SignatureKind,
  signatureKindOf,
} from './webhook-secret.ts';
