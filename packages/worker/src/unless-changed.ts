import type { Outcome } from '@switchyard/core/deliveries';
import {
  disableEndpoint,
  type Endpoint,
  type EndpointsTable,
  isSameTarget,
  readEndpoint,
} from '@switchyard/core/endpoints';
import type { EndpointCache } from './endpoint-cache.ts';

export type UnlessChangedContext = EndpointsTable & { readonly endpointCache: EndpointCache };

const GONE = 'The endpoint answered 410 Gone.';

/**
 * What an endpoint answered counts for the endpoint as it was asked. The cache may have been a minute old: when it has
 * another URL or secret by now, the delivery is tried again there, at once, instead of given up.
 */
export async function unlessChanged(
  context: UnlessChangedContext,
  asked: Endpoint,
  outcome: Extract<Outcome, { kind: 'dead' }>,
): Promise<Outcome> {
  const { tenantId, endpointId } = asked;
  const isSame =
    outcome.reason === 'endpoint_gone'
      ? await disableEndpoint(context, asked, GONE)
      : await isUnchanged(context, asked);
  if (isSame && outcome.reason !== 'endpoint_gone') return outcome;
  context.endpointCache.forget(tenantId, endpointId);
  return isSame ? outcome : { kind: 'retry', afterMs: 0 };
}

async function isUnchanged(context: UnlessChangedContext, asked: Endpoint): Promise<boolean> {
  // When this cannot be read, what is known has to do: the request has been made.
  const now = await readEndpoint(context, asked.tenantId, asked.endpointId).catch(() => asked);
  return now?.status === 'ENABLED' && isSameTarget(now, asked);
}
