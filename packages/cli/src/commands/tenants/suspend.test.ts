import { describe, expect, it } from '@jest/globals';
import { aKey } from '@switchyard/core/testing';
import { presentation } from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { tenantsResume } from './resume.ts';
import { tenantsSuspend } from './suspend.ts';

const threeKeys = () =>
  testSession({
    keys: [
      aKey({ keyId: 'key_1' }),
      aKey({ keyId: 'key_2', status: 'REVOKED' }),
      aKey({ keyId: 'key_3' }),
      aKey({ keyId: 'key_4', tenantId: 'other' }),
    ],
  });
const acme = { tenantId: 'acme' };
const statuses = ({ keys }: ReturnType<typeof threeKeys>) => keys().map(({ status }) => status);

describe('tenants suspend and resume', () => {
  it('suspends all keys of this tenant and no revoked one', async () => {
    const test = threeKeys();
    const answer = await tenantsSuspend.run(test.session, acme);
    expect(answer).toEqual({
      tenant_id: 'acme',
      changed_keys: 2,
      suspended_keys: 2,
      effective_within_seconds: 300,
    });
    expect(statuses(test)).toEqual(['SUSPENDED', 'REVOKED', 'SUSPENDED', 'ACTIVE']);
    expect(tenantsSuspend.text(answer, presentation)).toMatch(/suspended: 2 keys.*300 s/);
  });

  it('says when a tenant was suspended already', async () => {
    const { session } = threeKeys();
    await tenantsSuspend.run(session, acme);
    const again = await tenantsSuspend.run(session, acme);
    expect(again).toMatchObject({ changed_keys: 0, suspended_keys: 2 });
    expect(tenantsSuspend.text(again, presentation)).toBe('Tenant acme was suspended already.');
  });

  it('says when there is no key that could remember the suspension', async () => {
    const { session } = testSession({ keys: [aKey({ status: 'REVOKED' })] });
    const answer = await tenantsSuspend.run(session, acme);
    expect(tenantsSuspend.text(answer, presentation)).toContain('no key');
  });

  it('resumes without bringing a revoked key back', async () => {
    const test = threeKeys();
    await tenantsSuspend.run(test.session, acme);
    const answer = await tenantsResume.run(test.session, acme);
    expect(answer.changed_keys).toBe(2);
    expect(statuses(test)).toEqual(['ACTIVE', 'REVOKED', 'ACTIVE', 'ACTIVE']);
    expect(tenantsResume.text(answer, presentation)).toContain('active again');
  });

  it('does not bring back a key that is revoked while it resumes', async () => {
    const test = testSession({ keys: [aKey({ status: 'SUSPENDED' })] });
    test.tables.identity.hooks.before = ({ operation }) => {
      if (operation === 'update') test.tables.identity.store(aKey({ status: 'REVOKED' }));
    };
    expect(await tenantsResume.run(test.session, acme)).toMatchObject({ changed_keys: 0 });
    expect(statuses(test)).toEqual(['REVOKED']);
  });

  it('knows no tenant without keys and endpoints', async () => {
    await expect(tenantsSuspend.run(testSession().session, { tenantId: 'nobody' })).rejects.toMatchObject({
      code: 'tenant_not_found',
    });
  });
});
