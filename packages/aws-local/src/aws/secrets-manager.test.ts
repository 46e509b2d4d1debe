import { expect, it } from '@jest/globals';
import { createSecretsManager } from './secrets-manager.ts';

const withSecret = () => {
  const manager = createSecretsManager('eu-west-1', () => 1_000_000);
  manager.create('token', 'first');
  return manager;
};

it('a secret is found by name, ARN and ARN without its suffix', () => {
  const manager = withSecret();
  const arn = manager.arnOf('token') ?? '';
  expect(arn).toMatch(/^arn:aws:secretsmanager:eu-west-1:000000000000:secret:token-\w{6}$/);
  for (const SecretId of ['token', arn, arn.slice(0, -7)]) {
    expect(manager.call('GetSecretValue', { SecretId })).toMatchObject({
      SecretString: 'first',
      CreatedDate: 1000,
    });
  }
});

it('a new value is current, and the one before stays readable as previous', () => {
  const manager = withSecret();
  manager.call('PutSecretValue', { SecretId: 'token', SecretString: 'second' });
  manager.call('PutSecretValue', { SecretId: 'token', SecretString: 'third' });
  expect(manager.call('GetSecretValue', { SecretId: 'token' })).toMatchObject({
    SecretString: 'third',
    VersionStages: ['AWSCURRENT'],
  });
  expect(manager.call('GetSecretValue', { SecretId: 'token', VersionStage: 'AWSPREVIOUS' })).toMatchObject({
    SecretString: 'second',
  });
});

it('a value put twice under one token is one version, another value is refused', () => {
  const manager = withSecret();
  const input = { SecretId: 'token', SecretString: 'second', ClientRequestToken: 'v2' };
  expect(manager.call('PutSecretValue', input)).toEqual(manager.call('PutSecretValue', input));
  expect(() => manager.call('PutSecretValue', { ...input, SecretString: 'x' })).toThrow(/can't modify/);
});

it('an unknown secret and an unknown stage are refused in the service words', () => {
  const manager = withSecret();
  expect(() => manager.call('GetSecretValue', { SecretId: 'nobody' })).toThrow(
    /can't find the specified secret/,
  );
  expect(() => manager.call('GetSecretValue', { SecretId: 'token', VersionStage: 'AWSPENDING' })).toThrow(
    /AWSPENDING/,
  );
  expect(() => manager.call('RotateSecret', { SecretId: 'token' })).toThrow(/no RotateSecret/);
});

it('one that is made by a call is read by its name until it is deleted', () => {
  const manager = withSecret();
  const input = { Name: 'keys/acme/1', SecretString: 'x', ClientRequestToken: 'v1' };
  const made = manager.call('CreateSecret', input);
  expect(made).toMatchObject({ Name: 'keys/acme/1', ARN: manager.arnOf('keys/acme/1'), VersionId: 'v1' });
  expect(manager.call('GetSecretValue', { SecretId: 'keys/acme/1' })).toMatchObject({ SecretString: 'x' });
  expect(manager.call('CreateSecret', input)).toEqual(made);
  expect(() => manager.call('CreateSecret', { ...input, ClientRequestToken: 'v2' })).toThrow(
    /already exists/,
  );
  manager.call('DeleteSecret', { SecretId: 'keys/acme/1', ForceDeleteWithoutRecovery: true });
  expect(() => manager.call('GetSecretValue', { SecretId: 'keys/acme/1' })).toThrow(/can't find/);
});

it('a name that Secrets Manager does not take is refused', () => {
  expect(() => withSecret().call('CreateSecret', { Name: 'a b', SecretString: 'x' })).toThrow(/Invalid name/);
});
