import { describe, expect, it } from '@jest/globals';
import { aKey, anEndpoint } from '@switchyard/core/testing';
import { presentation } from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { tenantsCreate } from './create.ts';

const input = { tenantId: 'acme', targetUrl: 'https://hooks.example.com/a', plan: 'standard' };

describe('tenants create', () => {
  it('gives exactly these four fields as JSON', async () => {
    const answer = await tenantsCreate.run(testSession().session, input);
    expect(tenantsCreate.json?.(answer)).toEqual({
      tenant_id: 'acme',
      api_key: expect.stringMatching(/^sy_live_/),
      endpoint_id: 'default',
      webhook_secret: expect.stringMatching(/^whsec_/),
    });
  });

  it('stores what was asked for', async () => {
    const test = testSession();
    await tenantsCreate.run(test.session, { ...input, plan: 'pro', label: 'first', eventTypes: ['a.b'] });
    expect(test.endpoints()).toMatchObject([
      { targetUrl: 'https://hooks.example.com/a', eventTypes: ['a.b'] },
    ]);
    expect(test.keys()).toMatchObject([{ plan: 'pro', label: 'first' }]);
  });

  it.each([
    ['with an endpoint', { endpoints: [anEndpoint()] }, /exists already.*`tenants show acme`/],
    [
      'with keys only',
      { keys: [aKey()] },
      /so it exists\. Give it an endpoint with `endpoints add acme default`/,
    ],
  ])('says what to do about a tenant %s', async (_name, stored, message) => {
    await expect(tenantsCreate.run(testSession(stored).session, input)).rejects.toMatchObject({
      code: 'tenant_exists',
      message: expect.stringMatching(message),
    });
  });

  it('says after a crash that a repeat completes it', async () => {
    const test = testSession();
    test.tables.endpoints.hooks.before = ({ operation }) => {
      if (operation === 'update') throw new Error('the network is gone');
    };
    await expect(tenantsCreate.run(test.session, input)).rejects.toMatchObject({
      code: 'tenant_unfinished',
      message: expect.stringMatching(/Run the same command again.*the network is gone/),
    });
  });

  it('shows a first request that a shell takes as it stands', async () => {
    const answer = await tenantsCreate.run(testSession().session, { ...input, eventTypes: ["it's"] });
    const text = tenantsCreate.text(answer, presentation);
    expect(text).toContain(answer.api_key);
    expect(text).toContain('shown only now');
    expect(text).toContain(`-d '{"type":"it'\\''s","order":1}'`);
  });
});
