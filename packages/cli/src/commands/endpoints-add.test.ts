import { describe, expect, it } from '@jest/globals';
import { endpointSchema } from '@switchyard/core/endpoints';
import { anEndpoint, clock, countingRandom } from '../../testing/builders.ts';
import { memoryTenants } from '../../testing/memory-tenants.ts';
import { createEndpointsAdd } from './endpoints-add.ts';

const add = (tenants: ReturnType<typeof memoryTenants>) =>
  createEndpointsAdd({ ...tenants, clock, random: countingRandom() });
const input = { tenantId: 'acme', endpointId: 'audit', targetUrl: new URL('https://audit.example.com') };

describe('endpoints add', () => {
  it('adds an enabled endpoint with a secret of its own', async () => {
    const tenants = memoryTenants({ endpoints: [anEndpoint()] });
    const result = await add(tenants)({ ...input, eventTypes: ['user.deleted'] });
    const [, added] = tenants.allEndpoints().map((item) => endpointSchema.parse(item));
    expect(added).toMatchObject({
      endpointId: 'audit',
      targetUrl: 'https://audit.example.com/',
      status: 'ENABLED',
      eventTypes: ['user.deleted'],
      secrets: [{ secret: result.webhook_secret }],
    });
  });

  it('never writes over an endpoint', async () => {
    const tenants = memoryTenants({ endpoints: [anEndpoint({ endpointId: 'audit' })] });
    await expect(add(tenants)(input)).rejects.toMatchObject({ code: 'endpoint_exists' });
    expect(tenants.allEndpoints()).toEqual([anEndpoint({ endpointId: 'audit' })]);
  });

  it('refuses an unknown tenant', async () => {
    await expect(add(memoryTenants())(input)).rejects.toMatchObject({ code: 'tenant_not_found' });
  });
});
