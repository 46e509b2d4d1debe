import { describe, expect, it } from '@jest/globals';
import { endpointSchema } from '@switchyard/core/endpoints';
import { hashApiKey, isWellFormedApiKey, tenantIdentitySchema } from '@switchyard/core/tenants';
import pc from 'picocolors';
import { aKey, anEndpoint, clock, countingRandom } from '../../testing/builders.ts';
import { memoryTenants } from '../../testing/memory-tenants.ts';
import { UNFINISHED } from '../endpoint-store.ts';
import { createTenantsCreate, tenantsCreateText } from './tenants-create.ts';

const input = { tenantId: 'acme', targetUrl: new URL('https://hooks.example.com/a b'), plan: 'standard' };
const deps = (tenants: ReturnType<typeof memoryTenants>, seed?: string) => ({
  ...tenants,
  clock,
  random: countingRandom(seed),
});

describe('tenants create', () => {
  it('gives the API key and the webhook secret, and exactly these four fields', async () => {
    const created = await createTenantsCreate(deps(memoryTenants()))(input);
    expect(created).toEqual({
      tenant_id: 'acme',
      api_key: expect.stringMatching(/^sy_live_/),
      endpoint_id: 'default',
      webhook_secret: expect.stringMatching(/^whsec_/),
    });
    expect(isWellFormedApiKey(created.api_key)).toBe(true);
  });

  it('stores items that the other parts can read, and of the API key only its hash', async () => {
    const tenants = memoryTenants();
    const create = createTenantsCreate(deps(tenants));
    const created = await create({ ...input, eventTypes: ['order.created'], label: 'first' });

    const [endpoint] = tenants.allEndpoints().map((item) => endpointSchema.parse(item));
    expect(endpoint).toMatchObject({
      endpointId: 'default',
      targetUrl: 'https://hooks.example.com/a%20b',
      eventTypes: ['order.created'],
      status: 'ENABLED',
      secrets: [{ secret: created.webhook_secret }],
    });
    expect(endpoint).not.toHaveProperty('statusReason');
    const [key] = tenants.allKeys().map((item) => tenantIdentitySchema.parse(item));
    expect(key).toMatchObject({ status: 'ACTIVE', plan: 'standard', label: 'first' });
    expect(key?.apiKeyHash).toBe(hashApiKey(created.api_key));
    expect(JSON.stringify(tenants.allKeys())).not.toContain(created.api_key);
  });

  it('refuses a tenant that has an endpoint', async () => {
    const tenants = memoryTenants({ endpoints: [anEndpoint({ endpointId: 'other' })] });
    await expect(createTenantsCreate(deps(tenants))(input)).rejects.toMatchObject({ code: 'tenant_exists' });
    expect(tenants.allKeys()).toEqual([]);
  });

  it('refuses a tenant that has only keys, so that their holders do not get into another tenant', async () => {
    const tenants = memoryTenants({ keys: [aKey()] });
    await expect(createTenantsCreate(deps(tenants))(input)).rejects.toThrow(/endpoints add acme default/);
    expect(tenants.allEndpoints()).toEqual([]);
  });

  it('says after a crash that a repeat completes it, and the repeat does, with secrets of its own', async () => {
    const tenants = memoryTenants();
    const crashing = {
      ...tenants.endpoints,
      enable: async () => {
        throw new Error('the network is gone');
      },
    };
    const first = createTenantsCreate({ ...deps(tenants, 'first'), endpoints: crashing })(input);
    await expect(first).rejects.toMatchObject({
      code: 'tenant_unfinished',
      message: expect.stringMatching(/Run the same command again.*the network is gone/),
    });
    expect(tenants.allEndpoints()).toMatchObject([{ status: 'DISABLED', statusReason: UNFINISHED }]);

    const created = await createTenantsCreate(deps(tenants, 'second'))(input);
    expect(tenants.allEndpoints()).toMatchObject([
      { status: 'ENABLED', secrets: [{ secret: created.webhook_secret }] },
    ]);
    expect(tenants.allKeys().map(({ status }) => status)).toEqual(['REVOKED', 'ACTIVE']);
  });

  it('leaves one tenant with one good key when two create it at once', async () => {
    const tenants = memoryTenants({
      endpoints: [anEndpoint({ status: 'DISABLED', statusReason: UNFINISHED })],
    });
    const results = await Promise.allSettled([
      createTenantsCreate(deps(tenants, 'one'))(input),
      createTenantsCreate(deps(tenants, 'two'))(input),
    ]);
    const created = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(created).toHaveLength(1);
    const active = tenants.allKeys().filter(({ status }) => status === 'ACTIVE');
    expect(active.map(({ apiKeyHash }) => apiKeyHash)).toEqual(
      created.map(({ api_key }) => hashApiKey(api_key)),
    );
  });

  it('revokes its key when another run took its place before the end', async () => {
    const tenants = memoryTenants();
    const overtaken = { ...tenants.endpoints, enable: async () => false };
    const create = createTenantsCreate({ ...deps(tenants), endpoints: overtaken });
    await expect(create(input)).rejects.toThrow('Somebody else is creating tenant acme right now.');
    expect(tenants.allKeys()).toMatchObject([{ status: 'REVOKED' }]);
  });

  it('shows a first request that a shell takes as it stands', async () => {
    const created = await createTenantsCreate(deps(memoryTenants()))(input);
    const text = tenantsCreateText(
      created,
      { targetUrl: 'https://a.example.com/', eventTypes: ["it's"], hooksUrl: 'https://hooks' },
      pc.createColors(false),
    );
    expect(text).toContain(created.api_key);
    expect(text).toContain('shown only now');
    expect(text).toContain(`-d '{"type":"it'\\''s","order":1}'`);
  });
});
