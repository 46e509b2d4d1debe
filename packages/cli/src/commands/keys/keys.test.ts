import { describe, expect, it } from '@jest/globals';
import { UNFINISHED } from '@switchyard/core/endpoints';
import { hashApiKey, tenantIdentitySchema } from '@switchyard/core/tenants';
import { aKey, anEndpoint } from '@switchyard/core/testing';
import { NOW, presentation } from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { keysCreate } from './create.ts';
import { keysList } from './list.ts';
import { keysRevoke } from './revoke.ts';

const acme = { tenantId: 'acme' };

describe('keys create', () => {
  it('stores only the hash, and expires from now', async () => {
    const { session, keys } = testSession({ endpoints: [anEndpoint()] });
    const answer = await keysCreate.run(session, { ...acme, label: 'ci', expiresIn: 86_400_000 });
    const [key] = keys().map((item) => tenantIdentitySchema.parse(item));
    expect(key?.lastFour).toBe(answer.api_key.slice(-4));
    expect(key).toMatchObject({ apiKeyHash: hashApiKey(answer.api_key), status: 'ACTIVE', label: 'ci' });
    expect(key?.expiresAt).toBe('2026-03-02T12:00:00.000Z');
  });

  it('stays on the plan of the tenant', async () => {
    const { session } = testSession({ keys: [aKey({ plan: 'pro' })] });
    expect(await keysCreate.run(session, acme)).toMatchObject({ plan: 'pro' });
  });

  it('makes a suspended key for a suspended tenant', async () => {
    const { session } = testSession({ keys: [aKey({ status: 'SUSPENDED' })] });
    expect(await keysCreate.run(session, acme)).toMatchObject({ status: 'SUSPENDED' });
  });

  it('refuses an unknown tenant', async () => {
    await expect(keysCreate.run(testSession().session, acme)).rejects.toMatchObject({
      code: 'tenant_not_found',
    });
  });

  it('refuses a tenant whose creation stopped half way', async () => {
    const endpoints = [anEndpoint({ status: 'DISABLED', statusReason: UNFINISHED })];
    await expect(keysCreate.run(testSession({ endpoints }).session, acme)).rejects.toMatchObject({
      code: 'tenant_unfinished',
      message: expect.stringContaining('Run `tenants create acme` again'),
    });
  });
});

describe('keys list', () => {
  it('shows what a key is good for now, and no hash', async () => {
    const { session } = testSession({
      keys: [
        aKey({ keyId: 'key_1', label: 'ci', lastFour: 'x7Qe', lastUsedOn: '2026-03-04' }),
        aKey({ keyId: 'key_2', expiresAt: new Date(NOW).toISOString() }),
        aKey({ keyId: 'key_3', status: 'REVOKED', expiresAt: new Date(NOW - 1).toISOString() }),
        aKey({ keyId: 'key_4', status: 'SUSPENDED' }),
      ],
    });
    const answer = await keysList.run(session, acme);
    expect(answer.keys.map(({ status }) => status)).toEqual(['ACTIVE', 'EXPIRED', 'REVOKED', 'SUSPENDED']);
    expect(JSON.stringify(answer)).not.toMatch(/[0-9a-f]{64}/);
    expect(keysList.text(answer, presentation).split('\n')[1]).toBe(
      'key_1  x7Qe       ACTIVE     the API  ci     standard  2026-03-04  2026-01-01T00:00:00Z  never',
    );
  });
});

describe('keys revoke', () => {
  const revoked = { ...acme, keyId: 'key_1' };

  it('revokes a suspended key, and only that', async () => {
    const { session, keys } = testSession({
      keys: [aKey({ keyId: 'key_1', status: 'SUSPENDED' }), aKey({ keyId: 'key_2', status: 'SUSPENDED' })],
    });
    const answer = await keysRevoke.run(session, revoked);
    expect(answer).toMatchObject({ status: 'REVOKED', changed: true, ends_suspension: false });
    expect(keys().map(({ status }) => status)).toEqual(['REVOKED', 'SUSPENDED']);
  });

  it('warns when a suspension ends with its last key', async () => {
    const { session } = testSession({ keys: [aKey({ status: 'SUSPENDED' })] });
    const answer = await keysRevoke.run(session, revoked);
    expect(keysRevoke.text(answer, presentation)).toContain('nothing else remembers the suspension');
  });

  it('may be repeated', async () => {
    const { session } = testSession({ keys: [aKey({ status: 'REVOKED' })] });
    const answer = await keysRevoke.run(session, revoked);
    expect(keysRevoke.text(answer, presentation)).toBe('Key key_1 was revoked already.');
  });

  it("does not find another tenant's key", async () => {
    const { session } = testSession({ keys: [aKey(), aKey({ keyId: 'key_2', tenantId: 'other' })] });
    await expect(keysRevoke.run(session, { ...acme, keyId: 'key_2' })).rejects.toMatchObject({
      code: 'key_not_found',
    });
  });
});
