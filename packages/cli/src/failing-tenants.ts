import type { EndpointSummary } from '@switchyard/core/endpoints';
import { summarizeHeld } from '@switchyard/core/health';
import { inParallel } from '@switchyard/core/in-parallel';
import type { DeploymentContext } from './session.ts';

const AT_ONCE = 10;
/** Of so many, what is held is counted: the others are named without. */
const MOST_COUNTED = 100;

/** Those that nobody took out of service by hand, and that get nothing now. */
const isFailing = (endpoint: EndpointSummary): boolean =>
  endpoint.status === 'DISABLED' ||
  endpoint.status === 'UNREADABLE' ||
  ('breaker' in endpoint && endpoint.breaker !== undefined && endpoint.breaker.state !== 'closed');

export type FailingTenant = Awaited<ReturnType<typeof failingTenants>>['failing'][number];

/** Tenants with endpoints that fail: those with the most first. */
export async function failingTenants(deployment: DeploymentContext, endpoints: readonly EndpointSummary[]) {
  const found = endpoints.filter(isFailing);
  const views = await inParallel(found, AT_ONCE, (endpoint) =>
    failingView(deployment, endpoint, found.indexOf(endpoint) < MOST_COUNTED),
  );
  const byTenant = Map.groupBy(views, ({ tenant_id }) => tenant_id);
  const failing = [...byTenant].map(([tenantId, own]) => ({
    tenant_id: tenantId,
    endpoints: own.map(({ tenant_id: _, ...endpoint }) => endpoint),
  }));
  return {
    failing_endpoints: found.length,
    failing: failing.sort((a, b) => b.endpoints.length - a.endpoints.length),
  };
}

async function failingView(deployment: DeploymentContext, endpoint: EndpointSummary, isCounted: boolean) {
  const { tenantId, endpointId, status, statusReason = null } = endpoint;
  const breaker = 'breaker' in endpoint ? endpoint.breaker : undefined;
  const held = isCounted ? await summarizeHeld(deployment, { tenantId, endpointId }) : undefined;
  return {
    tenant_id: tenantId,
    endpoint_id: endpointId,
    status,
    status_reason: statusReason,
    breaker: breaker?.state ?? null,
    failing_since: breaker?.failingSince ?? null,
    last_error: breaker?.lastError ?? null,
    next_probe_at: breaker?.openUntil ?? null,
    held: held?.count ?? null,
    held_at_least: held?.atLeast ?? false,
    oldest_held_at: held?.oldest ?? null,
  };
}
