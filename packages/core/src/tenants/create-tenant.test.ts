import { describe, expect, it } from '@jest/globals';
import { createTestTables, NOW, type TestTables } from '../../testing/index.ts';
import { type Endpoint, endpointSchema } from '../endpoints/endpoint.ts';
import { UNFINISHED } from '../endpoints/unfinished.ts';
import { hashApiKey, isWellFormedApiKey } from './api-key.ts';
import { createTenant } from './create-tenant.ts';
import { type TenantIdentity, tenantIdentitySchema } from './tenant-identity.ts';

const input = { tenantId: 'acme', targetUrl: new URL('https://hooks.example.com/a b') };

/** Other bytes for each seed and call. */
function contextOn(tables: TestTables, seed = 1) {
  let calls = 0;
  const random = (size: number) => Buffer.alloc(size, seed * 50 + ++calls);
  return { ...tables, clock: () => NOW, random };
}
const keysIn = ({ identity }: TestTables): TenantIdentity[] =>
  identity.items().map((item) => tenantIdentitySchema.parse(item));
const endpointsIn = ({ endpoints }: TestTables): Endpoint[] =>
  endpoints.items().map((item) => endpointSchema.parse(item));

async function unfinished(tables: TestTables): Promise<void> {
  tables.endpoints.hooks.before = ({ operation }) => {
    if (operation === 'update') throw new Error('the network is gone');
  };
  await expect(createTenant(contextOn(tables), input)).rejects.toMatchObject({
    code: 'tenant_unfinished',
    cause: new Error('the network is gone'),
  });
  tables.endpoints.hooks.before = () => undefined;
}

describe('a new tenant', () => {
  it('has an enabled endpoint and an active key, of which only the hash is stored', async () => {
    const tables = createTestTables();
    const context = contextOn(tables);
    const { apiKey, webhookSecret } = await createTenant(context, {
      ...input,
      eventTypes: ['order.created'],
      label: 'first',
    });
    expect(isWellFormedApiKey(apiKey)).toBe(true);
    const [endpoint] = endpointsIn(tables);
    expect(endpoint).toMatchObject({
      endpointId: 'default',
      targetUrl: 'https://hooks.example.com/a%20b',
      eventTypes: ['order.created'],
      status: 'ENABLED',
      secrets: [{ secret: webhookSecret }],
    });
    expect(endpoint).not.toHaveProperty('statusReason');
    expect(keysIn(tables)).toMatchObject([
      { apiKeyHash: hashApiKey(apiKey), status: 'ACTIVE', plan: 'standard', label: 'first' },
    ]);
    expect(JSON.stringify(tables.identity.items())).not.toContain(apiKey);
  });

  it('is refused where the tenant has an endpoint', async () => {
    const tables = createTestTables();
    await createTenant(contextOn(tables), input);
    await expect(createTenant(contextOn(tables, 2), input)).rejects.toMatchObject({ reason: 'complete' });
    expect(keysIn(tables)).toHaveLength(1);
  });

  it('is refused where there are only keys, so that their holders do not get into another tenant', async () => {
    const tables = createTestTables();
    await createTenant(contextOn(tables), input);
    tables.endpoints.remove({ tenantId: 'acme', endpointId: 'default' });
    await expect(createTenant(contextOn(tables, 2), input)).rejects.toMatchObject({
      reason: 'has_only_keys',
    });
    expect(endpointsIn(tables)).toEqual([]);
  });
});

describe('a tenant whose creation stopped half way', () => {
  it('is known as such, and completed by a repeat with secrets of its own', async () => {
    const tables = createTestTables();
    await unfinished(tables);
    expect(endpointsIn(tables)).toMatchObject([{ status: 'DISABLED', statusReason: UNFINISHED }]);

    const { webhookSecret } = await createTenant(contextOn(tables, 2), input);
    expect(endpointsIn(tables)).toMatchObject([{ status: 'ENABLED', secrets: [{ secret: webhookSecret }] }]);
    expect(keysIn(tables).map(({ status }) => status)).toEqual(['REVOKED', 'ACTIVE']);
  });

  it('has one good key when two complete it at once', async () => {
    const tables = createTestTables();
    await unfinished(tables);
    const results = await Promise.allSettled([
      createTenant(contextOn(tables, 2), input),
      createTenant(contextOn(tables, 3), input),
    ]);
    const created = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(created).toHaveLength(1);
    const active = keysIn(tables).filter(({ status }) => status === 'ACTIVE');
    expect(active.map(({ apiKeyHash }) => apiKeyHash)).toEqual(
      created.map(({ apiKey }) => hashApiKey(apiKey)),
    );
  });

  it('loses its key when another run took its place before the end', async () => {
    const tables = createTestTables();
    tables.identity.hooks.after = async ({ operation }) => {
      if (operation !== 'put') return;
      tables.identity.hooks.after = () => undefined;
      await createTenant(contextOn(tables, 2), input);
    };
    await expect(createTenant(contextOn(tables), input)).rejects.toMatchObject({ reason: 'being_created' });
    expect(keysIn(tables).map(({ status }) => status)).toEqual(['REVOKED', 'ACTIVE']);
  });
});
