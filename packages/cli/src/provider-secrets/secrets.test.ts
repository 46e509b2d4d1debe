import { describe, expect, it } from '@jest/globals';
import type { ProviderSecrets } from '@switchyard/core/providers';
import { fakeSecretsManager } from '../../testing/fake-client.ts';
import { secretsShowText } from '../commands/secrets/show.ts';
import { readProviderSecrets } from '../provider-secrets-store.ts';
import { removeSecrets, removeSecretsText, type SecretsSelection } from './remove-secret.ts';
import { kindOf, type SecretList } from './secret-kinds.ts';
import { secretsView } from './secrets-view.ts';
import { setSecret, setSecretText } from './set-secret.ts';

const SID = `AC${'0'.repeat(32)}`;
const OTHER_SID = `AC${'1'.repeat(32)}`;

function setup(stored: ProviderSecrets = {}, agreed = true) {
  const manager = fakeSecretsManager(JSON.stringify(stored));
  const secrets = { secretsManager: manager.client, secretId: 'arn:providers' };
  const questions: string[] = [];
  const confirm = async (question: string) => {
    questions.push(question);
    return agreed;
  };
  return {
    manager,
    questions,
    show: async () => secretsView(await readProviderSecrets(secrets)),
    set: (list: SecretList, value: string, keepPrevious = true) =>
      setSecret(secrets, { list, value, keepPrevious }),
    remove: (selection: SecretsSelection, { previous = false, yes = false } = {}) =>
      removeSecrets({ secrets, confirm }, { selection, previous, yes }),
  };
}

const TOKEN: SecretList = { of: kindOf('twilio', 'auth_token'), account: SID };
const SIGNING_SECRET: SecretList = { of: kindOf('resend', 'signing_secret') };
const API_KEY: SecretList = { of: kindOf('resend', 'api_key') };
const PUBLIC_KEY: SecretList = { of: kindOf('sendgrid', 'public_key') };
const BASIC_AUTH: SecretList = { of: kindOf('sendgrid', 'basic_auth') };
const PATH_SEGMENT: SecretList = { of: kindOf('sendgrid', 'path_segment') };

const full: ProviderSecrets = {
  twilio: { accounts: { [SID]: ['new-token', 'old-token'], [OTHER_SID]: ['other-token'] } },
  resend: { signingSecrets: ['new-secret', 'old-secret'], apiKey: 'secret-key' },
  sendgrid: {
    publicKeys: ['new-key', 'old-key'],
    basicAuth: ['user:secret'],
    pathSegments: [],
    eventWebhookPublicKeys: [],
  },
};

describe('secrets show', () => {
  it('shows how many there are and no value', async () => {
    const result = await setup(full).show();
    expect(result).toEqual({
      twilio: {
        accounts: [
          { account_sid: SID, auth_tokens: 2 },
          { account_sid: OTHER_SID, auth_tokens: 1 },
        ],
      },
      resend: { signing_secrets: 2, api_key: true },
      sendgrid: { public_keys: 2, basic_auth: 1, path_segments: 0, event_public_keys: 0 },
    });
    const text = secretsShowText(result);
    expect(text).toMatch(new RegExp(`twilio +auth token of ${SID} +2`));
    expect(text).toContain('only signed mail is accepted');
    expect(`${text}${JSON.stringify(result)}`).not.toMatch(/token"|old-|new-|secret-key|user:/);
  });

  it('names what is not configured', async () => {
    const result = await setup().show();
    expect(result).toEqual({ twilio: null, resend: null, sendgrid: null });
    expect(secretsShowText(result)).toContain('refused: twilio, resend, sendgrid.');
  });
});

describe('secrets set', () => {
  it('makes it the first and keeps the others behind it', async () => {
    const { manager, set } = setup(full);
    const result = await set(TOKEN, 'newest-token');
    expect(result).toMatchObject({ provider: 'twilio', account_sid: SID, accepted: 3, changed: true });
    expect(manager.current()).toEqual({
      ...full,
      twilio: { accounts: { ...full.twilio?.accounts, [SID]: ['newest-token', 'new-token', 'old-token'] } },
    });
    expect(setSecretText(result)).toContain(`secrets remove twilio --account-sid ${SID} --previous`);
  });

  it('drops the others with --replace', async () => {
    const { manager, set } = setup(full);
    expect(await set(SIGNING_SECRET, 'newest', false)).toMatchObject({ accepted: 1 });
    expect(manager.current()).toMatchObject({ resend: { signingSecrets: ['newest'], apiKey: 'secret-key' } });
  });

  it('moves one that is there to the front', async () => {
    const { manager, set } = setup(full);
    await set(PUBLIC_KEY, 'old-key');
    expect(manager.current()).toMatchObject({ sendgrid: { publicKeys: ['old-key', 'new-key'] } });
  });

  it('may be repeated', async () => {
    const { manager, set } = setup(full);
    const result = await set(SIGNING_SECRET, 'new-secret');
    expect(result).toMatchObject({ changed: false, accepted: 2 });
    expect(setSecretText(result)).toContain('was set already');
    expect(manager.versions).toHaveLength(1);
  });

  it.each<[SecretList, string, ProviderSecrets]>([
    [TOKEN, 'v', { twilio: { accounts: { [SID]: ['v'] } } }],
    [SIGNING_SECRET, 'v', { resend: { signingSecrets: ['v'] } }],
    [
      PUBLIC_KEY,
      'v',
      { sendgrid: { publicKeys: ['v'], basicAuth: [], pathSegments: [], eventWebhookPublicKeys: [] } },
    ],
    [
      BASIC_AUTH,
      'v',
      { sendgrid: { publicKeys: [], basicAuth: ['v'], pathSegments: [], eventWebhookPublicKeys: [] } },
    ],
    [
      PATH_SEGMENT,
      'v',
      { sendgrid: { publicKeys: [], basicAuth: [], pathSegments: ['v'], eventWebhookPublicKeys: [] } },
    ],
  ])('stores the first one: $0.of.name', async (list, value, stored) => {
    const { manager, set } = setup();
    expect(await set(list, value)).toMatchObject({ accepted: 1, changed: true });
    expect(manager.current()).toEqual(stored);
  });

  it('keeps one API key, beside the signing secret', async () => {
    const { manager, set } = setup(full);
    expect(await set(API_KEY, 're_new')).toMatchObject({ accepted: 1 });
    expect(manager.current()).toMatchObject({ resend: { ...full.resend, apiKey: 're_new' } });
    await expect(setup().set(API_KEY, 're_new')).rejects.toMatchObject({
      code: 'signing_secret_missing',
    });
  });

  it('refuses a list that is never cleared', async () => {
    const signingSecrets = Array.from({ length: 10 }, (_value, index) => `secret-${index}`);
    const { set } = setup({ resend: { signingSecrets } });
    await expect(set(SIGNING_SECRET, 'v')).rejects.toMatchObject({
      code: 'too_many_secrets',
    });
    expect(await set(SIGNING_SECRET, 'v', false)).toMatchObject({ accepted: 1 });
  });

  it('says what a public key of SendGrid changes', async () => {
    const result = await setup().set(PUBLIC_KEY, 'v');
    expect(setSecretText(result)).toContain('Only signed mail is accepted now');
  });

  it('says when a path segment does not count', async () => {
    const result = await setup(full).set(PATH_SEGMENT, 'v');
    expect(result).toMatchObject({ accepted: 1, in_effect: false });
    expect(setSecretText(result)).toContain('does not count while there is a public key');
    expect(await setup().set(PATH_SEGMENT, 'v')).toMatchObject({ in_effect: true });
  });
});

describe('secrets remove', () => {
  it.each<[string, SecretsSelection, boolean, ProviderSecrets]>([
    [
      'the previous tokens of an account',
      { provider: 'twilio', account: SID },
      true,
      { ...full, twilio: { accounts: { [SID]: ['new-token'], [OTHER_SID]: ['other-token'] } } },
    ],
    [
      'an account',
      { provider: 'twilio', account: SID },
      false,
      { ...full, twilio: { accounts: { [OTHER_SID]: ['other-token'] } } },
    ],
    ['a provider', { provider: 'resend' }, false, { twilio: full.twilio, sendgrid: full.sendgrid }],
    [
      'previous signing secrets',
      { provider: 'resend' },
      true,
      { ...full, resend: { signingSecrets: ['new-secret'], apiKey: 'secret-key' } },
    ],
    [
      'the API key',
      { provider: 'resend', only: API_KEY.of },
      false,
      { ...full, resend: { signingSecrets: ['new-secret', 'old-secret'] } },
    ],
    [
      'all public keys',
      { provider: 'sendgrid', only: PUBLIC_KEY.of },
      false,
      {
        ...full,
        sendgrid: {
          publicKeys: [],
          basicAuth: ['user:secret'],
          pathSegments: [],
          eventWebhookPublicKeys: [],
        },
      },
    ],
    [
      'previous ones of each kind',
      { provider: 'sendgrid' },
      true,
      {
        ...full,
        sendgrid: {
          publicKeys: ['new-key'],
          basicAuth: ['user:secret'],
          pathSegments: [],
          eventWebhookPublicKeys: [],
        },
      },
    ],
  ])('removes %s', async (_name, selection, previous, left) => {
    const { manager, remove } = setup(full);
    expect(await remove(selection, { previous, yes: true })).toMatchObject({ changed: true });
    expect(manager.current()).toEqual(JSON.parse(JSON.stringify(left)));
  });

  it('leaves no provider without secrets', async () => {
    const { manager, remove } = setup({ twilio: { accounts: { [SID]: ['token'] } } });
    const result = await remove({ provider: 'twilio', account: SID }, { yes: true });
    expect(result).toMatchObject({ remaining: null });
    expect(removeSecretsText(result)).toContain('all its callbacks are refused');
    expect(manager.current()).toEqual({});
  });

  it('asks what is to be removed, and removes nothing when the answer is no', async () => {
    const { manager, questions, remove } = setup(full, false);
    await expect(remove({ provider: 'sendgrid', only: BASIC_AUTH.of })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(questions).toEqual([
      'Remove basic auth of sendgrid? Callbacks that nothing else proves genuine are refused then.',
    ]);
    expect(manager.sent()).toEqual([]);
  });

  it('does not ask for previous ones', async () => {
    const { questions, remove } = setup(full, false);
    await remove({ provider: 'resend' }, { previous: true });
    expect(questions).toEqual([]);
  });

  it('may be repeated', async () => {
    const result = await setup().remove({ provider: 'resend', only: API_KEY.of }, { yes: true });
    expect(removeSecretsText(result)).toBe('There was nothing to remove of resend.');
  });
});
