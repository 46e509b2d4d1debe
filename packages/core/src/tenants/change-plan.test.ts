import { describe, expect, it } from '@jest/globals';
import { aKey, createTestTables, NOW } from '../../testing/index.ts';
import { changePlan } from './change-plan.ts';
import { planOf } from './tenant.ts';

function storing() {
  const tables = createTestTables();
  tables.identity.store(aKey());
  return { tables, context: { ...tables, clock: () => NOW } };
}

describe('the plan of a key', () => {
  it('is changed together with what API Gateway counts its tenant under', async () => {
    const { tables, context } = storing();
    expect(await changePlan(context, aKey(), { plan: 'trial', usageIdentifierKey: 'counted' })).toBe(true);
    expect(tables.identity.item(aKey())).toMatchObject({ plan: 'trial', usageIdentifierKey: 'counted' });
    expect(await changePlan(context, aKey(), { plan: 'standard' })).toBe(true);
    expect(tables.identity.item(aKey())).toEqual(aKey({ plan: 'standard' }));
  });

  it('is not written where there is no key', async () => {
    const { tables, context } = storing();
    expect(await changePlan(context, { apiKeyHash: 'gone' }, { plan: 'trial' })).toBe(false);
    expect(tables.identity.items()).toEqual([aKey()]);
  });

  it('is that of the newest that can be read, for the next one', () => {
    const trial = aKey({ plan: 'trial', usageIdentifierKey: 'counted' });
    const broken = { apiKeyHash: 'x', tenantId: 'acme', keyId: 'key_2', status: 'UNREADABLE' as const };
    expect(planOf([aKey(), trial, broken])).toEqual({ plan: 'trial', usageIdentifierKey: 'counted' });
    expect(planOf([])).toEqual({ plan: 'standard' });
  });
});
