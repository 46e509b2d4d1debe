import { toSeconds } from '../clock.ts';
import { signStandardWebhooks } from '../signatures/standard-webhooks.ts';
import { signStripe } from '../signatures/stripe-signature.ts';
import { signatureKindOf } from '../signatures/webhook-secret.ts';
import { type Endpoint, validSecrets } from './endpoint.ts';
import type { EndpointAuth } from './endpoint-options.ts';
import { isReservedHeader } from './reserved-header.ts';

export const USER_AGENT = 'Switchyard/1.0 (+webhooks)';

export type SignedRequest = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/**
 * Both signature families over the same bytes, one signature for each secret that is valid now, so that a receiver
 * that verifies with any public library, old secret or new, accepts it. An ed25519 key signs in the one that has it.
 */
export function signRequest(input: {
  readonly eventId: string;
  readonly payload: Uint8Array;
  readonly endpoint: Pick<Endpoint, 'secrets' | 'headers' | 'auth'>;
  readonly nowMs: number;
}): SignedRequest {
  const { eventId, payload, endpoint, nowMs } = input;
  const timestamp = toSeconds(nowMs);
  const secrets = validSecrets(endpoint, nowMs);
  const hmac = secrets.filter((secret) => signatureKindOf(secret) === 'hmac');
  const own = Object.entries({ ...endpoint.headers, ...authHeaders(endpoint.auth) }).filter(
    ([name]) => !isReservedHeader(name),
  );
  return {
    body: payload,
    headers: {
      ...Object.fromEntries(own),
      'content-type': 'application/json',
      'user-agent': USER_AGENT,
      ...signStandardWebhooks({ id: eventId, timestamp, payload, secrets }),
      // Stripe's scheme knows no other kind.
      ...(hmac.length === 0 ? {} : { 'stripe-signature': signStripe({ payload, secrets: hmac, timestamp }) }),
    },
  };
}

/** Stronger than a header of the endpoint's own with the same name. A token is added when the request is made. */
function authHeaders(auth: EndpointAuth | undefined): Record<string, string> {
  switch (auth?.type) {
    case undefined:
    case 'oauth2':
      return {};
    case 'basic':
      return {
        authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`,
      };
    case 'header':
      return { [auth.name]: auth.value };
  }
}
