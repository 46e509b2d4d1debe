import type { Attempt } from '@switchyard/core/deliveries';
import { type Endpoint, validSecrets } from '@switchyard/core/endpoints';
import { signRequest } from '@switchyard/core/endpoints/sign-request';
import type { Event } from '@switchyard/core/events';

/** Workers may go on with what an endpoint was for so long. */
const SETTLES_MS = 60_000;

export type SentRequest = {
  readonly url: string;
  readonly body_bytes: number;
  /** A value is null where it is secret, or not known any more. */
  readonly headers: { readonly name: string; readonly value: string | null }[];
  readonly as_sent: boolean;
};

/**
 * The request of an attempt. It is not kept: of an endpoint that was not changed since, the same comes of the same time,
 * payload and secrets. A secret that came later signs nothing here: where none of that time is left, there is no signature.
 */
export function requestAsSent(
  { eventId, payload }: Pick<Event, 'eventId' | 'payload'>,
  endpoint: Endpoint,
  { startedAt }: Pick<Attempt, 'startedAt'>,
): SentRequest {
  const { auth, headers: own = {} } = endpoint;
  const nowMs = Date.parse(startedAt);
  const known = endpoint.secrets.filter(({ createdAt }) => createdAt <= startedAt);
  const isKnown = validSecrets({ secrets: known }, nowMs).length > 0;
  const { headers } = signRequest({
    eventId,
    payload,
    endpoint: isKnown ? { ...endpoint, secrets: known } : endpoint,
    nowMs,
  });
  const unknown = isKnown ? [] : ['webhook-signature', 'stripe-signature'];
  const hidden = [...Object.keys(own), ...secretNames(auth), ...unknown];
  const secret = new Set(hidden.map((name) => name.toLowerCase()));
  const sent = Object.entries(headers).map(([name, value]) => ({
    name: name.toLowerCase(),
    value: secret.has(name.toLowerCase()) ? null : value,
  }));
  const token = auth?.type === 'oauth2' ? [{ name: 'authorization', value: null }] : [];
  return {
    url: endpoint.targetUrl,
    body_bytes: payload.byteLength,
    headers: [
      { name: 'host', value: new URL(endpoint.targetUrl).host },
      { name: 'content-length', value: String(payload.byteLength) },
      ...sent.filter(({ name }) => token.length === 0 || name !== 'authorization'),
      ...token,
    ],
    as_sent: isKnown && (isAsMade(endpoint) || Date.parse(endpoint.updatedAt) + SETTLES_MS <= nowMs),
  };
}

/** Nothing was ever changed of it; or, where it has no revision, nothing but its status and how it was made. */
const isAsMade = ({ revision, createdAt, updatedAt, statusChangedAt }: Endpoint): boolean =>
  updatedAt === createdAt ||
  (revision === undefined &&
    (updatedAt === statusChangedAt || Date.parse(updatedAt) - Date.parse(createdAt) < SETTLES_MS));

/** Headers by which the endpoint knows us. */
function secretNames(auth: Endpoint['auth']): readonly string[] {
  switch (auth?.type) {
    case undefined:
      return [];
    case 'basic':
    case 'oauth2':
      return ['authorization'];
    case 'header':
      return [auth.name];
  }
}
