import { randomUUID } from 'node:crypto';
import { asString, type JsonObject } from '../json.ts';
import { ACCOUNT_ID, stableId } from '../template/resource-identity.ts';
import { awsError } from './aws-error.ts';
import { type Backend, RefusedCallError } from './backend.ts';
import { protocolOf } from './identify-call.ts';

type SecretVersion = {
  readonly id: string;
  readonly createdAt: number;
  readonly secretString: string | undefined;
  readonly secretBinary: string | undefined;
  stages: string[];
};

type Secret = { readonly name: string; readonly arn: string; readonly versions: SecretVersion[] };

export type SecretsManager = {
  readonly create: (name: string, secretString?: string, arn?: string) => void;
  /** @throws RefusedCallError */
  readonly call: (operation: string, input: JsonObject) => JsonObject;
  /** ARN of the secret that a name, ARN or partial ARN means. */
  readonly arnOf: (secretId: string) => string | undefined;
};

/** Secrets Manager in memory: secrets that come and go, and the reading and writing of values. */
export function createSecretsManager(region: string, now: () => number = Date.now): SecretsManager {
  const secrets = new Map<string, Secret>();
  const find = (id: unknown): Secret | undefined =>
    [...secrets.values()].find(
      ({ name, arn }) => id === name || id === arn || id === arn.replace(/-[^-]{6}$/, ''),
    );
  const operations: Readonly<Record<string, (secret: Secret, input: JsonObject) => JsonObject>> = {
    DescribeSecret: describe,
    GetSecretValue: getValue,
    PutSecretValue: (secret, input) => {
      const version = putValue(secret, input, now());
      return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages };
    },
    // At once in every case: what is deleted cannot be read, and a restore is not offered here.
    DeleteSecret: ({ arn, name }) => {
      secrets.delete(name);
      return { ARN: arn, Name: name, DeletionDate: now() / 1000 };
    },
  };

  function add(name: string, givenArn?: string): Secret {
    const arn =
      givenArn ?? `arn:aws:secretsmanager:${region}:${ACCOUNT_ID}:secret:${name}-${stableId(name, 6)}`;
    const secret: Secret = { name, arn, versions: [] };
    secrets.set(name, secret);
    return secret;
  }

  function create(input: JsonObject): JsonObject {
    const name = asString(input.Name) ?? '';
    if (!/^[\w/+=.@-]{1,512}$/.test(name))
      throw new RefusedCallError(
        'InvalidParameterException',
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
      );
    const existing = secrets.get(name);
    // Asked for a second time under the same token, which its value then has as its version.
    const isRepeated = existing?.versions.some(({ id }) => id === input.ClientRequestToken) === true;
    if (existing !== undefined && !isRepeated)
      throw new RefusedCallError(
        'ResourceExistsException',
        `The operation failed because the secret ${name} already exists.`,
      );
    const secret = existing ?? add(name);
    const hasValue = input.SecretString !== undefined || input.SecretBinary !== undefined;
    const version = hasValue ? putValue(secret, input, now()) : undefined;
    return { ARN: secret.arn, Name: name, ...(version === undefined ? {} : { VersionId: version.id }) };
  }

  return {
    create: (name, secretString, givenArn) => {
      const secret = add(name, givenArn);
      if (secretString !== undefined) putValue(secret, { SecretString: secretString }, now());
    },
    call: (operation, input) => {
      if (operation === 'CreateSecret') return create(input);
      const run = operations[operation];
      if (!run)
        throw new RefusedCallError(
          'UnknownOperationException',
          `The local Secrets Manager has no ${operation}.`,
        );
      const secret = find(input.SecretId);
      if (!secret)
        throw new RefusedCallError(
          'ResourceNotFoundException',
          "Secrets Manager can't find the specified secret.",
        );
      return run(secret, input);
    },
    arnOf: (secretId) => find(secretId)?.arn,
  };
}

/** The same as a service that functions call. */
export const secretsBackend = (manager: SecretsManager): Backend => ({
  call: async (operation, input) => {
    try {
      const headers = {
        'content-type': protocolOf('secretsmanager').contentType,
        'x-amzn-requestid': randomUUID(),
      };
      return { status: 200, headers, body: JSON.stringify(manager.call(operation, input)) };
    } catch (error) {
      if (error instanceof RefusedCallError) return awsError('secretsmanager', error.name, error.message);
      throw error;
    }
  },
  stop: async () => undefined,
});

const describe = ({ arn, name, versions }: Secret): JsonObject => ({
  ARN: arn,
  Name: name,
  ...(versions.length === 0 ? {} : { LastChangedDate: (versions.at(-1)?.createdAt ?? 0) / 1000 }),
  VersionIdsToStages: Object.fromEntries(
    versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]),
  ),
});

function getValue({ arn, name, versions }: Secret, { VersionId, VersionStage }: JsonObject): JsonObject {
  const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
  const version = versions.find(
    ({ id, stages }) =>
      (VersionId === undefined || id === VersionId) &&
      (stage === undefined || stages.includes(String(stage))),
  );
  if (!version) {
    const what = stage === undefined ? `VersionId: ${VersionId}` : `staging label: ${stage}`;
    throw new RefusedCallError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${what}`,
    );
  }
  return {
    ARN: arn,
    Name: name,
    VersionId: version.id,
    VersionStages: version.stages,
    CreatedDate: version.createdAt / 1000,
    ...(version.secretString === undefined ? {} : { SecretString: version.secretString }),
    ...(version.secretBinary === undefined ? {} : { SecretBinary: version.secretBinary }),
  };
}

function putValue({ versions }: Secret, input: JsonObject, createdAt: number): SecretVersion {
  const [secretString, secretBinary] = [asString(input.SecretString), asString(input.SecretBinary)];
  const stages = Array.isArray(input.VersionStages) ? input.VersionStages.map(String) : ['AWSCURRENT'];
  const id = asString(input.ClientRequestToken) ?? randomUUID();
  const existing = versions.find((version) => version.id === id);
  if (existing) {
    if (existing.secretString === secretString && existing.secretBinary === secretBinary) return existing;
    throw new RefusedCallError('ResourceExistsException', `You can't modify the value of version ${id}.`);
  }
  for (const version of stages.includes('AWSCURRENT') ? versions : []) {
    const wasCurrent = version.stages.includes('AWSCURRENT');
    version.stages = version.stages.filter((stage) => stage !== 'AWSCURRENT' && stage !== 'AWSPREVIOUS');
    if (wasCurrent) version.stages.push('AWSPREVIOUS');
  }
  const made: SecretVersion = { id, createdAt, secretString, secretBinary, stages };
  versions.push(made);
  return made;
}
