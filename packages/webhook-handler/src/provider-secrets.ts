import { createSecretCache } from '@switchyard/core/aws';
import type { Clock } from '@switchyard/core/clock';
import { SwitchyardError } from '@switchyard/core/errors';
import { type ProviderSecrets, providerSecretsSchema } from '@switchyard/core/inbound';

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

function parse(text: string): ProviderSecrets {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ProviderSecretsError(['it is not JSON']);
  }
  const result = providerSecretsSchema.safeParse(json);
  if (!result.success) throw new ProviderSecretsError(result.error.issues.map(({ path }) => nameOf(path)));
  return result.data;
}

/** Our own names only: a message must not quote a secret, not even one that was put where an account SID belongs. */
function nameOf(path: readonly PropertyKey[]): string {
  const [first, second, ...rest] = path;
  const isAccount = first === 'twilio' && second === 'accounts' && rest.length > 0;
  const names = isAccount ? [first, second, '<account SID>', ...rest.slice(1)] : path;
  return names.length === 0 ? 'it is not an object' : names.map(String).join('.');
}
