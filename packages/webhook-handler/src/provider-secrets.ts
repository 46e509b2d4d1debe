import type { Clock } from '@switchyard/core/clock';
import { SwitchyardError } from '@switchyard/core/errors';
import { type ProviderSecrets, parseProviderSecrets } from '@switchyard/core/providers';
import { createSecretCache } from '@switchyard/core/secret-cache';

export class ProviderSecretsError extends SwitchyardError {
  constructor(fields: readonly string[]) {
    super(`The provider secrets are not as described: ${fields.join(', ')}. Correct them with the CLI.`, {
      code: 'provider_secrets_invalid',
    });
  }
}

export type ProviderSecretsCache = {
  readonly get: () => Promise<ProviderSecrets>;
  /** After a failed check: read anew, unless that was done a moment ago. The same object when nothing has changed. */
  readonly refetch: () => Promise<ProviderSecrets | undefined>;
};

/** @param fetch reads the secret's text */
export function createProviderSecrets(fetch: () => Promise<string>, clock: Clock): ProviderSecretsCache {
  const cache = createSecretCache(fetch, clock);
  let parsed: { readonly text: string; readonly secrets: ProviderSecrets } | undefined;

  function parseOnce(text: string): ProviderSecrets {
    if (parsed?.text !== text) parsed = { text, secrets: parse(text) };
    return parsed.secrets;
  }

  return {
    get: async () => parseOnce(await cache.get()),
    refetch: async () => {
      const text = await cache.refetch();
      return text === undefined ? undefined : parseOnce(text);
    },
  };
}

/**
 * The part of a provider that is not as described throws when it is read, and the others are good. Messages have our
 * own names only, never a value.
 */
function parse(text: string): ProviderSecrets {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ProviderSecretsError(['it is not JSON']);
  }
  const parts = parseProviderSecrets(json);
  if (parts === undefined) throw new ProviderSecretsError(['it is not an object']);
  const secrets = { ...parts.secrets };
  for (const [provider, fields] of parts.malformed) {
    Object.defineProperty(secrets, provider, {
      enumerable: true,
      get: () => {
        throw new ProviderSecretsError(fields);
      },
    });
  }
  return secrets;
}
