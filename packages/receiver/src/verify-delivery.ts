import {
  type Clock,
  type createListEndpoints,
  SignatureError,
  toSeconds,
  validSecrets,
  verifyStripe,
} from '@switchyard/core';
import { HttpError } from '@switchyard/core/http';

/** What every public library uses. */
export const TOLERANCE_SECONDS = 300;

export type VerifyDeliveryDeps = {
  readonly listEndpoints: ReturnType<typeof createListEndpoints>;
  readonly clock: Clock;
};

/**
 * Checks a delivery's `Stripe-Signature` against the tenant's current secrets and the previous ones still valid.
 *
 * @returns when the delivery was signed, in seconds since the epoch
 * @throws HttpError 401 with the reason; whether the tenant exists is not told
 */
export function createVerifyDelivery({ listEndpoints, clock }: VerifyDeliveryDeps) {
  return async (tenantId: string, payload: Uint8Array, header: string | undefined): Promise<number> => {
    const endpoints = await listEndpoints(tenantId);
    const now = clock();
    const secrets = endpoints.flatMap((endpoint) => validSecrets(endpoint, now));
    if (secrets.length === 0) throw refused('signature_mismatch', 'No signature matches the payload.');
    try {
      const verified = verifyStripe({
        payload,
        header,
        secrets,
        now: toSeconds(now),
        toleranceSeconds: TOLERANCE_SECONDS,
      });
      return verified.timestamp;
    } catch (error) {
      if (error instanceof SignatureError) throw refused(error.code, error.message);
      throw error;
    }
  };
}

const refused = (code: string, message: string) => new HttpError(401, code, message);
