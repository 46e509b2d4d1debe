import * as z from 'zod';
import { namesOf } from '../names-of.ts';
import type { Provider } from './callback-routes.ts';
import { PROVIDERS } from './providers.ts';
import type { SecretKind } from './secret-kind.ts';

type Parts = { [P in Provider]: z.ZodOptional<(typeof PROVIDERS)[P]['secrets']> };

/** The one Secrets Manager secret of all providers, as JSON. `pnpm cli secrets` writes it. */
export const providerSecretsSchema = z.object(
  Object.fromEntries(
    namesOf(PROVIDERS).map((provider) => [provider, PROVIDERS[provider].secrets.optional()]),
  ) as Parts,
);
export type ProviderSecrets = z.infer<typeof providerSecretsSchema>;

export type ProviderSecretsParts = {
  readonly secrets: ProviderSecrets;
  /** The fields that are not as described, of each provider whose part is left out for them. */
  readonly malformed: ReadonlyMap<Provider, readonly string[]>;
};

/**
 * Reads the part of each provider alone, so that one that is wrong takes no other with it.
 *
 * @returns undefined when it is no object at all
 */
export function parseProviderSecrets(json: unknown): ProviderSecretsParts | undefined {
  const parts = z.record(z.string(), z.unknown()).safeParse(json).data;
  if (parts === undefined) return undefined;
  const malformed = new Map<Provider, readonly string[]>();
  let secrets: ProviderSecrets = {};
  for (const provider of namesOf(PROVIDERS)) {
    if (parts[provider] === undefined) continue;
    const { data, error } = providerSecretsSchema.safeParse({ [provider]: parts[provider] });
    if (error === undefined) secrets = { ...secrets, ...data };
    else malformed.set(provider, malformedFields(error));
  }
  return { secrets, malformed };
}

/** The fields that are not as described; without values, for what stands where an account belongs may be a secret. */
export function malformedFields(error: z.ZodError): string[] {
  return [...new Set(error.issues.map(({ path }) => fieldOf(path)))];
}

function fieldOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'it is not an object';
  const kinds = Object.values(PROVIDERS).flatMap(({ secretKinds }) => Object.values<SecretKind>(secretKinds));
  const isByAccount = kinds.some(({ stored }) => stored.as === 'list_by_account' && stored.field === path[1]);
  return path.map((name, index) => (isByAccount && index === 2 ? '<account SID>' : String(name))).join('.');
}
