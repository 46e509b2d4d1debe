import { type Clock, toIso } from '@switchyard/core/clock';
import type { Endpoint } from '@switchyard/core/endpoints';
import { createWebhookSecret } from '@switchyard/core/signatures';
import type { EndpointStore } from '../endpoint-store.ts';
import { CommandError } from '../errors.ts';
import type { Output } from '../output.ts';
import { requireFinished, type Tenant } from '../tenant.ts';

export type EndpointsAddDeps = {
  readonly findTenant: (tenantId: string) => Promise<Tenant>;
  readonly endpoints: EndpointStore;
  readonly clock: Clock;
  readonly random: (size: number) => Uint8Array;
};

export type EndpointsAddInput = {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly targetUrl: URL;
  readonly eventTypes?: string[] | undefined;
};

/** Another endpoint for a tenant. Events accepted from now on go to it as well. */
export function createEndpointsAdd({ findTenant, endpoints, clock, random }: EndpointsAddDeps) {
  return async ({ tenantId, endpointId, targetUrl, eventTypes }: EndpointsAddInput) => {
    requireFinished(await findTenant(tenantId));
    const now = toIso(clock());
    const secret = createWebhookSecret(random);
    const endpoint: Endpoint = {
      tenantId,
      endpointId,
      targetUrl: targetUrl.href,
      secrets: [{ secret, createdAt: now }],
      ...(eventTypes === undefined ? {} : { eventTypes }),
      status: 'ENABLED',
      createdAt: now,
      updatedAt: now,
    };
    if (!(await endpoints.putNew(endpoint))) {
      throw new CommandError('endpoint_exists', `Tenant ${tenantId} has an endpoint ${endpointId} already.`);
    }
    return {
      tenant_id: tenantId,
      endpoint_id: endpointId,
      target_url: endpoint.targetUrl,
      event_types: eventTypes ?? [],
      webhook_secret: secret,
    };
  };
}

export function endpointsAddText(
  {
    tenant_id,
    endpoint_id,
    target_url,
    event_types,
    webhook_secret,
  }: Awaited<ReturnType<ReturnType<typeof createEndpointsAdd>>>,
  colors: Output['colors'],
): string {
  return [
    `Endpoint ${endpoint_id} of tenant ${tenant_id} is created.`,
    '',
    `  target          ${target_url}`,
    `  event types     ${event_types.length === 0 ? 'all' : event_types.join(', ')}`,
    `  webhook secret  ${colors.bold(webhook_secret)}`,
    '',
    colors.yellow('The webhook secret is shown only now. Store it before you go on.'),
  ].join('\n');
}
