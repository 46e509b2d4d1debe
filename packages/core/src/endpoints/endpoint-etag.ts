import { createHash } from 'node:crypto';
import type { Endpoint } from './endpoint.ts';
import { EndpointError } from './endpoint-error.ts';
import { endpointStateSchema } from './endpoint-state.ts';

/** What deliveries write on an endpoint: all of its state but whether it is in service. */
const BY_DELIVERIES = new Set(
  Object.keys(endpointStateSchema.omit({ status: true, statusReason: true, statusChangedAt: true }).shape),
);

/** Names all that a tenant can change of an endpoint, and its status, but not what deliveries write on it. */
export function endpointEtag(endpoint: Endpoint): string {
  const named = Object.entries(endpoint).filter(([name]) => !BY_DELIVERIES.has(name));
  return `"${createHash('sha256')
    .update(stable(Object.fromEntries(named)))
    .digest('base64url')
    .slice(0, 22)}"`;
}

/** DynamoDB gives the attributes of a map in any order. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );

/**
 * @param ifMatch as in HTTP: one or more etags with commas between, or `*`; absent: whatever it is
 * @throws EndpointError `endpoint_changed`
 */
export function requireMatch(endpoint: Endpoint, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const etag = endpointEtag(endpoint);
  if (ifMatch.split(',').some((each) => each.trim() === etag)) return;
  throw new EndpointError(
    'endpoint_changed',
    `Endpoint ${endpoint.endpointId} is not as ${ifMatch.slice(0, 100)} names it; it is ${etag} now. Read it again, and repeat the change if it is still wanted.`,
  );
}
