import { describe, expect, it } from '@jest/globals';
import { aKey } from '../../testing/builders.ts';
import { memoryTenants } from '../../testing/memory-tenants.ts';
import { createTenantsResume, tenantsResumeText } from './tenants-resume.ts';
import { createTenantsSuspend, tenantsSuspendText } from './tenants-suspend.ts';

const threeKeys = () =>
  memoryTenants({
    keys: [
      aKey({ keyId: 'key_1' }),
      aKey({ keyId: 'key_2', status: 'REVOKED' }),
      aKey({ keyId: 'key_3' }),
      aKey({ keyId: 'key_4', tenantId: 'other' }),
    ],
  });
const statuses = (tenants: ReturnType<typeof memoryTenants>) => tenants.allKeys().map(({ status }) => status);

describe('tenants suspend and resume', () => {
  it('suspends all keys of this tenant and no revoked one', async () => {
    const tenants = threeKeys();
    const result = await createTenantsSuspend(tenants)('acme');
    expect(result).toEqual({
      tenant_id: 'acme',
      changed_keys: 2,
      suspended_keys: 2,
      effective_within_seconds: 300,
    });
    expect(statuses(tenants)).toEqual(['SUSPENDED', 'REVOKED', 'SUSPENDED', 'ACTIVE']);
    expect(tenantsSuspendText(result)).toMatch(/suspended: 2 keys.*300 s/);
  });

  it('says when a tenant was suspended already', async () => {
    const tenants = threeKeys();
    await createTenantsSuspend(tenants)('acme');
    const again = await createTenantsSuspend(tenants)('acme');
    expect(again).toMatchObject({ changed_keys: 0, suspended_keys: 2 });
    expect(tenantsSuspendText(again)).toBe('Tenant acme was suspended already.');
  });

  it('says when there is no key that could remember the suspension', async () => {
    const tenants = memoryTenants({ keys: [aKey({ status: 'REVOKED' })] });
    expect(tenantsSuspendText(await createTenantsSuspend(tenants)('acme'))).toContain('no key');
  });

  it('resumes without bringing a revoked key back', async () => {
    const tenants = threeKeys();
    await createTenantsSuspend(tenants)('acme');
    const result = await createTenantsResume(tenants)('acme');
    expect(result.changed_keys).toBe(2);
    expect(statuses(tenants)).toEqual(['ACTIVE', 'REVOKED', 'ACTIVE', 'ACTIVE']);
    expect(tenantsResumeText(result)).toContain('active again');
  });

  it('does not bring back a key that is revoked while it resumes', async () => {
    const tenants = memoryTenants({ keys: [aKey({ status: 'SUSPENDED' })] });
    const findTenant = async (tenantId: string) => {
      const tenant = await tenants.findTenant(tenantId);
      for (const key of tenant.keys) {
        await tenants.keys.changeStatus(key, { from: ['SUSPENDED'], to: 'REVOKED' });
      }
      return tenant;
    };
    expect(await createTenantsResume({ ...tenants, findTenant })('acme')).toMatchObject({ changed_keys: 0 });
    expect(statuses(tenants)).toEqual(['REVOKED']);
  });

  it('knows no tenant without keys and endpoints', async () => {
    await expect(createTenantsSuspend(memoryTenants())('nobody')).rejects.toMatchObject({
      code: 'tenant_not_found',
    });
  });
});
