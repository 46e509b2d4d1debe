import { UnavailableError } from '../errors.ts';
import type { ChangeStateContext } from './change-state.ts';
import { type Endpoint, isReadable } from './endpoint.ts';
import { readEndpoint } from './endpoint-store.ts';
import { holdEndpoint } from './set-status.ts';

const TRIES = 5;

/**
 * Takes an endpoint out of service because it answered that it is gone, provided that it is still the one that was
 * asked.
 *
 * @returns false when it has another URL by now, was taken out of service for another reason, or is gone
 * @throws UnavailableError when others change it all the time
 */
export async function disableEndpoint(
  context: ChangeStateContext,
  asked: Pick<Endpoint, 'tenantId' | 'endpointId' | 'targetUrl'>,
  reason: string,
): Promise<boolean> {
  const { tenantId, endpointId, targetUrl } = asked;
  for (let tried = 0; tried < TRIES; tried += 1) {
    const endpoint = await readEndpoint(context, tenantId, endpointId);
    if (endpoint === undefined || !isReadable(endpoint) || endpoint.targetUrl !== targetUrl) return false;
    // Another worker may have written the same.
    if (endpoint.status !== 'ENABLED') return endpoint.statusReason === reason;
    if (await holdEndpoint(context, endpoint, 'DISABLED', reason, { reason: 'gone' })) return true;
  }
  throw new UnavailableError(`Endpoint ${endpointId} is being changed by others.`);
}
