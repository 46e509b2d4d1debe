import { inspect } from 'node:util';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from '@jest/globals';
import { awsError, fakeSecretsManager } from '../testing/fake-client.ts';
import { changeProviderSecrets, readProviderSecrets, removeProvider } from './provider-secrets-store.ts';

const storeOn = (text?: string) => {
  const manager = fakeSecretsManager(text);
  const secretId = 'arn:providers';
  return { manager, store: { secretsManager: manager.client, secretId } };
};
const resend = { signingSecrets: ['hidden-secret'] };

describe('the secret of the providers', () => {
  it('is written as a whole, without what the schema does not know', async () => {
    const { manager, store } = storeOn('{"placeholder":"x"}');
    expect(await changeProviderSecrets(store, (current) => ({ ...current, resend }))).toEqual({
      secrets: { resend },
      changed: true,
    });
    expect(manager.current()).toEqual({ resend });
    expect(manager.sent()[1]).toMatchObject({
      name: 'PutSecretValueCommand',
      input: { SecretId: 'arn:providers' },
    });
  });

  it('is not written when nothing changes', async () => {
    const { manager, store } = storeOn(JSON.stringify({ resend, placeholder: 'x' }));
    expect(await changeProviderSecrets(store, (current) => current)).toMatchObject({ changed: false });
    expect(manager.versions).toHaveLength(1);
  });

  it('tells when a change of somebody else was overwritten', async () => {
    const { manager, store } = storeOn();
    const changing = changeProviderSecrets(store, (current) => {
      manager.versions.push('{"resend":{"signingSecrets":["other"]}}');
      return { ...current, resend };
    });
    await expect(changing).rejects.toMatchObject({ code: 'secrets_changed_meanwhile' });
  });

  it('that is malformed is neither shown nor changed', async () => {
    const { manager, store } = storeOn('{"resend":{"signingSecrets":"hidden-secret"}}');
    for (const attempt of [readProviderSecrets(store), changeProviderSecrets(store, (current) => current)]) {
      const error = await attempt.catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: 'secrets_malformed',
        message: expect.stringContaining('resend.signingSecrets'),
      });
      expect(String(error)).not.toContain('hidden-secret');
    }
    expect(manager.versions).toHaveLength(1);
  });

  it('does not show what stands in the place of an account SID: it may be a token', async () => {
    const error = await readProviderSecrets(
      storeOn('{"twilio":{"accounts":{"hidden-token":["x"]}}}').store,
    ).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining('twilio.accounts.<account SID>') });
    expect(inspect(error)).not.toContain('hidden-token');
  });

  it('that is malformed is put right by removing the provider', async () => {
    const { manager, store } = storeOn('{"resend":{"signingSecrets":"x"},"sendgrid":{"publicKeys":["k"]}}');
    await removeProvider(store, 'resend');
    expect(manager.current()).toEqual({
      sendgrid: { publicKeys: ['k'], basicAuth: [], pathSegments: [], eventWebhookPublicKeys: [] },
    });
  });

  it.each(['hidden', '["hidden"]'])('that is no JSON object is not quoted: %s', async (text) => {
    const error = await readProviderSecrets(storeOn(text).store).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'secrets_malformed' });
    expect(inspect(error)).not.toContain('hidden');
  });

  it('may be missing', async () => {
    const { manager, store } = storeOn();
    manager.stub.on(GetSecretValueCommand).rejects(awsError('ResourceNotFoundException'));
    await expect(readProviderSecrets(store)).rejects.toMatchObject({ code: 'secret_not_found' });
  });
});
