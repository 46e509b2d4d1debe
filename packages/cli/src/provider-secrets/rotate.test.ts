import { describe, expect, it } from '@jest/globals';
import type { ProviderSecrets } from '@switchyard/core/providers';
import { fakeSecretsManager } from '../../testing/fake-client.ts';
import { beginRotation, finishRotation, lookAtRotation, rotationText } from './rotate-secret.ts';
import { kindOf, type SecretList } from './secret-kinds.ts';

const SID = `AC${'0'.repeat(32)}`;
const TOKEN: SecretList = { of: kindOf('twilio', 'auth_token'), account: SID };
const SIGNING_SECRET: SecretList = { of: kindOf('resend', 'signing_secret') };
const PUBLIC_KEY: SecretList = { of: kindOf('sendgrid', 'public_key') };

const stored: ProviderSecrets = {
  twilio: { accounts: { [SID]: ['old-token'] } },
  resend: { signingSecrets: ['old-secret'], apiKey: 'secret-key' },
  sendgrid: {
    publicKeys: ['old-key'],
    basicAuth: ['user:old'],
    pathSegments: ['old-segment'],
    eventWebhookPublicKeys: [],
  },
};

function setup(secrets: ProviderSecrets = stored) {
  const manager = fakeSecretsManager(JSON.stringify(secrets));
  const store = { secretsManager: manager.client, secretId: 'arn:providers' };
  return {
    manager,
    rotate: {
      look: (list: SecretList) => lookAtRotation(store, list),
      begin: (list: SecretList, value: string) => beginRotation(store, list, value),
      finish: (list: SecretList) => finishRotation(store, list),
    },
  };
}

const SECRETS: SecretList[] = [
  TOKEN,
  SIGNING_SECRET,
  PUBLIC_KEY,
  { of: kindOf('sendgrid', 'basic_auth') },
  { of: kindOf('sendgrid', 'path_segment') },
];

describe('a rotation', () => {
  it.each(SECRETS)('of $of.name goes from one, over both, to the new one alone', async (rotated) => {
    const { manager, rotate } = setup();
    expect(await rotate.look(rotated)).toMatchObject({ stand: 'not_begun', accepted: 1 });
    expect(await rotate.begin(rotated, 'the-new-one')).toMatchObject({
      stand: 'under_way',
      accepted: 2,
    });
    expect(await rotate.look(rotated)).toMatchObject({ stand: 'under_way', accepted: 2 });
    expect(await rotate.finish(rotated)).toMatchObject({ stand: 'finished', accepted: 1 });
    expect(JSON.stringify(manager.current()).match(/the-new-one/g)).toHaveLength(1);
    const others = JSON.stringify(stored).match(/old/g)?.length ?? 0;
    expect(JSON.stringify(manager.current()).match(/old/g)).toHaveLength(others - 1);
  });

  it.each(SECRETS)('of $of.name says what is next at each stand, and how to finish', async (rotated) => {
    const { rotate } = setup();
    const nextOf = ({ steps }: Awaited<ReturnType<typeof rotate.look>>) =>
      steps.find(({ done }) => !done)?.text;
    expect(nextOf(await rotate.look(rotated))).toMatch(/create|rotate|Make/);
    const begun = await rotate.begin(rotated, 'the-new-one');
    expect(nextOf(begun)).not.toMatch(/`secrets rotate/);
    expect(begun.steps.at(-1)?.text).toMatch(/`secrets rotate .*--finish`$/);
    expect(nextOf(await rotate.finish(rotated))).toBeUndefined();
  });

  it('shows no value', async () => {
    const { rotate } = setup();
    const result = await rotate.begin(TOKEN, 'the-new-one');
    expect(JSON.stringify(result) + rotationText(result)).not.toMatch(/the-new-one|old-token/);
  });

  it('of what is not set is refused, and names the way', async () => {
    const { manager, rotate } = setup({});
    const attempts = [rotate.look(TOKEN), rotate.begin(SIGNING_SECRET, 'x'), rotate.finish(PUBLIC_KEY)];
    for (const attempt of attempts) {
      await expect(attempt).rejects.toMatchObject({
        code: 'nothing_to_rotate',
        message: expect.stringMatching(/`secrets set (twilio|resend|sendgrid)`/),
      });
    }
    expect(manager.versions).toHaveLength(1);
  });

  it('to the secret that is in use is refused', async () => {
    const { manager, rotate } = setup();
    await expect(rotate.begin(TOKEN, 'old-token')).rejects.toMatchObject({
      code: 'secret_not_new',
    });
    expect(manager.versions).toHaveLength(1);
  });

  it('is not finished before it has begun', async () => {
    await expect(setup().rotate.finish(TOKEN)).rejects.toMatchObject({ code: 'rotation_not_begun' });
  });
});

describe('the text of a rotation', () => {
  it('marks what is done and what is next', async () => {
    const text = rotationText(await setup().rotate.begin(SIGNING_SECRET, 'the-new-one'));
    expect(text).toBe(
      [
        'The signing secret of resend. Its rotation is under way: 2 are accepted, the newest first.',
        '',
        ' done  1. Resend, Webhooks, this webhook: rotate the signing secret. For 24 hours Resend signs with both.',
        ' done  2. Take it here, beside the present one: `secrets rotate resend --signing-secret-stdin`',
        ' next  3. Wait until the 24 hours are over.',
        '       4. End the previous one: `secrets rotate resend --finish`',
      ].join('\n'),
    );
  });
});
