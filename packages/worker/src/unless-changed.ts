import type { Outcome } from '@switchyard/core/deliveries';
import { type Endpoint, isSameTarget, readEndpoint } from '@switchyard/core/endpoints';
import type { ChangeStateContext } from '@switchyard/core/endpoints/change-state';
import { disableEndpoint } from '@switchyard/core/endpoints/disable-endpoint';
import type { EndpointCache } from './endpoint-cache.ts';

export type UnlessChangedContext = ChangeStateContext & { readonly endpointCache: EndpointCache };

const GONE = 'The endpoint answered 410 Gone.';

/**
 * What an endpoint answered counts for the endpoint as it was asked. The cache may have been a minute old: when it has
 * another URL or secret by now, the delivery is tried again there, at once, instead of given up.
 */
export async function unlessChanged(
  context: UnlessChangedContext,
  asked: Endpoint,
  outcome: Outcome,
): Promise<Outcome> {
  const { tenantId, endpointId } = asked;
  switch (outcome.kind) {
    case 'delivered':
    case 'retry':
      return outcome;
    case 'dead':
      if (await isUnchanged(context, asked)) return outcome;
      context.endpointCache.forget(tenantId, endpointId);
      return AT_ONCE;
    case 'held': {
      const isSame = await disableEndpoint(context, asked, GONE);
      context.endpointCache.forget(tenantId, endpointId);
      return isSame ? outcome : AT_ONCE;
    }
  }
}

const AT_ONCE: Outcome = { kind: 'retry', afterMs: 0 };

async function isUnchanged(context: UnlessChangedContext, asked: Endpoint): Promise<boolean> {
  // When this cannot be read, what is known has to do: the request has been made.
  const now = await readEndpoint(context, asked.tenantId, asked.endpointId).catch(() => asked);
  return now?.status === 'ENABLED' && isSameTarget(now, asked);
}
