import type { Clock } from '@switchyard/core/clock';
import { type Endpoint, validSecrets } from '@switchyard/core/endpoints';
import { formatTable } from '../format.ts';
import type { Tenant } from '../tenant.ts';

export type EndpointsListDeps = {
  readonly findTenant: (tenantId: string) => Promise<Tenant>;
  readonly clock: Clock;
};

export function createEndpointsList({ findTenant, clock }: EndpointsListDeps) {
  return async (tenantId: string) => {
    const { endpoints } = await findTenant(tenantId);
    return {
      tenant_id: tenantId,
      endpoints: endpoints.map((endpoint) => endpointView(endpoint, clock())),
    };
  };
}

export type EndpointView = ReturnType<typeof endpointView>;

/** An endpoint as operators see it: no secrets, and no headers, which may hold some. */
export const endpointView = (endpoint: Endpoint, nowMs: number) => ({
  endpoint_id: endpoint.endpointId,
  target_url: endpoint.targetUrl,
  status: endpoint.status,
  status_reason: endpoint.statusReason,
  event_types: endpoint.eventTypes ?? [],
  valid_secrets: validSecrets(endpoint, nowMs).length,
  created_at: endpoint.createdAt,
  updated_at: endpoint.updatedAt,
});

export function endpointsListText(endpoints: readonly EndpointView[]): string {
  if (endpoints.length === 0) return 'No endpoints. Make one with `endpoints add`.';
  return formatTable(
    ['ENDPOINT', 'STATUS', 'TARGET', 'EVENT TYPES', 'VALID SECRETS'],
    endpoints.map(({ endpoint_id, status, status_reason, target_url, event_types, valid_secrets }) => [
      endpoint_id,
      status_reason === undefined ? status : `${status} (${status_reason})`,
      target_url,
      event_types.length === 0 ? 'all' : event_types.join(', '),
      String(valid_secrets),
    ]),
  );
}
