import { describe, expect, it } from '@jest/globals';
import { UNFINISHED } from '@switchyard/core/endpoints';
import { aKey, anEndpoint } from '@switchyard/core/testing';
import { NOW, presentation } from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { tenantsList } from './list.ts';
import { tenantsShow } from './show.ts';

const before = new Date(NOW - 1_000).toISOString();
const several = () =>
  testSession({
    keys: [
      aKey({ keyId: 'key_1', tenantId: 'active' }),
      aKey({ keyId: 'key_2', tenantId: 'suspended', status: 'SUSPENDED' }),
      aKey({ keyId: 'key_3', tenantId: 'expired', expiresAt: before }),
      aKey({ keyId: 'key_4', tenantId: 'unfinished' }),
    ],
    endpoints: [
      anEndpoint({ tenantId: 'active' }),
      anEndpoint({ tenantId: 'active', endpointId: 'off', status: 'DISABLED' }),
      anEndpoint({ tenantId: 'unfinished', status: 'DISABLED', statusReason: UNFINISHED }),
      anEndpoint({ tenantId: 'keyless' }),
    ],
  }).session;

describe('tenants list', () => {
  it('joins both tables and tells the state of each tenant', async () => {
    const answer = await tenantsList.run(several(), {});
    expect(answer.tenants.map(({ tenant_id, status }) => [tenant_id, status])).toEqual([
      ['active', 'ACTIVE'],
      ['expired', 'NO_VALID_KEY'],
      ['keyless', 'NO_VALID_KEY'],
      ['suspended', 'SUSPENDED'],
      ['unfinished', 'UNFINISHED'],
    ]);
    expect(tenantsList.text(answer, presentation)).toMatch(/^active +ACTIVE +standard +1 +2 \(1 disabled\)/m);
  });

  it('says how to begin when there are none', async () => {
    const answer = await tenantsList.run(testSession().session, {});
    expect(tenantsList.text(answer, presentation)).toContain('tenants create');
  });
});

describe('tenants show', () => {
  it('counts the secrets that are valid and shows none, nor headers', async () => {
    const endpoint = anEndpoint({ headers: { 'x-token': 'hidden-header' }, eventTypes: ['a.b'] });
    const [current] = endpoint.secrets;
    const secrets = current
      ? [current, { ...current, expiresAt: before }, { ...current, expiresAt: '2026-03-02T00:00:00.000Z' }]
      : [];
    const { session } = testSession({ keys: [aKey()], endpoints: [{ ...endpoint, secrets }] });
    const answer = await tenantsShow.run(session, { tenantId: 'acme' });
    expect(answer.endpoints).toMatchObject([{ valid_secrets: 2, event_types: ['a.b'] }]);
    for (const shown of [JSON.stringify(answer), tenantsShow.text(answer, presentation)]) {
      expect(shown).not.toContain('whsec_');
      expect(shown).not.toContain('hidden-header');
      expect(shown).not.toContain(aKey().apiKeyHash);
    }
  });
});
