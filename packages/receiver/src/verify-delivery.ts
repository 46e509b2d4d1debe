import { type Clock, toSeconds } from '@switchyard/core/clock';
import { type Endpoint, validSecrets } from '@switchyard/core/endpoints';
import { UnavailableError } from '@switchyard/core/errors';
import { HttpError } from '@switchyard/core/http';
import { createWebhookSecret, SignatureError, verifyStripe } from '@switchyard/core/signatures';

/** What every public library uses. */
export const TOLERANCE_SECONDS = 300;

export type VerifyDeliveryDeps = {
  readonly listEndpoints: (tenantId: string) => Promise<Endpoint[]>;
  readonly clock: Clock;
};

/**
 * Checks a delivery's `Stripe-Signature` against the tenant's current secrets and the previous ones still valid.
 *
 * @returns when the delivery was signed, in seconds since the epoch
 * @throws HttpError 401 with the reason; whether the tenant exists is not told
 * @throws UnavailableError when the tenant's secrets cannot be read
 */
export function createVerifyDelivery({ listEndpoints, clock }: VerifyDeliveryDeps) {
  // Nobody has signed with it: a tenant without secrets, or no tenant, is refused by the same steps as a wrong signature.
  const nobodysSecret = createWebhookSecret();

  return async (tenantId: string, payload: Uint8Array, header: string | undefined): Promise<number> => {
    const endpoints = await read(tenantId);
    const now = clock();
    const secrets = endpoints.flatMap((endpoint) => validSecrets(endpoint, now));
    try {
      const verified = verifyStripe({
        payload,
        header,
        secrets: secrets.length === 0 ? [nobodysSecret] : secrets,
        now: toSeconds(now),
        toleranceSeconds: TOLERANCE_SECONDS,
      });
      return verified.timestamp;
    } catch (error) {
      if (error instanceof SignatureError) throw new HttpError(401, error.code, error.message);
      throw error;
    }
  };

  async function read(tenantId: string) {
    try {
      return await listEndpoints(tenantId);
    } catch (cause) {
      throw new UnavailableError('The store did not answer. Try again.', { cause });
    }
  }
}
