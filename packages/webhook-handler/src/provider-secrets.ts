import {
  type Clock,
  createSecretCache,
  type ProviderSecrets,
  providerSecretsSchema,
  SwitchyardError,
} from '@switchyard/core';

export class ProviderSecretsError extends SwitchyardError {
  constructor(fields: readonly string[]) {
    super(`The provider secrets are not as described: ${fields.join(', ')}. Correct them with the CLI.`, {
      code: 'provider_secrets_invalid',
      retryable: true,
    });
  }
}

export type ProviderSecretsCache = {
  readonly get: () => Promise<ProviderSecrets>;
  /** Read anew after a failed check; undefined when they were read a moment ago. */
  readonly refetch: () => Promise<ProviderSecrets | undefined>;
};

/** @param fetch reads the secret's text */
export function createProviderSecrets(fetch: () => Promise<string>, clock: Clock): ProviderSecretsCache {
  const cache = createSecretCache(fetch, clock);
  return {
    get: async () => parse(await cache.get()),
    refetch: async () => {
      const text = await cache.refetch();
      return text === undefined ? undefined : parse(text);
    },
  };
}

function parse(text: string): ProviderSecrets {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ProviderSecretsError(['it is not JSON']);
  }
  const result = providerSecretsSchema.safeParse(json);
  // Names of fields only: a message must not quote a secret.
  if (!result.success) throw new ProviderSecretsError(result.error.issues.map(({ path }) => path.join('.')));
  return result.data;
}
