import { describe, expect, it } from '@jest/globals';
import { UNFINISHED } from '@switchyard/core/endpoints';
import { hashApiKey } from '@switchyard/core/tenants';
import { MAX_LIVE_LINKS } from '@switchyard/core/tenants/portal-links';
import { aKey, anEndpoint } from '@switchyard/core/testing';
import { presentation } from '../../testing/builders.ts';
import { testSession } from '../../testing/test-session.ts';
import { keysList } from './keys/list.ts';
import { keysRevoke } from './keys/revoke.ts';
import { portalLink } from './portal-link.ts';
import { tenantsList } from './tenants/list.ts';

const asked = (changes: object = {}) => ({
  ...portalLink.input.parse({ tenantId: 'acme', ...changes }),
});

describe('portal-link', () => {
  it('makes a link with full access for an hour, of whose key only the hash is stored', async () => {
    const { session, keys } = testSession({ keys: [aKey()] });
    const answer = await portalLink.run(session, asked());
    expect(answer).toEqual({
      tenant_id: 'acme',
      key_id: expect.stringMatching(/^key_/),
      url: expect.stringMatching(/^https:\/\/hooks\.example\.com\/v1\/portal#key=sy_live_/),
      access: 'full',
      status: 'ACTIVE',
      expires_at: '2026-03-01T13:00:00.000Z',
    });
    const apiKey = answer.url.split('#key=')[1] ?? '';
    expect(keys()).toContainEqual(
      expect.objectContaining({ apiKeyHash: hashApiKey(apiKey), role: 'portal', access: 'full' }),
    );
    expect(portalLink.text(answer, presentation)).toContain(answer.url);
  });

  it('makes one to look only, for as long as is said', async () => {
    const { session } = testSession({ keys: [aKey()] });
    expect(await portalLink.run(session, asked({ readOnly: true, expiresIn: '8h' }))).toMatchObject({
      access: 'read',
      expires_at: '2026-03-01T20:00:00.000Z',
    });
  });

  it.each(['59s', '25h', '2d', 'soon'])('refuses one that is good for %s', (expiresIn) => {
    expect(portalLink.input.safeParse({ tenantId: 'acme', expiresIn }).success).toBe(false);
  });

  it('makes one that opens nothing yet for a suspended tenant', async () => {
    const { session } = testSession({ keys: [aKey({ status: 'SUSPENDED' })] });
    const answer = await portalLink.run(session, asked());
    expect(answer.status).toBe('SUSPENDED');
    expect(portalLink.text(answer, presentation)).toContain('until `tenants resume acme`');
  });

  it('makes no more than there may be', async () => {
    const { session } = testSession({ keys: [aKey()] });
    for (let n = 0; n < MAX_LIVE_LINKS; n += 1) await portalLink.run(session, asked());
    await expect(portalLink.run(session, asked())).rejects.toMatchObject({ code: 'too_many_portal_links' });
  });

  it('refuses an unknown tenant, and one whose creation stopped half way', async () => {
    await expect(portalLink.run(testSession().session, asked())).rejects.toMatchObject({
      code: 'tenant_not_found',
    });
    const endpoints = [anEndpoint({ status: 'DISABLED', statusReason: UNFINISHED })];
    await expect(portalLink.run(testSession({ endpoints }).session, asked())).rejects.toMatchObject({
      code: 'tenant_unfinished',
    });
  });
});

describe('the key of a link', () => {
  it('is listed as what it is, counts as no key of the tenant, and is ended like any', async () => {
    const { session } = testSession({ keys: [aKey()] });
    const { key_id: keyId } = await portalLink.run(session, asked({ readOnly: true, label: 'Anna' }));
    const listed = await keysList.run(session, { tenantId: 'acme' });
    expect(listed.keys).toContainEqual(
      expect.objectContaining({
        key_id: keyId,
        role: 'portal',
        access: 'read',
        label: 'Anna',
        last_four: expect.stringMatching(/^\w{4}$/),
        status: 'ACTIVE',
      }),
    );
    expect(keysList.text(listed, presentation)).toMatch(/the portal \(read\)/);
    expect(await tenantsList.run(session, {})).toMatchObject({ tenants: [{ active_keys: 1 }] });
    const revoked = await keysRevoke.run(session, { tenantId: 'acme', keyId });
    expect(revoked).toMatchObject({ changed: true, effective_within_seconds: 0 });
    expect(keysRevoke.text(revoked, presentation)).toContain('opens nothing any more');
    expect((await keysList.run(session, { tenantId: 'acme' })).keys).toContainEqual(
      expect.objectContaining({ key_id: keyId, status: 'REVOKED' }),
    );
  });
});
