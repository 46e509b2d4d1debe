import { describe, expect, it } from '@jest/globals';
import { providerSecretsSchema } from '@switchyard/core/providers';
import { aKey, anEndpoint } from '@switchyard/core/testing';
import { fakeSecretsManager } from '../../testing/fake-client.ts';
import { testSession } from '../../testing/test-session.ts';
import { secretsRemove } from '../commands/secrets/remove.ts';
import { secretsRotate } from '../commands/secrets/rotate.ts';
import { secretsSet } from '../commands/secrets/set.ts';
import { secretsShow, secretsShowText } from '../commands/secrets/show.ts';
import type { Command } from '../define-command.ts';
import { checkAccounts } from '../doctor/check-accounts.ts';

const SID = `AC${'0'.repeat(32)}`;
const OTHER_SID = `AC${'1'.repeat(32)}`;
const secretOf = (n: number) => `whsec_${Buffer.alloc(24, n).toString('base64')}`;

function setUp(stored: object, tenantIds = ['acme', 'globex']) {
  const manager = fakeSecretsManager(JSON.stringify(stored));
  const values: string[] = [];
  const { session } = testSession({
    endpoints: tenantIds.map((tenantId) => anEndpoint({ tenantId })),
    keys: tenantIds.map((tenantId, n) => aKey({ tenantId, apiKeyHash: String(n).repeat(64) })),
    deployment: {
      secretsManager: manager.client,
      named: { functions: {}, queueUrls: {}, tables: {}, secrets: { providers: 'arn:providers' } },
    },
    readSecret: async () => values.shift() ?? '',
    confirm: async () => true,
  });
  /** As it is written on the command line. */
  const run = async (commands: readonly Command[], name: string, written: object) =>
    commands.find((command) => command.name === name)?.execute(session, { ...written });
  return {
    stored: () => providerSecretsSchema.parse(manager.current()),
    set: (provider: string, input: object, value = '') => {
      if (value !== '') values.push(value);
      return run(secretsSet, `secrets set ${provider}`, input);
    },
    rotate: (provider: string, input: object, value = '') => {
      if (value !== '') values.push(value);
      return run(secretsRotate, `secrets rotate ${provider}`, input);
    },
    remove: (provider: string, input: object) => run(secretsRemove, `secrets remove ${provider}`, input),
    show: async () => secretsShow.run(session, {}),
    doctor: async () => checkAccounts(await session.open()),
  };
}

const RESEND = { signingSecrets: [secretOf(1), secretOf(2)] };
const TWO = { twilio: { accounts: { [SID]: ['token'], [OTHER_SID]: ['other'] } } };

describe('an account', () => {
  it('of Resend has a name and secrets of its own, beside those that were there', async () => {
    const { set, stored, show } = setUp({ resend: RESEND });

    await set('resend', { account: 'globex', signingSecretStdin: true, tenants: 'globex' }, secretOf(3));
    expect(stored().resend).toEqual({
      ...RESEND,
      accounts: { globex: { signingSecrets: [secretOf(3)] } },
      tenants: { globex: ['globex'] },
    });
    const view = await show();
    expect(view.resend).toMatchObject({
      signing_secrets: 2,
      accounts: [{ account: 'globex', signing_secrets: 1 }],
      tenants: { globex: ['globex'] },
    });
    expect(secretsShowText(view)).toMatch(/resend +signing secret +2 +all tenants\n/);
    expect(secretsShowText(view)).toMatch(/resend +signing secret of globex +1 +globex/);
  });

  it('ends its rotation without ending another’s', async () => {
    const accounts = { globex: { signingSecrets: [secretOf(3), secretOf(4)] } };
    const { rotate, stored } = setUp({ resend: { ...RESEND, accounts } });

    await rotate('resend', { finish: true });
    expect(stored().resend).toMatchObject({ signingSecrets: [secretOf(1)], accounts });
    await rotate('resend', { account: 'globex', finish: true });
    expect(stored().resend?.accounts).toEqual({ globex: { signingSecrets: [secretOf(3)] } });
  });

  it('is removed alone, and keeps for whom it may speak, should it come back', async () => {
    const accounts = { globex: { signingSecrets: [secretOf(3)] } };
    const { remove, stored } = setUp({ resend: { ...RESEND, accounts, tenants: { globex: ['globex'] } } });

    await remove('resend', { account: 'globex', yes: true });
    expect(stored().resend).toEqual({ ...RESEND, tenants: { globex: ['globex'] } });
  });

  it('has no API key of its own', async () => {
    const { set } = setUp({ resend: RESEND });
    await expect(set('resend', { account: 'globex', apiKeyStdin: true }, 're_1')).rejects.toThrow(
      '--account',
    );
  });
});

describe('for whom an account may speak', () => {
  it('is said with a secret, alone, and with the new one of a rotation', async () => {
    const { set, rotate, stored } = setUp({ twilio: { accounts: { [SID]: ['token'] } } });
    const tenants = () => stored().twilio?.tenants;

    await set('twilio', { accountSid: OTHER_SID, authTokenStdin: true, tenants: 'globex' }, 'x'.repeat(32));
    expect(tenants()).toEqual({ [OTHER_SID]: ['globex'] });
    await set('twilio', { accountSid: SID, tenants: 'acme,globex' });
    expect(tenants()).toMatchObject({ [SID]: ['acme', 'globex'] });
    await rotate('twilio', { accountSid: SID, authTokenStdin: true, tenants: 'acme' }, 'y'.repeat(32));
    expect(tenants()).toEqual({ [SID]: ['acme'], [OTHER_SID]: ['globex'] });
    await set('twilio', { accountSid: SID, tenants: '*' });
    expect(tenants()).toEqual({ [OTHER_SID]: ['globex'] });
    expect(stored().twilio?.accounts[SID]).toHaveLength(2);
  });

  it('stays when a secret is set without saying', async () => {
    const { set, stored } = setUp({ twilio: { ...TWO.twilio, tenants: { [SID]: ['acme'] } } });
    await set('twilio', { accountSid: SID, authTokenStdin: true }, 'x'.repeat(32));
    expect(stored().twilio?.tenants).toEqual({ [SID]: ['acme'] });
  });

  it.each([
    ['a tenant that there is not', { accountSid: SID, tenants: 'nobody' }, 'nobody'],
    ['an account without a secret', { accountSid: `AC${'2'.repeat(32)}`, tenants: 'acme' }, 'no account'],
  ])('is not said of %s', async (_, input, message) => {
    const { set, stored } = setUp(TWO);
    await expect(set('twilio', input)).rejects.toThrow(message);
    expect(stored()).toEqual(TWO);
  });
});

describe('doctor', () => {
  const twilio = (tenants: object) => ({ twilio: { ...TWO.twilio, tenants } });

  it.each([
    ['several accounts of which one may speak for all', twilio({ [SID]: ['acme'] }), [OTHER_SID]],
    ['several that all may', TWO, [SID, OTHER_SID]],
  ])('warns of %s', async (_, stored, names) => {
    const [finding, ...more] = await setUp(stored).doctor();
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ state: 'warn', check: 'twilio' });
    expect(finding?.detail.split(' may speak')[0]).toBe(names.join(', '));
  });

  it.each([
    ['one account', { twilio: { accounts: { [SID]: ['token'] } } }, ['acme', 'globex']],
    [
      'accounts that each have their tenants',
      twilio({ [SID]: ['acme'], [OTHER_SID]: ['globex'] }),
      ['acme', 'globex'],
    ],
    ['one tenant', TWO, ['acme']],
  ])('warns of no %s', async (_, stored, tenantIds) => {
    expect(await setUp(stored, tenantIds).doctor()).toEqual([]);
  });
});
