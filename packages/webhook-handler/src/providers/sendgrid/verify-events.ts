import {
  SENDGRID_SIGNATURE_HEADER,
  SENDGRID_TIMESTAMP_HEADER,
  verifySendGrid,
} from '@switchyard/core/signatures';
import type { CallbackRequest } from '../../callback-request.ts';
import type { VerifyOptions } from '../provider.ts';

/**
 * Verifies a request of the Event Webhook by its own keys; those of Inbound Parse prove mails only.
 *
 * @throws SignatureError
 */
export function verifySendGridEvents(
  { rawBody, headers }: CallbackRequest,
  { secrets }: VerifyOptions,
): void {
  verifySendGrid({
    rawBody,
    signature: headers[SENDGRID_SIGNATURE_HEADER],
    timestamp: headers[SENDGRID_TIMESTAMP_HEADER],
    publicKeys: secrets.sendgrid?.eventWebhookPublicKeys ?? [],
  });
}
