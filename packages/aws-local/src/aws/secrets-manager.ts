import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID, stableId } from '../template/resource-identity.ts';

type SecretVersion = {
  readonly id: string;
  readonly createdAt: number;
  readonly secretString?: string | undefined;
  readonly secretBinary?: string | undefined;
  stages: string[];
};

type Secret = {
  readonly name: string;
  readonly arn: string;
  description: string | undefined;
  readonly createdAt: number;
  versions: SecretVersion[];
};

/** What a refused call answers, in the service's own names. */
export class SecretsManagerError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export type SecretsManager = {
  readonly create: (name: string, value?: { secretString?: string }, arn?: string) => void;
  readonly call: (operation: string, input: Record<string, unknown>) => Record<string, unknown>;
  /** ARN of the secret that a name, ARN or partial ARN means. */
  readonly arnOf: (secretId: string) => string | undefined;
};

/** The part of Secrets Manager that functions and operators call, in memory. */
export function createSecretsManager(region: string, now: () => number = Date.now): SecretsManager {
  const secrets = new Map<string, Secret>();

  const find = (id: unknown): Secret | undefined =>
    [...secrets.values()].find(
      ({ name, arn }) => id === name || id === arn || id === arn.replace(/-[^-]{6}$/, ''),
    );

  const secretOf = (id: unknown): Secret => {
    const secret = find(id);
    if (!secret)
      throw new SecretsManagerError(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    return secret;
  };

  const put = (secret: Secret, input: Record<string, unknown>): SecretVersion => {
    const { SecretString: secretString, SecretBinary: secretBinary, ClientRequestToken: token } = input;
    const stages = Array.isArray(input.VersionStages) ? input.VersionStages.map(String) : ['AWSCURRENT'];
    const id = typeof token === 'string' ? token : randomUUID();
    const existing = secret.versions.find((version) => version.id === id);
    if (existing) {
      if (existing.secretString === secretString && existing.secretBinary === secretBinary) return existing;
      throw new SecretsManagerError(
        'ResourceExistsException',
        `You can't modify the value of version ${id}.`,
      );
    }
    if (stages.includes('AWSCURRENT')) {
      for (const version of secret.versions) {
        const wasCurrent = version.stages.includes('AWSCURRENT');
        version.stages = version.stages.filter((stage) => stage !== 'AWSCURRENT' && stage !== 'AWSPREVIOUS');
        if (wasCurrent) version.stages.push('AWSPREVIOUS');
      }
    }
    const made: SecretVersion = {
      id,
      createdAt: now(),
      secretString: typeof secretString === 'string' ? secretString : undefined,
      secretBinary: typeof secretBinary === 'string' ? secretBinary : undefined,
      stages,
    };
    secret.versions.push(made);
    return made;
  };

  const create = (name: string, input: Record<string, unknown>, arn?: string): Secret => {
    if (find(name)) {
      throw new SecretsManagerError(
        'ResourceExistsException',
        `The operation failed because the secret ${name} already exists.`,
      );
    }
    const secret: Secret = {
      name,
      arn: arn ?? `arn:aws:secretsmanager:${region}:${ACCOUNT_ID}:secret:${name}-${stableId(name, 6)}`,
      description: typeof input.Description === 'string' ? input.Description : undefined,
      createdAt: now(),
      versions: [],
    };
    secrets.set(name, secret);
    if (input.SecretString !== undefined || input.SecretBinary !== undefined) put(secret, input);
    return secret;
  };

  const describe = (secret: Secret): Record<string, unknown> => ({
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description === undefined ? {} : { Description: secret.description }),
    CreatedDate: secret.createdAt / 1000,
    LastChangedDate: (secret.versions.at(-1)?.createdAt ?? secret.createdAt) / 1000,
  });
  const stagesByVersion = (secret: Secret): Record<string, string[]> =>
    Object.fromEntries(
      secret.versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]),
    );

  const operations: Record<string, (input: Record<string, unknown>) => Record<string, unknown>> = {
    CreateSecret: (input) => {
      const secret = create(String(input.Name), input);
      return { ARN: secret.arn, Name: secret.name, VersionId: secret.versions.at(-1)?.id };
    },
    GetSecretValue: (input) => {
      const secret = secretOf(input.SecretId);
      const stage = input.VersionStage ?? (input.VersionId === undefined ? 'AWSCURRENT' : undefined);
      const version = secret.versions.find(
        ({ id, stages }) =>
          (input.VersionId === undefined || id === input.VersionId) &&
          (stage === undefined || stages.includes(String(stage))),
      );
      if (!version) {
        throw new SecretsManagerError(
          'ResourceNotFoundException',
          `Secrets Manager can't find the specified secret value for ${stage === undefined ? `VersionId: ${input.VersionId}` : `staging label: ${stage}`}`,
        );
      }
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        VersionStages: version.stages,
        CreatedDate: version.createdAt / 1000,
        ...(version.secretString === undefined ? {} : { SecretString: version.secretString }),
        ...(version.secretBinary === undefined ? {} : { SecretBinary: version.secretBinary }),
      };
    },
    DescribeSecret: (input) => {
      const secret = secretOf(input.SecretId);
      return { ...describe(secret), VersionIdsToStages: stagesByVersion(secret) };
    },
    PutSecretValue: (input) => {
      const secret = secretOf(input.SecretId);
      const version = put(secret, input);
      return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages };
    },
    UpdateSecret: (input) => {
      const secret = secretOf(input.SecretId);
      if (typeof input.Description === 'string') secret.description = input.Description;
      const hasValue = input.SecretString !== undefined || input.SecretBinary !== undefined;
      const version = hasValue ? put(secret, input) : undefined;
      return { ARN: secret.arn, Name: secret.name, ...(version ? { VersionId: version.id } : {}) };
    },
    ListSecrets: () => ({
      SecretList: [...secrets.values()].map((secret) => ({
        ...describe(secret),
        SecretVersionsToStages: stagesByVersion(secret),
      })),
    }),
  };

  return {
    create: (name, value, arn) => {
      create(name, value?.secretString === undefined ? {} : { SecretString: value.secretString }, arn);
    },
    call: (operation, input) => {
      const run = operations[operation];
      if (!run) {
        throw new SecretsManagerError(
          'UnknownOperationException',
          `The local Secrets Manager has no ${operation}.`,
        );
      }
      return run(input);
    },
    arnOf: (secretId) => find(secretId)?.arn,
  };
}
