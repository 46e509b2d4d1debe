import type { ProvenAccount, ProviderSecrets } from '@switchyard/core/providers';
import {
  SENDGRID_SIGNATURE_HEADER,
  SENDGRID_TIMESTAMP_HEADER,
  verifySendGrid,
} from '@switchyard/core/signatures';
import type { CallbackRequest } from '../../callback-request.ts';
import { firstThatVerifies } from '../first-that-verifies.ts';
import type { VerifyOptions } from '../provider.ts';

type Lists = Pick<NonNullable<ProviderSecrets['sendgrid']>, 'eventWebhookPublicKeys'>;

/**
 * Verifies a request of the Event Webhook by its own keys; those of Inbound Parse prove mails only.
 *
 * @throws SignatureError
 */
export const verifySendGridEvents = (
  { rawBody, headers }: CallbackRequest,
  { secrets }: VerifyOptions,
): ProvenAccount =>
  firstThatVerifies<Lists>(secrets.sendgrid, ({ eventWebhookPublicKeys }) =>
    verifySendGrid({
      rawBody,
      signature: headers[SENDGRID_SIGNATURE_HEADER],
      timestamp: headers[SENDGRID_TIMESTAMP_HEADER],
      publicKeys: eventWebhookPublicKeys,
    }),
  );
