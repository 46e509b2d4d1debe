import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { isAwsError } from '@switchyard/core/errors';
import {
  malformedFields,
  type Provider,
  type ProviderSecrets,
  type ProviderSecretsParts,
  parseProviderSecrets,
  providerSecretsSchema,
} from '@switchyard/core/providers';
import * as z from 'zod';
import { CommandError } from './errors.ts';
import type { OpenDeployment } from './open-deployment.ts';
import { requireNamed } from './require-named.ts';

/** The one secret with the tokens and keys of all providers. */
export type ProviderSecretsStore = {
  readonly secretsManager: Pick<SecretsManagerClient, 'send'>;
  readonly secretId: string;
};

export type SecretsChange = { readonly secrets: ProviderSecrets; readonly changed: boolean };

const jsonObject = z.record(z.string(), z.unknown());
type JsonObject = z.infer<typeof jsonObject>;

export const providerSecretsOf = ({
  secretsManager,
  providerSecrets,
}: Pick<OpenDeployment, 'secretsManager' | 'providerSecrets'>): ProviderSecretsStore => ({
  secretsManager,
  secretId: requireNamed(providerSecrets, 'secret providers'),
});

export async function readProviderSecrets(store: ProviderSecretsStore): Promise<ProviderSecrets> {
  return wellFormed(store, (await load(store)).stored);
}

/** The parts that are well-formed, and which are not. */
export async function readProviderSecretsParts(store: ProviderSecretsStore): Promise<ProviderSecretsParts> {
  return parseProviderSecrets((await load(store)).stored) ?? { secrets: {}, malformed: new Map() };
}

export const changeProviderSecrets = (
  store: ProviderSecretsStore,
  edit: (secrets: ProviderSecrets) => ProviderSecrets,
): Promise<SecretsChange> => write(store, (stored) => edit(wellFormed(store, stored)));

/** Works on malformed secrets as well: it is the way to put them right. */
export const removeProvider = (store: ProviderSecretsStore, provider: Provider): Promise<SecretsChange> =>
  write(store, (stored) => Object.fromEntries(Object.entries(stored).filter(([name]) => name !== provider)));

async function load(store: ProviderSecretsStore) {
  const { secretsManager, secretId } = store;
  try {
    const { SecretString = '{}', VersionId } = await secretsManager.send(
      new GetSecretValueCommand({ SecretId: secretId }),
    );
    return { stored: parseObject(store, SecretString), versionId: VersionId };
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
    throw new CommandError(
      'secret_not_found',
      `There is no secret ${secretId} with a value in this AWS account and region.`,
      error,
    );
  }
}

/** What the schema does not know is not written back. */
async function write(
  store: ProviderSecretsStore,
  edit: (stored: JsonObject) => JsonObject,
): Promise<SecretsChange> {
  const { secretsManager, secretId } = store;
  const { stored, versionId } = await load(store);
  const secrets = wellFormed(store, edit(stored));
  const before = providerSecretsSchema.safeParse(stored);
  const text = JSON.stringify(secrets);
  if (before.success && JSON.stringify(before.data) === text) return { secrets, changed: false };
  const { VersionId } = await secretsManager.send(
    new PutSecretValueCommand({ SecretId: secretId, SecretString: text }),
  );
  await requireNothingOverwritten(store, versionId, VersionId);
  return { secrets, changed: true };
}

/** Secrets Manager writes without condition; which version a write replaced can only be seen afterwards. */
async function requireNothingOverwritten(
  { secretsManager, secretId }: ProviderSecretsStore,
  read: string | undefined,
  written: string | undefined,
): Promise<void> {
  const { VersionIdsToStages: stages = {} } = await secretsManager.send(
    new DescribeSecretCommand({ SecretId: secretId }),
  );
  const isCurrent = stages[written ?? '']?.includes('AWSCURRENT') === true;
  if (!isCurrent || stages[read ?? '']?.includes('AWSPREVIOUS') === true) return;
  throw new CommandError(
    'secrets_changed_meanwhile',
    'Somebody else changed the secrets at the same moment, and that change is overwritten. Look with `secrets show`, then make it again.',
  );
}

function parseObject({ secretId }: ProviderSecretsStore, text: string): JsonObject {
  try {
    return jsonObject.parse(JSON.parse(text));
  } catch {
    // Without the cause: a parser's message may quote the text.
    throw new CommandError(
      'secrets_malformed',
      `The secret ${secretId} is not a JSON object. Overwrite it with {} by \`aws secretsmanager put-secret-value\`, then set the providers again.`,
    );
  }
}

function wellFormed({ secretId }: ProviderSecretsStore, stored: JsonObject): ProviderSecrets {
  const result = providerSecretsSchema.safeParse(stored);
  if (result.success) return result.data;
  // Names of fields only: a message must not quote a secret.
  const fields = malformedFields(result.error);
  throw new CommandError(
    'secrets_malformed',
    `The secret ${secretId} is not as described in: ${fields.join(', ')}. Remove the provider with \`secrets remove\`, then set it again.`,
  );
}
