import { toSeconds } from '@switchyard/core/clock';
import { type EndpointsTable, isReadable, validSecrets } from '@switchyard/core/endpoints';
import { listEndpoints } from '@switchyard/core/endpoints/list-endpoints';
import { orUnavailable } from '@switchyard/core/errors';
import { HttpError } from '@switchyard/core/http';
import {
  createWebhookSecret,
  SignatureError,
  signatureKindOf,
  verifyStripe,
} from '@switchyard/core/signatures';
import { NO_ANSWER } from './receiver.ts';

/** What every public library uses. */
export const TOLERANCE_SECONDS = 300;

/**
 * Nobody has signed with it: a tenant without secrets, or no tenant, is refused by the same steps as a wrong
 * signature.
 */
const NOBODYS_SECRET = createWebhookSecret();

export type SignedDelivery = {
  readonly tenantId: string;
  readonly payload: Uint8Array;
  /** The `Stripe-Signature`. */
  readonly header: string | undefined;
};

/**
 * Checks a delivery's `Stripe-Signature` against the tenant's current secrets and the previous ones still valid.
 *
 * @returns when the delivery was signed, in seconds since the epoch
 * @throws HttpError 401 with the reason; whether the tenant exists is not told
 * @throws UnavailableError when the tenant's secrets cannot be read
 */
export async function verifyDelivery(
  receiver: EndpointsTable,
  { tenantId, payload, header }: SignedDelivery,
): Promise<number> {
  const endpoints = await orUnavailable(listEndpoints(receiver, tenantId), NO_ANSWER);
  const now = receiver.clock();
  const secrets = endpoints
    .filter(isReadable)
    .flatMap((endpoint) => validSecrets(endpoint, now))
    .filter((secret) => signatureKindOf(secret) === 'hmac');
  try {
    const verified = verifyStripe({
      payload,
      header,
      secrets: secrets.length === 0 ? [NOBODYS_SECRET] : secrets,
      now: toSeconds(now),
      toleranceSeconds: TOLERANCE_SECONDS,
    });
    return verified.timestamp;
  } catch (error) {
    if (error instanceof SignatureError) throw new HttpError(401, error.code, error.message);
    throw error;
  }
}
