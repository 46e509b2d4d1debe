import { isReadable, type StoredEndpoint, validSecrets } from '@switchyard/core/endpoints';
import { readHealth } from '@switchyard/core/health/read-health';
import { tenantIdSchema } from '@switchyard/core/ids';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { formatTable } from '../../format.ts';
import { healthText } from './health-text.ts';

export const endpointsList = defineCommand({
  name: 'endpoints list',
  summary: 'its endpoints and how they do, without secrets',
  input: z.object({ tenantId: tenantIdSchema }),
  arguments: ['tenantId'],
  options: {},
  examples: ['endpoints list acme'],
  async run({ open, clock }, { tenantId }) {
    const deployment = await open();
    const { endpoints } = await findTenant(deployment, tenantId);
    const read = await readHealth({ ...deployment, clock }, tenantId, endpoints);
    return {
      tenant_id: tenantId,
      endpoints: endpoints.map((endpoint, index) => ({
        ...endpointView(endpoint, clock()),
        health: read[index]?.health,
      })),
    };
  },
  text: ({ endpoints }) => `${endpointsText(endpoints)}\n\n${healthText(endpoints)}`.trim(),
});

type EndpointView = ReturnType<typeof endpointView>;

/** An endpoint as operators see it: no secrets, and no headers, which may hold some. */
export function endpointView(endpoint: StoredEndpoint, nowMs: number) {
  const read = isReadable(endpoint) ? endpoint : undefined;
  return {
    endpoint_id: endpoint.endpointId,
    target_url: read?.targetUrl,
    status: endpoint.status,
    status_reason: endpoint.statusReason,
    event_types: endpoint.eventTypes ?? [],
    valid_secrets: read === undefined ? 0 : validSecrets(read, nowMs).length,
    created_at: read?.createdAt,
    updated_at: read?.updatedAt,
  };
}

export function endpointsText(endpoints: readonly EndpointView[]): string {
  if (endpoints.length === 0) return 'No endpoints. Make one with `endpoints add`.';
  return formatTable(
    ['ENDPOINT', 'STATUS', 'TARGET', 'EVENT TYPES', 'VALID SECRETS'],
    endpoints.map(({ endpoint_id, status, status_reason, target_url, event_types, valid_secrets }) => [
      endpoint_id,
      status_reason === undefined ? status : `${status} (${status_reason})`,
      target_url ?? '',
      event_types.length === 0 ? 'all' : event_types.join(', '),
      String(valid_secrets),
    ]),
  );
}
